using System.Collections.Immutable;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>What is counted and measured is what happened.</summary>
public sealed class MetricsTests : IDisposable
{
    sealed record Order(string Of);

    sealed record Mail(string To);

    readonly Watched engine = new();

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task Every_way_of_ending_an_attempt_is_counted()
    {
        engine.Registry.Add("order", new Deciding<Order>(batch =>
        {
            foreach (var work in batch.Works)
            {
                switch (work.Job.Of)
                {
                    case "parks": work.Park("who knows"); break;
                    case "waits" when batch.Now.Minute == 0: work.Reschedule(batch.Now.AddMinutes(1)); break;
                    case "fails": throw new InvalidOperationException("no");
                    default: work.Complete(); break;
                }
            }
        }));
        engine.Jobs.EnqueueMany([new Order("ends"), new Order("parks"), new Order("waits"), new Order("fails")], job => job with { MaxAttempts = 3 });
        await engine.DrainAsync();
        Assert.Equal(["4 order"], engine.Measured.Sums("stillso.jobs.enqueued"));
        Assert.Equal(["1 order dead", "1 order parked", "1 order rescheduled", "2 order completed", "2 order retried"], engine.Measured.Sums("stillso.jobs.finished"));
        Assert.Equal(["7 order"], engine.Measured.Sums("stillso.jobs.leased"));
    }

    [Fact]
    public async Task What_handlers_enqueue_and_decide_is_counted_once_it_has_committed()
    {
        engine.Registry
            .Add("order", new Deciding<Order>(batch =>
            {
                foreach (var work in batch.Works)
                {
                    batch.Transaction.Enqueue([engine.Registry.New(new Mail(work.Job.Of)) with { UniqueKey = "one" }], batch.Now);
                    batch.Transaction.Record(new Decision(
                        work.Job.Of, batch.Transaction.NextSeq(work.Job.Of), batch.Now, "", "order", DecisionKind.Acted, [], null, [], null, ImmutableArray<string>.Empty, "so"));
                    work.Complete();
                }
                // In halves, so that it is rolled back once.
                if (batch.Works.Count > 1) throw new InvalidOperationException("no");
            }))
            .Add("mail", new Doing<Mail>((_, _) => { }));
        engine.Jobs.EnqueueMany([new Order("anna"), new Order("ben")]);
        await engine.DrainAsync();
        Assert.Equal(["1 mail", "2 order"], engine.Measured.Sums("stillso.jobs.enqueued"));
        Assert.Equal(["2 order acted"], engine.Measured.Sums("stillso.decisions"));
        Assert.Equal(3, engine.Measured.Of("stillso.transaction.duration").Count(m => m.Tags == "decide"));
        Assert.Single(engine.Measured.Of("stillso.transaction.duration"), m => m.Tags == "decide System.InvalidOperationException");
    }

    [Fact]
    public async Task What_a_schedule_enqueues_is_counted()
    {
        engine.Registry.Add("order", new Doing<Order>((_, _) => { }));
        var now = engine.Clock.GetUtcNow();
        engine.Store.Write(tx => tx.Define(new Schedule("hourly", Recurring.Every(1).Hour(), engine.Registry.New(new Order("anna"))), now));
        await engine.DrainAsync(until: now.AddHours(3));
        Assert.Equal(["3 order"], engine.Measured.Sums("stillso.jobs.enqueued"));
        Assert.Equal(["3 order completed"], engine.Measured.Sums("stillso.jobs.finished"));
    }

    [Fact]
    public async Task The_outside_part_is_measured_and_nothing_stays_in_flight()
    {
        engine.Registry.Add("order", new Doing<Order>((_, lease) =>
        {
            if (lease.Attempt == 1) throw new TimeoutException("no");
        }));
        engine.Jobs.Enqueue(new Order("anna"));
        await engine.DrainAsync();
        Assert.Equal(["order act System.TimeoutException", "order act"], engine.Measured.Of("stillso.job.duration").Select(m => m.Tags));
        Assert.Equal([1, -1, 1, -1], engine.Measured.Of("stillso.jobs.in_flight").Select(m => m.Value));
        Assert.Empty(engine.Measured.Of("stillso.job.latency"));
    }

    [Fact]
    public async Task How_long_a_due_job_waited_is_measured_on_the_business_clock()
    {
        var done = false;
        engine.Registry.Add("order", new Doing<Order>((_, _) => Volatile.Write(ref done, true)));
        engine.Jobs.Enqueue(new Order("anna"), job => job with { RunAt = engine.Clock.GetUtcNow().AddHours(1) });
        engine.Clock.AdvanceTo(engine.Clock.GetUtcNow().AddHours(3));
        using var worker = engine.Worker(new() { StopWhen = () => Volatile.Read(ref done) });
        await worker.RunAsync("test", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([(7200.0, "order")], engine.Measured.Of("stillso.job.latency"));
    }

    [Fact]
    public async Task A_store_that_is_away_is_counted()
    {
        engine.Registry.Add("order", new Deciding<Order>(batch => batch.Works[0].Complete()));
        engine.Jobs.Enqueue(new Order("anna"));
        using var worker = engine.Worker(new() { Simulated = engine.Clock }, ledger: new Away(engine.Store));
        await worker.RunAsync("test", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["1 "], engine.Measured.Sums("stillso.store.unavailable"));
        Assert.Equal(["1 order completed"], engine.Measured.Sums("stillso.jobs.finished"));
    }

    /// <summary>Is not there for its first transaction.</summary>
    sealed class Away(ILedger ledger) : ILedger
    {
        int writes;

        public T Write<T>(Func<ILedgerTransaction, T> work) => ++writes == 1 ? throw new StoreUnavailableException("It is away.") : ledger.Write(work);

        public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

        public void Forget(DateTimeOffset before) => ledger.Forget(before);
    }
}
