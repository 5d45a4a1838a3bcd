using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

/// <summary>What rules the queues of a store: pauses, and limits that hold over all its workers.</summary>
public abstract class LimitConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    [Fact]
    public void Of_a_paused_queue_nothing_begins_until_it_is_resumed_and_others_go_on()
    {
        Enqueue(Job("a"), Job("b") with { Queue = "other" });
        Assert.True(Store.Queues.Pause("default"));
        Assert.False(Store.Queues.Pause("default"));
        Assert.Equal(["b"], Kinds("default", "other"));
        Assert.Null(Store.NextDue(["default"]));
        Assert.True(Store.Queues.Resume("default"));
        Assert.False(Store.Queues.Resume("default"));
        Assert.Equal(["a"], Kinds("default", "other"));
    }

    [Fact]
    public void Queues_are_asked_in_the_order_in_which_they_are_given()
    {
        Enqueue(Job("a") with { Priority = 9 }, Job("b") with { Queue = "other" });
        Assert.Equal(["b", "a"], Kinds("other", "default"));
    }

    [Fact]
    public void A_queue_shows_what_is_in_it()
    {
        Enqueue(Job("a"), Job("b"), Job("c"), Job("d", runInSeconds: 60), Job("e") with { Queue = "slow" });
        Store.Queues.Pause("empty");
        Store.Queues.Pause("slow");
        var epoch = Epoch();
        Finish(epoch, Lease(epoch, limit: 1).Single(), JobEndKind.Parked);
        Lease(epoch, limit: 1);
        Assert.Equal(
            [new QueueState("default", false, 2, 1, 1, Start), new QueueState("empty", true, 0, 0, 0, null), new QueueState("slow", true, 1, 0, 0, Start)],
            Store.Queues.All());
    }

    [Fact]
    public void Of_a_queue_as_many_run_at_once_as_its_limit_says_on_all_workers_together()
    {
        Store.Queues.Set(Limit.OfQueue("default") with { Concurrency = 3 }, Start);
        Enqueue([.. Enumerable.Range(0, 6).Select(n => Job($"j{n}"))]);
        var (one, other) = (Epoch(), Epoch());
        var held = Lease(one, limit: 2);
        Assert.Single(Lease(other));
        Assert.Empty(Lease(one));
        Finish(one, held[0], JobEndKind.Completed);
        Assert.Equal(["j3"], Kinds(other).Order());
        // Who is lost runs nothing.
        Store.EndEpoch(other);
        Assert.Equal(2, Lease(one).Count);
    }

    [Fact]
    public void Under_a_full_limit_a_key_waits_and_holds_up_no_other()
    {
        Store.Queues.Set(new Limit("customer") { Concurrency = 2 }, Start);
        Enqueue([.. Enumerable.Range(0, 50).Select(n => Under("busy", $"busy{n}")), Under("calm", "calm"), Job("free")]);
        var epoch = Epoch();
        var first = Lease(epoch);
        Assert.Equal(["busy0", "busy1", "calm", "free"], first.Select(j => j.Kind));
        Assert.Empty(Lease(epoch));
        Finish(epoch, first[0], JobEndKind.Retried, runInSeconds: 60);
        Assert.Equal(["busy2"], Kinds("default"));
    }

    [Fact]
    public void A_job_is_under_its_own_limit_and_its_queues()
    {
        Store.Queues.Set(new Limit("customer") { Concurrency = 2 }, Start);
        Store.Queues.Set(Limit.OfQueue("default") with { Concurrency = 3 }, Start);
        Enqueue(Under("a", "a1"), Under("a", "a2"), Under("a", "a3"), Under("b", "b1"), Under("b", "b2"));
        Assert.Equal(["a1", "a2", "b1"], Kinds("default"));
    }

    [Fact]
    public void What_comes_too_early_for_a_rate_draws_its_turn_and_keeps_it()
    {
        Store.Queues.Set(new Limit("gateway") { Starts = 2, Per = TimeSpan.FromSeconds(1) }, Start);
        Enqueue([.. Enumerable.Range(0, 6).Select(n => Job($"j{n}") with { Limit = "gateway" })]);
        Enqueue(Job("free"));
        Assert.Equal(["j0", "j1", "free"], KindsAt(0));
        Assert.Equal([0.5, 1, 1.5, 2], Store.Waiting().Select(j => (j.RunAt - Start).TotalSeconds));
        Assert.Equal(Start.AddSeconds(0.5), Store.NextDue(["default"]));
        // Whoever comes later has the turn after them.
        Enqueue(Job("late") with { Limit = "gateway", Priority = 9 });
        Assert.Empty(KindsAt(0.4));
        Assert.Equal(["j2", "j3"], KindsAt(1));
        Assert.Equal(["j4", "j5", "late"], KindsAt(60));
    }

    [Fact]
    public void After_a_rest_as_many_start_together_as_the_burst_says()
    {
        Store.Queues.Set(Limit.OfQueue("default") with { Starts = 60, Per = TimeSpan.FromMinutes(1), Burst = 3 }, Start);
        Enqueue([.. Enumerable.Range(0, 4).Select(n => Job($"a{n}"))]);
        Assert.Equal(3, KindsAt(0).Count);
        Assert.Single(KindsAt(1));
        Enqueue([.. Enumerable.Range(0, 9).Select(n => Job($"b{n}"))]);
        Assert.Equal(3, KindsAt(100).Count);
        Assert.Equal(6, KindsAt(106).Count);
    }

    [Fact]
    public void Keys_have_rates_of_their_own()
    {
        Store.Queues.Set(new Limit("customer") { Starts = 1, Per = TimeSpan.FromSeconds(10) }, Start);
        Enqueue(Under("a", "a1"), Under("a", "a2"), Under("b", "b1"), Under("b", "b2"), Under("b", "b3"));
        Assert.Equal(["a1", "b1"], KindsAt(0));
        Assert.Equal(["a2", "b2"], KindsAt(10));
        Assert.Equal(["b3"], KindsAt(20));
    }

    [Fact]
    public void Another_rate_and_none_at_all_hold_at_once_for_those_who_wait_for_their_turn()
    {
        Store.Queues.Set(new Limit("gateway") { Starts = 1, Per = TimeSpan.FromHours(1) }, Start);
        Enqueue([.. Enumerable.Range(0, 9).Select(n => Job($"j{n}") with { Limit = "gateway" })]);
        Assert.Equal(["j0"], KindsAt(0));
        // Who says the same again, as every process does when it starts, changes nothing.
        Store.Queues.Set(new Limit("gateway") { Starts = 1, Per = TimeSpan.FromHours(1) }, Start.AddSeconds(1));
        Assert.Empty(KindsAt(1));
        Store.Queues.Set(new Limit("gateway") { Starts = 4, Per = TimeSpan.FromSeconds(4) }, Start.AddSeconds(1));
        Assert.Equal(["j1", "j2", "j3", "j4"], KindsAt(1));
        Assert.Equal(["gateway"], Store.Queues.Limits().Select(l => l.Name));
        Assert.True(Store.Queues.RemoveLimit("gateway", Start.AddSeconds(1)));
        Assert.False(Store.Queues.RemoveLimit("gateway", Start.AddSeconds(1)));
        Assert.Equal(4, KindsAt(1).Count);
        Assert.Empty(Store.Queues.Limits());
    }

    [Fact]
    public void A_limit_that_cannot_be_meant_is_refused_when_it_is_set()
    {
        Refused(new Limit(" ") { Concurrency = 1 }, "name");
        Refused(new Limit("a/b") { Concurrency = 1 }, "slash");
        Refused(new Limit("a"), "limits nothing");
        Refused(new Limit("a") { Concurrency = 0 }, "pause");
        Refused(new Limit("a") { Starts = 1, Per = TimeSpan.Zero }, "longer");
        Assert.Empty(Store.Queues.Limits());

        void Refused(Limit limit, string why) => Assert.Contains(why, Assert.Throws<ArgumentException>(() => Store.Queues.Set(limit, Start)).Message, StringComparison.Ordinal);
    }

    sealed record Call(int Number);

    sealed class Caller(SimulatedClock clock, List<double> at) : IJobHandler<Call>
    {
        public Task RunAsync(Call job, LeasedJob lease, CancellationToken cancellation)
        {
            lock (at) at.Add((clock.GetUtcNow() - Start).TotalSeconds);
            // An attempt is a start, also if it fails.
            return lease.Attempt == 1 && job.Number == 0 ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_worker_keeps_the_rate_and_comes_to_the_end()
    {
        Store.Queues.Set(new Limit("gateway") { Starts = 10, Per = TimeSpan.FromSeconds(20), Burst = 1 }, Start);
        var clock = new SimulatedClock(Start);
        var at = new List<double>();
        var registry = new JobRegistry().Add("call", new Caller(clock, at));
        Enqueue([.. Enumerable.Range(0, 20).Select(n => registry.New(new Call(n)) with { Limit = "gateway" })]);
        using var worker = new Worker(Store, Store, registry, [], clock, new WorkerOptions { Simulated = clock, Random = () => 0.9 }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 21).Select(n => 2.0 * n), at);
    }

    static NewJob Under(string key, string name) => Job(name) with { Limit = "customer", LimitKey = key };

    IReadOnlyList<string> Kinds(params string[] queues) => [.. Store.Lease(new LeaseRequest(Epoch(), queues, Start, 100)).Select(j => j.Kind)];

    IReadOnlyList<string> KindsAt(double seconds) =>
        [.. Store.Lease(new LeaseRequest(Epoch(), ["default"], Start.AddSeconds(seconds), 100)).Select(j => j.Kind)];
}
