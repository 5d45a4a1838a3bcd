using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/batches.md.</summary>
public sealed class BatchesGuideTests : IDisposable
{
    sealed record SendInvoice(int Number);

    sealed record Announce(string What);

    sealed class Sender : IJobHandler<SendInvoice>
    {
        public Task RunAsync(SendInvoice job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed class Announcer(List<string> said) : IJobHandler<Announce>
    {
        public Task RunAsync(Announce job, LeasedJob lease, CancellationToken cancellation)
        {
            lock (said) said.Add(job.What);
            return Task.CompletedTask;
        }
    }

    readonly List<string> said = [];
    readonly TestEngine engine = new();
    readonly JobClient jobs;
    readonly ILedger ledger;

    public BatchesGuideTests()
    {
        engine.Add("send-invoice", new Sender()).Add("announce", new Announcer(said));
        (jobs, ledger) = (engine.Jobs, engine.Store);
    }

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task A_batch_enqueues_what_follows()
    {
        var enqueued = jobs.EnqueueBatch(
            new NewBatch("invoices 2026-01")
            {
                OnSuccess = jobs.New(new Announce("all sent")),
                OnFailure = jobs.New(new Announce("one is dead")),
                OnComplete = jobs.New(new Announce("finished")),
            },
            Enumerable.Range(1, 2_000).Select(number => new SendInvoice(number)),
            job => job with { UniqueKey = job.Payload });
        Assert.Equal(2_000, enqueued);
        await engine.DrainAsync();
        var batch = ledger.Read(tx => tx.FindBatch("invoices 2026-01"))!;
        var (done, progress) = (batch.Completed, batch.Progress);
        Assert.Equal((2_000, 1.0), (done, progress));
        Assert.Equal(["all sent", "finished"], said.Order());
        Assert.Equal(0, jobs.EnqueueBatch(new NewBatch("invoices 2026-01"), [new SendInvoice(1)]));
    }

    [Fact]
    public async Task Jobs_come_after_batches_and_jobs()
    {
        var audit = jobs.Enqueue(new Announce("audited"), job => job with { RunAt = engine.Clock.GetUtcNow().AddHours(1) });
        jobs.EnqueueBatch(new NewBatch("invoices 2026-01") { OnComplete = jobs.New(new Announce("finished")) }, [new SendInvoice(1), new SendInvoice(2)]);
        ledger.Write(tx => tx.Open(new NewBatch("reports 2026-01")));
        jobs.Enqueue(new Announce("in the books"), job => job with { AfterBatches = ["invoices 2026-01"], After = [audit], Batch = "reports 2026-01" });
        jobs.Enqueue(new Announce("in the archive"), job => job with { AfterBatches = ["invoices 2026-01", "reports 2026-01"] });
        await engine.DrainAsync();
        Assert.Equal(["finished", "audited", "in the books", "in the archive"], said);
    }

    [Fact]
    public void What_broke_off_is_enqueued_by_the_same_call_again()
    {
        IEnumerable<SendInvoice> Breaking()
        {
            for (var number = 0; number < 1_500; number++) yield return new SendInvoice(number);
            throw new TimeoutException();
        }

        Assert.Throws<TimeoutException>(() => jobs.EnqueueBatch(new NewBatch("b"), Breaking(), job => job with { UniqueKey = job.Payload }));
        Assert.Equal(1_000, ledger.Read(tx => tx.FindBatch("b"))!.Total);
        Assert.Equal(500, jobs.EnqueueBatch(new NewBatch("b"), Breaking().Take(1_500), job => job with { UniqueKey = job.Payload }));
        Assert.Equal((1_500, false), ledger.Read(tx => tx.FindBatch("b")) is { } batch ? ((int)batch.Total, batch.IsOpen) : default);
    }

    [Fact]
    public async Task By_hand_a_batch_is_opened_sealed_and_cancelled()
    {
        var now = engine.Clock.GetUtcNow();
        ledger.Write(tx => tx.Open(new NewBatch("by hand") { StaysOpen = true, OnComplete = jobs.New(new Announce("finished")) }));
        jobs.Enqueue(new SendInvoice(1), job => job with { Batch = "by hand" });
        await engine.DrainAsync();
        Assert.Empty(said);
        ledger.Write(tx =>
        {
            tx.Seal("by hand", now);
            return true;
        });
        await engine.DrainAsync();
        Assert.Equal(["finished"], said);

        ledger.Write(tx => tx.Open(new NewBatch("other") { StaysOpen = true }));
        Assert.Throws<InvalidOperationException>(() => ledger.Write(tx => tx.CancelBatch("nobody's", now)));
        ledger.Write(tx => tx.CancelBatch("by hand", now));
    }
}
