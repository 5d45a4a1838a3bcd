using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/enqueueing.md.</summary>
public sealed class EnqueueingGuideTests : IDisposable
{
    sealed record SendInvoice(int Number);

    sealed class Sender : IJobHandler<SendInvoice>
    {
        public Task RunAsync(SendInvoice job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed record Endless(Type Of);

    sealed class Never : IJobHandler<Endless>
    {
        public Task RunAsync(Endless job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    readonly InMemoryStore store = new(TimeProvider.System);
    readonly SimulatedClock clock = new(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    readonly JobClient jobs;

    public EnqueueingGuideTests() => jobs = new(store, new JobRegistry().Add("send-invoice", new Sender()).Add("endless", new Never()), clock);

    public void Dispose() => store.Dispose();

    [Fact]
    public void Jobs_wait_for_their_time_and_for_each_other()
    {
        var invoice = jobs.Enqueue(new SendInvoice(1));
        jobs.Enqueue(new SendInvoice(2), job => job with { RunAt = clock.GetUtcNow().AddDays(3) });
        jobs.Enqueue(new SendInvoice(3), job => job with { After = [invoice] });
        Assert.Equal([1, 3, 2], store.Waiting().Select(Number));
    }

    [Fact]
    public async Task Many_callers_enqueue_at_once()
    {
        var reminder = await jobs.EnqueueAsync(new SendInvoice(7));
        Assert.Equal(reminder, Assert.Single(store.Waiting()).Id);
        await Assert.ThrowsAsync<ArgumentException>(() => jobs.EnqueueAsync(new SendInvoice(8), job => job with { MaxAttempts = 0 }));
    }

    [Fact]
    public async Task Any_number_of_jobs_is_enqueued_without_holding_them()
    {
        var made = 0;
        IEnumerable<SendInvoice> Numbers()
        {
            for (var number = 0; number < 2_500; number++)
            {
                // Not further ahead of what is enqueued than a transaction is large.
                Assert.InRange(++made - store.Waiting().Count, 1, 1000);
                yield return new SendInvoice(number);
            }
        }

        var enqueued = jobs.EnqueueStream(Numbers(), job => job with { UniqueKey = job.Payload });
        Assert.Equal(2_500, enqueued);
        Assert.Equal(1, await jobs.EnqueueStreamAsync(new[] { 2_499, 2_500 }.ToAsyncEnumerable().Select(n => new SendInvoice(n)), job => job with { UniqueKey = job.Payload }, TestContext.Current.CancellationToken));
        Assert.Equal(2_501, store.Waiting().Count);
    }

    [Fact]
    public void Jobs_are_enqueued_with_what_else_is_written()
    {
        ILedger ledger = store;
        Assert.Throws<InvalidOperationException>(() => ledger.Write<bool>(tx =>
        {
            jobs.EnqueueIn(tx, [new SendInvoice(4)]);
            throw new InvalidOperationException();
        }));
        Assert.Empty(store.Waiting());
    }

    [Fact]
    public void A_key_admits_one()
    {
        jobs.Enqueue(new SendInvoice(5), job => job with { UniqueKey = "invoice 5" });
        Assert.Equal(0, jobs.Enqueue(new SendInvoice(5), job => job with { UniqueKey = "invoice 5" }));

        jobs.Enqueue(new SendInvoice(6), job => job with
        {
            UniqueKey = "invoice 6",
            UniqueUntil = UniqueUntil.Begun,                 // one waits, and one more while it runs
            OnDuplicate = Duplicate.Replace,                 // the last word counts
            RunAt = clock.GetUtcNow().AddMinutes(5),
        });
        Assert.Equal(2, store.Waiting().Count);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_at_the_call()
    {
        Assert.Throws<NotSupportedException>(() => jobs.Enqueue(new Endless(typeof(int))));
        Assert.Contains("AddJob<String", Assert.Throws<InvalidOperationException>(() => jobs.Enqueue("no job")).Message);
        Assert.Empty(store.Waiting());
    }

    static int Number(WaitingJob job) => int.Parse(job.Payload[(job.Payload.IndexOf(':', StringComparison.Ordinal) + 1)..^1]);
}
