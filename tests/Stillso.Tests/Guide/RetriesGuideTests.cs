using System.Net;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/retries.md.</summary>
public sealed class RetriesGuideTests : IDisposable
{
    sealed record Fetch(string Address);

    sealed class Fetcher(Queue<HttpResponseMessage> answers) : IJobHandler<Fetch>
    {
        public Retry AfterFailure(LeasedJob job, Exception error) => error switch
        {
            HttpRequestException { StatusCode: HttpStatusCode.NotFound } => Retry.Never,
            HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } => Retry.After(TimeSpan.FromMinutes(1)),
            TimeoutException => Retry.By(new Backoff { First = TimeSpan.FromMinutes(1), Cap = TimeSpan.FromHours(6) }),
            _ => Retry.AsUsual,
        };

        public Task RunAsync(Fetch job, LeasedJob lease, CancellationToken cancellation)
        {
            using var answer = answers.Dequeue();
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                throw new RetryAfterException(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMinutes(1));
            answer.EnsureSuccessStatusCode();
            return Task.CompletedTask;
        }
    }

    readonly TestEngine engine = new();

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task What_fails_waits_as_it_was_told_and_a_person_decides_about_what_is_dead()
    {
        var (jobs, clock, store, now) = (engine.Jobs, engine.Clock, engine.Store, engine.Clock.GetUtcNow());
        ILedger ledger = store;
        var busy = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        busy.Headers.RetryAfter = new(TimeSpan.FromMinutes(10));
        engine.Add("fetch", new Fetcher(new([busy, new(HttpStatusCode.TooManyRequests), new(HttpStatusCode.NotFound), new(HttpStatusCode.OK)])));
        jobs.Enqueue(new Fetch("https://example.org"), job => job with { MaxAttempts = 5, Deadline = clock.GetUtcNow().AddHours(2) });
        await engine.DrainAsync();
        Assert.Equal(TimeSpan.FromMinutes(11), clock.GetUtcNow() - now);
        var dead = Assert.Single(store.Stopped());
        now = clock.GetUtcNow();
        ledger.Write(tx => tx.Replay(dead.Id, now));     // again, with all its attempts
        await engine.DrainAsync();
        Assert.Empty(store.Stopped());
        Assert.False(ledger.Write(tx => tx.Discard(dead.Id, "nobody needs it any more", now)));
    }

    [Fact]
    public async Task A_person_sees_what_a_replay_would_take_and_takes_it_or_gives_it_up()
    {
        var (jobs, store, now) = (engine.Jobs, engine.Store, engine.Clock.GetUtcNow());
        ILedger ledger = store;
        HttpStatusCode[] codes = [.. Enumerable.Repeat(HttpStatusCode.NotFound, 6), HttpStatusCode.Forbidden, .. Enumerable.Repeat(HttpStatusCode.OK, 6)];
        engine.Add("fetch", new Fetcher(new(codes.Select(code => new HttpResponseMessage(code)))));
        jobs.EnqueueMany(Enumerable.Range(0, 7).Select(n => new Fetch($"https://example.org/{n}")), job => job with { MaxAttempts = 1 });
        await engine.DrainAsync();
        var which = new StoppedJobs { Kind = "fetch", IsDead = true, ReasonContains = "404" };
        var first = store.Stopped(which with { First = 20 });
        Assert.Equal(6, first.Count);
        var dead = first[0];
        ledger.Write(tx => tx.Replay(dead.Id, now));                                     // one, with all its attempts
        Assert.Equal(2, ledger.Write(tx => tx.Replay(which with { First = 2 }, now)));
        var again = ledger.Write(tx => tx.Replay(which, now));                           // those
        ledger.Write(tx => tx.Discard(new StoppedJobs(), "the customer has left", now)); // all that is left, for good
        Assert.Equal(3, again);
        await engine.DrainAsync();
        Assert.Empty(store.Stopped());
        var discarded = ledger.Read(tx => tx.Discarded(since: now.AddDays(-7)));
        Assert.Equal("the customer has left", Assert.Single(discarded).Reason);
    }
}
