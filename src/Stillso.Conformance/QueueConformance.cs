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
    public void A_job_of_low_priority_is_due_its_steps_later_and_then_comes()
    {
        Enqueue(Job("low", priority: -2), Job("lower", priority: -3));
        var epoch = Epoch();
        Assert.Empty(Lease(epoch));
        Assert.Equal(Start + (2 * Rank.Step), Store.NextDue(["default"]));
        Assert.Equal(["low"], Store.Lease(new LeaseRequest(epoch, ["default"], Start + (2 * Rank.Step), 9)).Select(j => j.Kind));
        Assert.Equal(["lower"], Kinds(epoch, atSeconds: 1));
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
    public void What_a_worker_cannot_run_is_not_leased_to_it_and_keeps_nothing_from_it()
    {
        Enqueue(Job("old"), Job("new") with { Version = 2 }, Job("other"));
        var epoch = Epoch();
        IReadOnlyList<JobKind> known = [new("new"), new("new", 2), new("last", 7)];
        var leased = Store.Lease(new LeaseRequest(epoch, ["default"], Start, 1) { Kinds = known });
        Assert.Equal([("new", 2)], leased.Select(j => (j.Kind, j.Version)));
        Assert.Null(Store.NextDue(["default"], known));
        Assert.Null(Store.NextDue(["default"], []));
        Assert.Equal(Start, Store.NextDue(["default"], [new("other")]));
        Assert.Equal(["old", "other"], Kinds(epoch));
    }

    [Fact]
    public void What_waits_behind_a_job_of_its_key_is_due_no_sooner_than_that()
    {
        Enqueue(Job("a1", "a"), Job("a2", "a"));
        var epoch = Epoch();
        var first = Lease(epoch).Single();
        Assert.Null(Store.NextDue(["default"]));
        Finish(epoch, first, JobEndKind.Retried, runInSeconds: 60);
        Assert.Equal(Start.AddSeconds(60), Store.NextDue(["default"]));
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
    public void A_key_that_is_unique_until_it_begins_lets_another_wait_while_it_runs()
    {
        var job = Job("a") with { UniqueKey = "u", UniqueUntil = UniqueUntil.Begun };
        Assert.NotEqual(0, Enqueue(job).Single());
        var epoch = Epoch();
        var leased = Lease(epoch).Single();
        // What is only leased has not begun.
        Assert.Equal(0, Enqueue(job).Single());
        Store.Write(tx => tx.Enter(epoch, [leased.Id]));
        Assert.NotEqual(0, Enqueue(job).Single());
        Assert.Equal(0, Enqueue(job).Single());
        Store.Write(tx =>
        {
            tx.Finish([new JobEnd(leased, JobEndKind.Retried, Start)], Start);
            return true;
        });
        Assert.Equal(2, Lease(epoch).Count);
    }

    [Fact]
    public void A_key_that_is_unique_for_a_time_admits_one_in_that_time_whatever_becomes_of_it()
    {
        var job = Job("a") with { UniqueKey = "u", UniqueFor = TimeSpan.FromMinutes(1), RunAt = Start };
        Assert.NotEqual(0, At(0));
        var epoch = Epoch();
        Finish(epoch, Lease(epoch).Single(), JobEndKind.Completed);
        Assert.Equal(0, At(59));
        Assert.NotEqual(0, At(60));
        // It waits for longer than that.
        Assert.Equal(0, At(600));

        long At(int seconds) => Store.Write(tx => tx.Enqueue([job], Start.AddSeconds(seconds))).Single();
    }

    [Fact]
    public void A_second_job_of_a_key_may_replace_what_has_not_begun()
    {
        var id = Enqueue(Job("a", "k", runInSeconds: 60) with { UniqueKey = "u" }).Single();
        var second = new NewJob("b", "[2]") { UniqueKey = "u", OnDuplicate = Duplicate.Replace, RunAt = Start, Priority = 3, Version = 2, MaxAttempts = 7 };
        Assert.Equal(id, Enqueue(second).Single());
        var epoch = Epoch();
        var leased = Lease(epoch).Single();
        Assert.Equal((id, "b", 2, "[2]", null, 7), (leased.Id, leased.Kind, leased.Version, leased.Payload, leased.OrderingKey, leased.MaxAttempts));
        Assert.Equal(0, Enqueue(second).Single());
        Finish(epoch, leased, JobEndKind.Retried);
        Assert.Equal(0, Enqueue(second with { Payload = "[3]" }).Single());
        Assert.Equal("[2]", Lease(epoch).Single().Payload);
    }

    [Fact]
    public void A_second_job_of_a_key_may_be_rejected_with_all_that_its_transaction_wrote()
    {
        Enqueue(Job("a") with { UniqueKey = "u" });
        var rejected = Assert.Throws<DuplicateJobException>(() => Enqueue(Job("b"), Job("c") with { UniqueKey = "u", OnDuplicate = Duplicate.Reject }));
        Assert.Equal("u", rejected.Key);
        Assert.Equal(["a"], Kinds(Epoch()));
    }

    [Fact]
    public void A_job_that_cannot_be_meant_is_refused_when_it_is_enqueued()
    {
        Refused(Job("a") with { Payload = $"\"{new string('ä', 131_072)}\"" }, "262,146 bytes");
        Refused(Job(" "), "kind");
        Refused(Job("a") with { MaxAttempts = 0 }, "attempts");
        Refused(Job("a") with { MaxLosses = 0 }, "losses");
        Refused(Job("a") with { UniqueFor = TimeSpan.FromMinutes(1) }, "UniqueKey");
        Refused(Job("a") with { UniqueKey = "u", OnDuplicate = Duplicate.Replace, Batch = "b" }, "batch");
        Assert.Empty(Store.Waiting());
        Enqueue(Job("a") with { Payload = $"\"{new string('a', 262_142)}\"" });

        void Refused(NewJob job, string why) => Assert.Contains(why, Assert.Throws<ArgumentException>(() => Enqueue(job)).Message, StringComparison.Ordinal);
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
    public void What_was_begun_when_its_worker_was_lost_knows_with_how_many()
    {
        Enqueue(Job("begun"), Job("begun too"), Job("leased"));
        var lost = Epoch();
        var held = Lease(lost);
        Store.Write(tx => tx.Enter(lost, [held[0].Id, held[1].Id]));
        Store.ReturnLost(TimeSpan.Zero);
        var epoch = Epoch();
        var again = Lease(epoch);
        Assert.Equal([("begun", 2), ("begun too", 2), ("leased", 0)], again.Select(j => (j.Kind, j.LostWith)));
        // Whoever comes to some end is above suspicion again.
        Finish(epoch, again[0], JobEndKind.Retried);
        Assert.Equal(0, Lease(epoch).Single().LostWith);
    }

    [Fact]
    public void A_job_that_was_alone_with_its_worker_when_that_was_lost_is_parked_at_the_third_time()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { OnComplete = Job("complete") }));
        var id = Enqueue(Job("poison", "k") with { Batch = "batch" }).Single();
        Enqueue(Job("behind", "k", runInSeconds: 1), Job("after") with { After = [id] });
        for (var loss = 1; loss <= 3; loss++)
        {
            var lost = Epoch();
            Assert.Equal(loss == 1 ? 0 : 1, Assert.Single(Lease(lost)).LostWith);
            Store.Write(tx => tx.Enter(lost, [id]));
            Store.ReturnLost(TimeSpan.Zero);
        }
        var stopped = Assert.Single(Store.Stopped());
        Assert.Contains("lost", stopped.Reason!, StringComparison.Ordinal);
        Assert.Equal(ReasonCodes.WorkerLost, stopped.Code);
        Assert.Equal(["after", "behind", "complete"], Kinds(Epoch(), atSeconds: 1).Order());
        Assert.Equal((1, 1), Store.Read(tx => tx.FindBatch("batch")) is { } batch ? ((int)batch.Parked, (int)batch.Total) : default);
    }

    [Fact]
    public void A_job_says_how_many_workers_it_may_be_alone_with_when_they_are_lost()
    {
        Enqueue(Job("patient") with { MaxLosses = 5 });
        for (var loss = 1; loss <= 5; loss++)
        {
            var lost = Epoch();
            var job = Assert.Single(Lease(lost));
            Store.Write(tx => tx.Enter(lost, [job.Id]));
            Store.ReturnLost(TimeSpan.Zero);
        }
        Assert.Contains("5 times", Assert.Single(Store.Stopped()).Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_ends_in_peace_brings_nothing_under_suspicion()
    {
        Enqueue(Job("a"));
        var ended = Epoch();
        var job = Lease(ended).Single();
        Store.Write(tx => tx.Enter(ended, [job.Id]));
        Store.EndEpoch(ended);
        Assert.Equal(0, Lease(Epoch()).Single().LostWith);
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
        Assert.Equal(["a2"], Store.Write(tx => tx.Cancel("a", _ => true, Start)).Select(j => j.Kind));
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
        Assert.Equal(["a2"], Store.Write(tx => tx.Cancel("a", j => j.Kind != "a3", Start)).Select(j => j.Kind));
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
