using Xunit;

namespace Stillso.Conformance;

/// <summary>Jobs that come after batches in a store: each is due when the last of what it waits for is complete, and not before.</summary>
public abstract class AfterBatchConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    [Theory]
    [InlineData("Completed")]
    [InlineData("Superseded")]
    [InlineData("Parked")]
    [InlineData("Dead")]
    [InlineData("seal")]
    [InlineData("cancel")]
    [InlineData("take back")]
    [InlineData("cancel the batch")]
    public void A_job_waits_until_a_batch_is_complete_however_it_becomes_that(string by)
    {
        Open("batch", staysOpen: by == "seal");
        var jobs = Enqueue(Job("first") with { Batch = "batch" }, Job("last", "k", runInSeconds: 5) with { Batch = "batch" });
        Enqueue(Job("after") with { AfterBatches = ["batch"] });
        var epoch = Epoch();
        var first = Assert.Single(Lease(epoch));
        Finish(epoch, first, JobEndKind.Retried, runInSeconds: 1);
        Finish(epoch, Assert.Single(Lease(epoch, atSeconds: 1)), JobEndKind.Completed);
        Assert.Empty(Lease(epoch, atSeconds: 1));
        if (by == "cancel") Store.Write(tx => tx.CancelJob(jobs[1], Start));
        else if (by == "take back") Store.Write(tx => tx.Cancel("k", _ => true, Start));
        else if (by == "cancel the batch") Store.Write(tx => tx.CancelBatch("batch", Start));
        else Finish(epoch, Assert.Single(Lease(epoch, atSeconds: 5)), by == "seal" ? JobEndKind.Completed : Enum.Parse<JobEndKind>(by));
        if (by == "seal")
        {
            Assert.Empty(Lease(epoch, atSeconds: 5));
            Seal("batch");
        }
        Assert.Equal(["after", "complete batch"], Kinds(epoch, atSeconds: 5).Order());
    }

    [Fact]
    public void A_batch_that_is_complete_holds_up_nobody_and_one_that_has_no_jobs_yet_does()
    {
        Open("complete");
        Seal("complete");
        Open("empty");
        Enqueue(Job("a") with { AfterBatches = ["complete"] }, Job("b") with { AfterBatches = ["complete", "empty"] });
        var epoch = Epoch();
        Assert.Equal(["a", "complete complete"], Kinds(epoch).Order());
        Seal("empty");
        Assert.Equal(["b", "complete empty"], Kinds(epoch).Order());
    }

    [Fact]
    public void A_batch_that_was_never_opened_is_refused_with_everything_else()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Enqueue(Job("a"), Job("b") with { AfterBatches = ["nobody's"] }));
        Assert.Contains("\"nobody's\" is unknown: open it", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Store.Waiting());
    }

    [Fact]
    public void A_job_of_a_batch_cannot_come_after_that_batch()
    {
        Open("batch");
        Assert.Throws<ArgumentException>(() => Enqueue(Job("a") with { Batch = "batch", AfterBatches = ["batch"] }));
        Assert.Throws<ArgumentException>(() => Enqueue(Job("a") with { UniqueKey = "u", OnDuplicate = Duplicate.Replace, AfterBatches = ["batch"] }));
        Assert.Empty(Store.Waiting());
    }

    [Fact]
    public void A_job_waits_for_the_last_of_jobs_and_batches_each_of_which_counts_once()
    {
        Open("one");
        Open("two");
        var ids = Enqueue(Job("job"), Job("j1") with { Batch = "one" }, Job("j2") with { Batch = "two" });
        Enqueue(Job("after") with { After = [ids[0], ids[0]], AfterBatches = ["one", "two", "one"] });
        var epoch = Epoch();
        var jobs = Lease(epoch).ToDictionary(j => j.Kind);
        Finish(epoch, jobs["j1"], JobEndKind.Completed);
        Assert.Equal(["complete one"], Kinds(epoch));
        Finish(epoch, jobs["job"], JobEndKind.Completed);
        Assert.Empty(Lease(epoch));
        Finish(epoch, jobs["j2"], JobEndKind.Completed);
        Assert.Equal(["after", "complete two"], Kinds(epoch).Order());
    }

    [Fact]
    public void Batches_follow_one_another_when_the_jobs_of_each_come_after_the_one_before()
    {
        foreach (var batch in (string[])["1", "2", "3"]) Open(batch);
        Enqueue(Job("b") with { Batch = "2", AfterBatches = ["1"] }, Job("c") with { Batch = "3", AfterBatches = ["1", "2"] }, Job("a") with { Batch = "1" });
        var epoch = Epoch();
        foreach (var (job, batch) in ((string, string)[])[("a", "1"), ("b", "2"), ("c", "3")])
        {
            var leased = Lease(epoch).Where(j => j.Kind.Length == 1).ToList();
            Assert.Equal([job], leased.Select(j => j.Kind));
            Finish(epoch, leased[0], JobEndKind.Completed);
            Assert.True(Store.Read(tx => tx.FindBatch(batch))!.IsComplete);
        }
    }

    [Fact]
    public void A_job_that_is_taken_back_while_it_waits_for_a_batch_is_counted_out_of_its_own_and_does_not_come_back()
    {
        Open("first");
        Open("second");
        Enqueue(Job("a") with { Batch = "first" });
        var waiting = Enqueue(
            Job("cancelled") with { Batch = "second", AfterBatches = ["first"] }, Job("taken back", "k") with { Batch = "second", AfterBatches = ["first"] },
            Job("with its batch") with { Batch = "second", AfterBatches = ["first"] }, Job("after all") with { AfterBatches = ["first", "second"] });
        Assert.True(Store.Write(tx => tx.CancelJob(waiting[0], Start)));
        Assert.Single(Store.Write(tx => tx.Cancel("k", _ => true, Start)));
        Assert.Equal(1, Store.Write(tx => tx.CancelBatch("second", Start)));
        Assert.Equal((3, true), Store.Read(tx => tx.FindBatch("second")) is { } second ? ((int)second.Discarded, second.IsComplete) : default);
        var epoch = Epoch();
        var jobs = Lease(epoch);
        Assert.Equal(["a", "complete second"], jobs.Select(j => j.Kind).Order());
        Finish(epoch, jobs.Single(j => j.Kind == "a"), JobEndKind.Dead);
        Assert.Equal(["after all", "complete first"], Kinds(epoch).Order());
        Assert.Empty(Store.Waiting());
    }

    [Fact]
    public void What_waits_for_a_batch_is_let_go_in_the_transaction_that_completes_it_and_with_its_callbacks()
    {
        Open("batch");
        Enqueue(Job("a") with { Batch = "batch" }, Job("after") with { AfterBatches = ["batch"] });
        var epoch = Epoch();
        var job = Lease(epoch).Single();
        Store.Write(tx => tx.Enter(epoch, [job.Id]));
        Assert.Throws<TimeoutException>(() => Store.Write(tx =>
        {
            tx.Finish([new JobEnd(job, JobEndKind.Completed)], Start);
            throw new TimeoutException();
        }));
        Assert.Empty(Lease(epoch));
        Store.Write(tx => tx.Finish([new JobEnd(job, JobEndKind.Completed)], Start));
        Assert.Equal(["after", "complete batch"], Kinds(epoch).Order());
    }

    [Fact]
    public void A_callback_may_come_after_another_batch()
    {
        Open("other");
        Store.Write(tx => tx.Open(new NewBatch("batch") { OnComplete = Job("both") with { AfterBatches = ["other", "batch"] } }));
        Seal("batch");
        var epoch = Epoch();
        Assert.Empty(Lease(epoch));
        Seal("other");
        Assert.Equal(["both", "complete other"], Kinds(epoch).Order());
    }

    void Open(string batch, bool staysOpen = false) => Store.Write(tx => tx.Open(new NewBatch(batch) { StaysOpen = staysOpen, OnComplete = Job($"complete {batch}") }));

    void Seal(string batch) => Store.Write(tx => tx.Seal(batch, Start));
}
