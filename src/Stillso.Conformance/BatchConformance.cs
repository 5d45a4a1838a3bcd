using Xunit;

namespace Stillso.Conformance;

/// <summary>Batches in a store: every job is counted out once, on the counter of its end, and every callback comes once.</summary>
public abstract class BatchConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    [Fact]
    public void A_batch_calls_back_at_its_first_dead_job_and_when_all_have_finished()
    {
        Store.Write(tx => tx.Open(new NewBatch("good") { OnSuccess = Job("success"), OnFailure = Job("failure"), OnComplete = Job("complete") }));
        Store.Write(tx => tx.Open(new NewBatch("bad") { OnSuccess = Job("bad success"), OnFailure = Job("bad failure"), OnComplete = Job("bad complete") }));
        Enqueue(Job("g1") with { Batch = "good" }, Job("g2") with { Batch = "good" });
        Enqueue(Job("b1") with { Batch = "bad" }, Job("b2") with { Batch = "bad" }, Job("b3") with { Batch = "bad" });
        var epoch = Epoch();
        var jobs = Lease(epoch).ToDictionary(j => j.Kind);
        Finish(epoch, jobs["g1"], JobEndKind.Completed);
        Finish(epoch, jobs["b1"], JobEndKind.Dead);
        Assert.Equal(["bad failure"], Kinds(epoch));
        Finish(epoch, jobs["b2"], JobEndKind.Dead);
        Assert.Empty(Kinds(epoch));
        Finish(epoch, jobs["b3"], JobEndKind.Completed);
        Finish(epoch, jobs["g2"], JobEndKind.Completed);
        Assert.Equal(["bad complete", "complete", "success"], Kinds(epoch).Order(StringComparer.Ordinal));
        Assert.Equal(new BatchState("bad", Total: 3, Pending: 0, Superseded: 0, Parked: 0, Dead: 2, Discarded: 0, IsOpen: false, IsCancelled: false, IsComplete: true), Found("bad"));
        Assert.Equal((1, 1.0), (Found("bad").Completed, Found("bad").Progress));
    }

    [Fact]
    public void A_job_may_add_jobs_to_its_batch_while_it_runs()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { OnComplete = Job("complete") }));
        Enqueue(Job("first") with { Batch = "batch" });
        var epoch = Epoch();
        var first = Lease(epoch).Single();
        Store.Write(tx =>
        {
            tx.Enter(epoch, [first.Id]);
            tx.Enqueue([Job("second") with { Batch = "batch" }], Start);
            tx.Finish([new JobEnd(first, JobEndKind.Completed)], Start);
            return true;
        });
        var second = Lease(epoch).Single();
        Assert.Equal("second", second.Kind);
        Finish(epoch, second, JobEndKind.Completed);
        Assert.Equal(["complete"], Kinds(epoch));
    }

    [Theory]
    [InlineData(BatchSuccess.NothingFailed, "Completed Completed", true)]
    [InlineData(BatchSuccess.NothingFailed, "Completed Superseded", true)]
    [InlineData(BatchSuccess.NothingFailed, "Completed Parked", false)]
    [InlineData(BatchSuccess.NothingFailed, "Dead Superseded", false)]
    [InlineData(BatchSuccess.AllCompleted, "Completed Completed", true)]
    [InlineData(BatchSuccess.AllCompleted, "Completed Superseded", false)]
    public void Every_end_counts_as_finished_on_a_counter_of_its_own_and_the_batch_says_what_success_is(BatchSuccess success, string ends, bool succeeded)
    {
        var kinds = ends.Split(' ').Select(Enum.Parse<JobEndKind>).ToList();
        Open(Batch with { Success = success });
        Enqueue([.. kinds.Select(_ => Job("j") with { Batch = "batch" })]);
        var epoch = Epoch();
        foreach (var (job, kind) in Lease(epoch).Zip(kinds)) Finish(epoch, job, kind);
        var state = Found("batch");
        Assert.Equal(
            (Ended(JobEndKind.Completed), Ended(JobEndKind.Superseded), Ended(JobEndKind.Parked), Ended(JobEndKind.Dead)),
            ((int)state.Completed, (int)state.Superseded, (int)state.Parked, (int)state.Dead));
        Assert.True(state.IsComplete);
        Assert.Equal(succeeded ? ["complete", "success"] : ["complete"], Kinds(epoch).Where(k => k != "failure").Order());

        int Ended(JobEndKind kind) => kinds.Count(k => k == kind);
    }

    [Fact]
    public void What_is_put_off_or_tried_again_is_pending()
    {
        Open(Batch);
        Enqueue(Job("a") with { Batch = "batch" }, Job("b") with { Batch = "batch" });
        var epoch = Epoch();
        var jobs = Lease(epoch);
        Finish(epoch, jobs[0], JobEndKind.Retried, runInSeconds: 60);
        Finish(epoch, jobs[1], JobEndKind.Rescheduled, runInSeconds: 60);
        Assert.Equal((2, 0.0, false), (Found("batch").Pending, Found("batch").Progress, Found("batch").IsComplete));
    }

    [Fact]
    public void A_batch_that_stays_open_is_complete_when_it_is_sealed_and_not_before()
    {
        Open(Batch with { StaysOpen = true });
        Enqueue(Job("a") with { Batch = "batch" });
        var epoch = Epoch();
        Finish(epoch, Lease(epoch).Single(), JobEndKind.Completed);
        Assert.Equal((1.0, false), (Found("batch").Progress, Found("batch").IsComplete));
        Enqueue(Job("b") with { Batch = "batch" });
        Seal();
        Finish(epoch, Lease(epoch).Single(), JobEndKind.Completed);
        Assert.Equal(["complete", "success"], Kinds(epoch).Order());
        Seal();
        Assert.Empty(Kinds(epoch));
    }

    [Fact]
    public void A_batch_without_jobs_is_complete_when_it_is_sealed()
    {
        Open(Batch with { StaysOpen = true });
        Assert.Equal((0.0, false), (Found("batch").Progress, Found("batch").IsComplete));
        Seal();
        Assert.Equal((1.0, true), (Found("batch").Progress, Found("batch").IsComplete));
        Assert.Equal(["complete", "success"], Kinds(Epoch()).Order());
    }

    [Fact]
    public void Nothing_is_added_to_a_batch_that_is_complete_or_unknown()
    {
        Assert.Throws<InvalidOperationException>(() => Enqueue(Job("a") with { Batch = "batch" }));
        Open(Batch with { StaysOpen = true });
        Seal();
        Assert.Throws<InvalidOperationException>(() => Enqueue(Job("a") with { Batch = "batch" }));
        Assert.Throws<InvalidOperationException>(() => Store.Write(tx => tx.CancelBatch("nobody's", Start)));
        Assert.Equal(0, Found("batch").Total);
    }

    [Fact]
    public void A_cancelled_batch_takes_back_what_has_not_begun_and_completes_with_what_has()
    {
        Open(Batch);
        Enqueue([.. Enumerable.Range(0, 5).Select(n => Job("j", runInSeconds: n == 4 ? 9999 : 0) with { Batch = "batch" })]);
        var epoch = Epoch();
        var begun = Lease(epoch, limit: 2);
        Finish(epoch, begun[0], JobEndKind.Retried, runInSeconds: 60);
        Assert.Equal(3, Store.Write(tx => tx.CancelBatch("batch", Start)));
        Assert.Equal((3, 2, true, false), (Found("batch").Discarded, Found("batch").Pending, Found("batch").IsCancelled, Found("batch").IsComplete));
        Assert.Throws<InvalidOperationException>(() => Enqueue(Job("late") with { Batch = "batch" }));
        Finish(epoch, begun[1], JobEndKind.Completed);
        Finish(epoch, Lease(epoch, atSeconds: 60).Single(), JobEndKind.Completed);
        Assert.Equal(["complete"], Kinds(epoch, atSeconds: 60));
    }

    [Fact]
    public void A_cancelled_batch_of_which_nothing_has_begun_is_complete_at_once()
    {
        Open(Batch with { StaysOpen = true });
        Enqueue(Job("a") with { Batch = "batch" });
        Store.Write(tx => tx.CancelBatch("batch", Start));
        Assert.Equal(["complete"], Kinds(Epoch()));
    }

    [Fact]
    public void What_is_taken_back_is_counted_out_and_holds_up_nobody()
    {
        Open(Batch);
        var taken = Enqueue(Job("a", "k", runInSeconds: 60) with { Batch = "batch" }, Job("b") with { Batch = "batch" });
        Enqueue(Job("after") with { After = [taken[0]] });
        Assert.Single(Store.Write(tx => tx.Cancel("k", _ => true, Start)));
        Assert.Equal((1, 1), (Found("batch").Discarded, Found("batch").Pending));
        var epoch = Epoch();
        var jobs = Lease(epoch);
        Assert.Equal(["after", "b"], jobs.Select(j => j.Kind).Order());
        Finish(epoch, jobs.Single(j => j.Kind == "b"), JobEndKind.Completed);
        Assert.Equal(["complete"], Kinds(epoch));
    }

    static NewBatch Batch => new("batch") { OnSuccess = Job("success"), OnFailure = Job("failure"), OnComplete = Job("complete") };

    void Open(NewBatch batch) => Assert.True(Store.Write(tx => tx.Open(batch)));

    void Seal() => Store.Write(tx =>
    {
        tx.Seal("batch", Start);
        return true;
    });

    BatchState Found(string id) => Store.Read(tx => tx.FindBatch(id))!;
}
