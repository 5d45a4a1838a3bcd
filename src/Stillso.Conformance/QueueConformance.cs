using System.Diagnostics;
using Xunit;

namespace Stillso.Conformance;

/// <summary>The contract of <see cref="IJobStore"/>: order, leases, epochs, waiting, batches.</summary>
public abstract class QueueConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    [Fact]
    public void Due_jobs_come_by_priority_then_by_due_time_then_as_enqueued()
    {
        Enqueue(Job("third", runInSeconds: -1), Job("fourth"), Job("fifth"), Job("second", priority: 1, runInSeconds: -1), Job("first", runInSeconds: -60));
        Assert.Equal(["first", "second", "third", "fourth", "fifth"], Kinds(Epoch()));
    }

    [Fact]
    public void Nothing_comes_before_its_time()
    {
        Enqueue(Job("now"), Job("later", runInSeconds: 60));
        var epoch = Epoch();
        Assert.Equal(["now"], Kinds(epoch));
        Assert.Equal(Start.AddSeconds(60), Store.NextDue(["default"]));
        Assert.Equal(["later"], Kinds(epoch, atSeconds: 60));
        Assert.Null(Store.NextDue(["default"]));
    }

    [Fact]
    public void A_job_is_leased_to_one_worker_only()
    {
        Enqueue(Job("a"));
        Assert.Single(Lease(Epoch()));
        Assert.Empty(Lease(Epoch()));
    }

    [Fact]
    public void Jobs_of_one_key_run_one_at_a_time_in_order()
    {
        Enqueue(Job("a1", "a"), Job("a2", "a"), Job("b1", "b"));
        var epoch = Epoch();
        var first = Lease(epoch);
        Assert.Equal(["a1", "b1"], first.Select(j => j.Kind));
        Assert.Empty(Lease(epoch));
        Finish(epoch, first[0], JobEndKind.Completed);
        Assert.Equal(["a2"], Kinds(epoch));
    }

    [Fact]
    public void A_retrying_job_keeps_its_key_and_a_rescheduled_one_gives_it_up()
    {
        Enqueue(Job("a1", "a"), Job("a2", "a"), Job("b1", "b"), Job("b2", "b"));
        var epoch = Epoch();
        var first = Lease(epoch);
        Finish(epoch, first.Single(j => j.Kind == "a1"), JobEndKind.Retried, runInSeconds: 60);
        Finish(epoch, first.Single(j => j.Kind == "b1"), JobEndKind.Rescheduled, runInSeconds: 60);
        Assert.Equal(["b2"], Kinds(epoch, atSeconds: 30));
        Assert.Equal("a1", Lease(epoch, atSeconds: 60).Single(j => j.OrderingKey == "a").Kind);
    }

    [Fact]
    public void Only_failures_use_up_attempts()
    {
        Enqueue(Job("a"));
        var epoch = Epoch();
        Finish(epoch, Lease(epoch).Single(), JobEndKind.Rescheduled);
        var again = Lease(epoch).Single();
        Assert.Equal(1, again.Attempt);
        Finish(epoch, again, JobEndKind.Retried);
        Assert.Equal(2, Lease(epoch).Single().Attempt);
    }

    [Fact]
    public void A_job_waits_for_all_that_it_comes_after()
    {
        var ids = Enqueue(Job("a"), Job("b"));
        Enqueue(Job("c") with { After = ids });
        var epoch = Epoch();
        var leased = Lease(epoch);
        Finish(epoch, leased[0], JobEndKind.Completed);
        Assert.Empty(Lease(epoch));
        Finish(epoch, leased[1], JobEndKind.Completed);
        Assert.Equal(["c"], Kinds(epoch));
        Enqueue(Job("d") with { After = ids });
        Assert.Equal(["d"], Kinds(epoch));
    }

    [Fact]
    public void A_unique_key_admits_one_until_it_has_ended()
    {
        Assert.NotEqual(0, Enqueue(Job("a") with { UniqueKey = "u" }).Single());
        Assert.Equal(0, Enqueue(Job("a") with { UniqueKey = "u" }).Single());
        var epoch = Epoch();
        Finish(epoch, Lease(epoch).Single(), JobEndKind.Completed);
        Assert.NotEqual(0, Enqueue(Job("a") with { UniqueKey = "u" }).Single());
    }

    [Fact]
    public void The_jobs_of_a_lost_worker_return_together_and_it_may_write_no_more()
    {
        Enqueue(Job("a", "k"), Job("b"));
        var lost = Epoch();
        var held = Lease(lost);
        Assert.Equal(2, Store.ReturnLost(TimeSpan.Zero));
        Assert.Equal(["a", "b"], Kinds(Epoch()).Order());
        Assert.False(Store.Heartbeat(lost));
        Assert.Throws<EpochOverException>(() => Finish(lost, held[0], JobEndKind.Completed));
        Assert.Throws<EpochOverException>(() => Lease(lost));
    }

    [Fact]
    public void Of_a_lost_worker_only_what_was_begun_has_used_up_an_attempt()
    {
        Enqueue(Job("begun", "a"), Job("leased", "b"));
        var lost = Epoch();
        var held = Lease(lost);
        Store.Write(tx => tx.Enter(lost, [held.Single(j => j.Kind == "begun").Id]));
        Store.ReturnLost(TimeSpan.Zero);
        Assert.Equal([("begun", 2), ("leased", 1)], Lease(Epoch()).OrderBy(j => j.Kind).Select(j => (j.Kind, j.Attempt)));
    }

    [Fact]
    public void A_worker_with_a_heartbeat_is_not_lost()
    {
        Enqueue(Job("a"));
        var alive = Epoch();
        Lease(alive);
        Assert.True(Store.Heartbeat(alive));
        Assert.Equal(0, Store.ReturnLost(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void What_is_delivered_twice_is_entered_once()
    {
        Enqueue(Job("a"));
        var epoch = Epoch();
        var job = Lease(epoch).Single();
        Assert.Equal([job.Id], Store.Write(tx => tx.Enter(epoch, [job.Id])));
        Assert.Empty(Store.Write(tx => tx.Enter(epoch, [job.Id])));
        Store.Write(tx =>
        {
            tx.Finish([new JobEnd(job, JobEndKind.Completed)], Start);
            return true;
        });
        Assert.Empty(Store.Write(tx => tx.Enter(epoch, [job.Id])));
    }

    [Fact]
    public void Only_waiting_jobs_are_taken_back()
    {
        Enqueue(Job("a1", "a"), Job("a2", "a", runInSeconds: 60), Job("b1", "b", runInSeconds: 60));
        Lease(Epoch());
        Assert.Equal(["a2"], Store.Write(tx => tx.Cancel("a", _ => true)).Select(j => j.Kind));
        Assert.Equal(["b1"], Store.Waiting().Select(j => j.Kind));
    }

    [Fact]
    public void A_job_that_is_being_retried_has_begun_and_is_not_taken_back()
    {
        Enqueue(Job("a1", "a"), Job("a2", "a", runInSeconds: 60), Job("a3", "a", runInSeconds: 90));
        var epoch = Epoch();
        var begun = Assert.Single(Lease(epoch));
        Store.Write(tx =>
        {
            tx.Enter(epoch, [begun.Id]);
            tx.Finish([new JobEnd(begun, JobEndKind.Retried, Start.AddSeconds(30), "it broke")], Start);
            return true;
        });
        Assert.Equal(["a2"], Store.Write(tx => tx.Cancel("a", j => j.Kind != "a3")).Select(j => j.Kind));
        // Its key is still its own, and comes free when it has ended.
        var again = Assert.Single(Lease(epoch, atSeconds: 90));
        Assert.Equal("a1", again.Kind);
        Store.Write(tx =>
        {
            tx.Enter(epoch, [again.Id]);
            tx.Finish([new JobEnd(again, JobEndKind.Completed)], Start);
            return true;
        });
        Assert.Equal(["a3"], Kinds(epoch, atSeconds: 90));
    }

    [Fact]
    public void A_stopped_job_says_why_and_runs_again_with_all_its_attempts_or_is_discarded()
    {
        Enqueue(Job("a", "k"), Job("b"), Job("c"));
        var epoch = Epoch();
        var jobs = Lease(epoch).ToDictionary(j => j.Kind);
        Store.Write(tx =>
        {
            tx.Finish([new JobEnd(jobs["a"], JobEndKind.Dead, null, "it broke"), new JobEnd(jobs["b"], JobEndKind.Parked, null, "who knows"), new JobEnd(jobs["c"], JobEndKind.Completed)], Start);
            return true;
        });
        Assert.Equal([("a", true, "it broke"), ("b", false, "who knows")], Store.Stopped().Select(j => (j.Kind, j.IsDead, j.Reason)));
        Assert.True(Store.Write(tx => tx.Replay(jobs["a"].Id, Start)));
        Assert.True(Store.Write(tx => tx.Discard(jobs["b"].Id)));
        Assert.False(Store.Write(tx => tx.Replay(jobs["b"].Id, Start) || tx.Discard(jobs["a"].Id) || tx.Replay(jobs["c"].Id, Start)));
        Assert.Empty(Store.Stopped());
        var again = Assert.Single(Lease(epoch));
        Assert.Equal(("a", 1, "k"), (again.Kind, again.Attempt, again.OrderingKey));
    }

    [Fact]
    public void Dead_and_parked_jobs_are_not_leased_again()
    {
        Enqueue(Job("a", "k"), Job("b"), Job("c", "k"));
        var epoch = Epoch();
        var jobs = Lease(epoch);
        Finish(epoch, jobs.Single(j => j.Kind == "a"), JobEndKind.Parked);
        Finish(epoch, jobs.Single(j => j.Kind == "b"), JobEndKind.Dead);
        Assert.Equal(["c"], Kinds(epoch, atSeconds: 9999));
    }

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
        Assert.Equal(new BatchState("bad", 0, 3, 2, true), Store.Read(tx => tx.FindBatch("bad")));
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

    [Fact]
    public void A_job_follows_the_span_that_enqueued_it_or_the_one_that_it_names_also_when_it_is_tried_again()
    {
        const string named = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Enqueue(Job("nobody's"));
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        Enqueue(Job("current"), Job("named") with { TraceParent = named });
        request.Stop();
        var epoch = Epoch();
        var jobs = Lease(epoch).ToDictionary(j => j.Kind);
        Assert.Equal((null, request.Id, named), (jobs["nobody's"].TraceParent, jobs["current"].TraceParent, jobs["named"].TraceParent));
        Finish(epoch, jobs["named"], JobEndKind.Retried);
        Assert.Equal((2, named), Lease(epoch).Single() is var again ? (again.Attempt, again.TraceParent) : default);
    }
}
