using Xunit;

namespace Stillso.Conformance;

/// <summary>Parked and dead jobs in a store: a person sees them, lets them run again, or gives them up with a reason; one, some, or all.</summary>
public abstract class StoppedConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    [Fact]
    public void A_stopped_job_says_why_and_runs_again_with_all_its_attempts_or_is_discarded()
    {
        Enqueue(Job("a", "k"), Job("b"), Job("c"));
        var epoch = Epoch();
        var jobs = Lease(epoch).ToDictionary(j => j.Kind);
        Store.Write(tx => tx.Finish(
            [new JobEnd(jobs["a"], JobEndKind.Dead, null, "it broke"), new JobEnd(jobs["b"], JobEndKind.Parked, null, "who knows") { Code = "nobody_knows" }, new JobEnd(jobs["c"], JobEndKind.Completed)], Start));
        Assert.Equal([("a", true, "it broke", ""), ("b", false, "who knows", "nobody_knows")], Store.Stopped().Select(j => (j.Kind, j.IsDead, j.Reason, j.Code)));
        Assert.Equal("b", Assert.Single(Store.Stopped(new StoppedJobs { Code = "nobody_knows" })).Kind);
        Assert.True(Store.Write(tx => tx.Replay(jobs["a"].Id, Start)));
        Assert.True(Store.Write(tx => tx.Discard(jobs["b"].Id, "nobody asks", Start)));
        Assert.False(Store.Write(tx => tx.Replay(jobs["b"].Id, Start) || tx.Discard(jobs["a"].Id, "nobody asks", Start) || tx.Replay(jobs["c"].Id, Start)));
        Assert.Empty(Store.Stopped());
        var again = Assert.Single(Lease(epoch));
        Assert.Equal(("a", 1, "k"), (again.Kind, again.Attempt, again.OrderingKey));
    }

    [Theory]
    [InlineData("a b c d")]
    [InlineData("a b c", "send")]
    [InlineData("b", null, "slow")]
    [InlineData("a", null, null, "anna")]
    [InlineData("a b c", null, null, null, true)]
    [InlineData("d", null, null, null, false)]
    [InlineData("a b", null, null, null, null, "503")]
    [InlineData("", null, null, null, null, "timeout")]
    [InlineData("a b d", null, null, null, null, "")]
    [InlineData("a", "send", "default", null, null, "503")]
    [InlineData("", "send", null, null, false)]
    [InlineData("a b", null, null, null, null, null, 2)]
    [InlineData("d", null, null, null, null, "o", 1)]
    [InlineData("", null, null, null, null, null, 0)]
    public void A_person_sees_what_a_replay_takes_and_what_a_discard_takes(
        string taken, string? kind = null, string? queue = null, string? key = null, bool? dead = null, string? text = null, int? first = null)
    {
        var which = new StoppedJobs { Kind = kind, Queue = queue, OrderingKey = key, IsDead = dead, ReasonContains = text, First = first };
        var names = Stopped();
        Assert.Equal(taken, Names(Store.Stopped(which)));
        var others = names.Values.Except(taken.Split(' '));
        Assert.Equal(taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, Store.Write(tx => tx.Replay(which, Start)));
        Assert.Equal(string.Join(' ', others), Names(Store.Stopped()));
        Assert.Equal(taken, string.Join(' ', Store.Waiting().Where(j => names.ContainsKey(j.Id)).Select(j => names[j.Id]).Order()));
        // What has run again and stopped again is taken again, this time for good.
        var epoch = Epoch();
        var again = Store.Lease(new LeaseRequest(epoch, ["default", "slow"], Start, 100)).Where(j => names.ContainsKey(j.Id)).ToList();
        Stop([.. again.Select(j => (j, JobEndKind.Dead, (string?)"once more"))]);
        Assert.Equal(again.Count, Store.Write(tx => tx.Discard(new StoppedJobs { ReasonContains = "once more" }, "enough", Start)));
        Assert.Equal(string.Join(' ', others), Names(Store.Stopped()));
        Store.Forget(Start);
        Assert.Equal(taken, string.Join(' ', Store.Read(tx => tx.Discarded()).Select(d => names[d.Id])));
        Store.Forget(Start.AddSeconds(1));
        Assert.Empty(Store.Read(tx => tx.Discarded()));

        string Names(IEnumerable<StoppedJob> jobs) => string.Join(' ', jobs.Select(j => names[j.Id]));
    }

    [Fact]
    public void Nothing_that_waits_or_runs_is_taken()
    {
        Enqueue(Job("waits", runInSeconds: 60), Job("runs"));
        var running = Lease(Epoch()).Single();
        Assert.Equal((0, 0), Store.Write(tx => (tx.Replay(new StoppedJobs(), Start), tx.Discard(new StoppedJobs(), "all of it", Start))));
        Assert.False(Store.Write(tx => tx.Discard(running.Id, "it too", Start)));
        Assert.Empty(Store.Stopped());
        Assert.Empty(Store.Read(tx => tx.Discarded()));
        Assert.NotNull(Store.ProgressOf(running.Id));
        Assert.Single(Store.Waiting());
    }

    [Fact]
    public void What_runs_again_has_left_its_batch_and_given_up_its_unique_key_its_deadline_and_its_cancellation()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { OnComplete = Job("complete", runInSeconds: 60) }));
        Enqueue([.. Enumerable.Range(0, 3).Select(n => Job("j") with { Batch = "batch", UniqueKey = $"u{n}", Deadline = Start.AddSeconds(5), Priority = 1 })]);
        var epoch = Epoch();
        var jobs = Lease(epoch);
        Assert.True(Store.Write(tx => tx.CancelJob(jobs[0].Id, Start)));
        Stop([.. jobs.Select(j => (j, JobEndKind.Dead, (string?)"it broke"))]);
        Assert.Equal(3, Store.Write(tx => tx.Replay(new StoppedJobs(), Start.AddSeconds(9))));
        Assert.All(Enqueue(Job("another", runInSeconds: 60) with { UniqueKey = "u0" }), id => Assert.NotEqual(0, id));
        Assert.Empty(Lease(epoch, atSeconds: 8));
        var again = Lease(epoch, atSeconds: 9);
        Assert.All(again, j => Assert.Equal((null, null, 1, Start.AddSeconds(9)), (j.Batch, j.Deadline, j.Attempt, j.RunAt)));
        Assert.Equal(3, again.Count);
        Assert.Empty(Store.Cancelled(epoch));
        foreach (var job in again) Finish(epoch, job, JobEndKind.Completed);
        Assert.Equal((3, 3), Store.Read(tx => tx.FindBatch("batch")) is { } batch ? ((int)batch.Dead, (int)batch.Total) : default);
    }

    [Fact]
    public void What_is_discarded_is_gone_and_its_reason_is_kept_in_order_of_time()
    {
        var names = Stopped().ToDictionary(n => n.Value, n => n.Key);
        Assert.True(Store.Write(tx => tx.Discard(names["d"], "told by telephone", Start.AddSeconds(1))));
        Assert.Equal(2, Store.Write(tx => tx.Discard(new StoppedJobs { ReasonContains = "503" }, "sent by hand", Start.AddSeconds(2))));
        DiscardedJob[] kept =
        [
            new(names["d"], "invoice", "told by telephone", Start.AddSeconds(1)), new(names["a"], "send", "sent by hand", Start.AddSeconds(2)), new(names["b"], "send", "sent by hand", Start.AddSeconds(2)),
        ];
        Assert.Equal(kept, Store.Read(tx => tx.Discarded()));
        Assert.Equal(kept[1..], Store.Read(tx => tx.Discarded(Start.AddSeconds(2))));
        Assert.Null(Store.ProgressOf(names["a"]));
    }

    [Fact]
    public void Nothing_is_discarded_without_a_reason()
    {
        Stopped();
        Assert.Throws<ArgumentException>(() => Store.Write(tx => tx.Discard(new StoppedJobs(), " ", Start)));
        Assert.Equal(4, Store.Stopped().Count);
        Assert.Empty(Store.Read(tx => tx.Discarded()));
    }

    // Four that have stopped, and one that waits.
    Dictionary<long, string> Stopped()
    {
        var ids = Enqueue(Job("send", "anna"), Job("send", "ben") with { Queue = "slow" }, Job("send"), Job("invoice", "carl"));
        var epoch = Epoch();
        var jobs = Store.Lease(new LeaseRequest(epoch, ["default", "slow"], Start, 100)).OrderBy(j => j.Id).ToList();
        Stop((jobs[0], JobEndKind.Dead, "503 Service Unavailable"), (jobs[1], JobEndKind.Dead, "503 Service Unavailable"), (jobs[2], JobEndKind.Dead, null), (jobs[3], JobEndKind.Parked, "no Timeout is known"));
        Enqueue(Job("send", runInSeconds: 60));
        return ids.Zip(["a", "b", "c", "d"]).ToDictionary(n => n.First, n => n.Second);
    }

    void Stop(params (LeasedJob Job, JobEndKind Kind, string? Reason)[] ends) =>
        Store.Write(tx => tx.Finish([.. ends.Select(e => new JobEnd(e.Job, e.Kind, null, e.Reason))], Start));
}
