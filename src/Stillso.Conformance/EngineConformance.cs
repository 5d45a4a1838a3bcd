using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

/// <summary>The engine over a store: attempts, halving, premises, duplicates, simulated time.</summary>
public abstract partial class EngineConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    sealed record Task1(string Name);

    sealed class Recording(Func<Task1, LeasedJob, Task> run) : IJobHandler<Task1>
    {
        public Task RunAsync(Task1 job, LeasedJob lease, CancellationToken cancellation) => run(job, lease);
    }

    sealed class Deciding(Action<Batch<Task1>> decide) : IPhasedHandler<Task1>
    {
        public void Decide(Batch<Task1> batch) => decide(batch);
    }

    /// <summary>A fact that the test sets; null: it cannot be read.</summary>
    sealed class TestFacts : IPremiseSource
    {
        public string? Value { get; set; } = "old";

        public string Name => "test";

        public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises) =>
            [.. premises.Select(_ => Value is null ? (ImmutableArray<Fact>?)null : [new Fact("fact", Value)])];

        public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) => since;
    }

    readonly TestFacts facts = new();
    readonly SimulatedClock clock = new(Start);

    [Fact]
    public async Task A_job_runs_once_and_the_clock_jumps_to_the_next()
    {
        var ran = new List<string>();
        await RunAsync(
            new Recording((job, _) => Note(ran, $"{job.Name} at {(clock.GetUtcNow() - Start).TotalSeconds}")),
            New("b", 60), New("a", 0), New("c", 3600));
        Assert.Equal(["a at 0", "b at 60", "c at 3600"], ran);
    }

    [Fact]
    public async Task If_one_job_of_a_batch_throws_only_it_is_charged_an_attempt()
    {
        var done = new List<string>();
        await RunAsync(
            new Deciding(batch =>
            {
                foreach (var work in batch.Works)
                {
                    if (work.Job.Name == "poison" && work.Lease.Attempt == 1) throw new InvalidOperationException("poison");
                    work.Complete();
                }
                done.AddRange(batch.Works.Select(w => $"{w.Job.Name} {w.Lease.Attempt}"));
            }),
            [.. Enumerable.Range(1, 9).Select(n => New(n == 5 ? "poison" : $"good{n}", 0))]);
        Assert.Equal(Enumerable.Range(1, 9).Where(n => n != 5).Select(n => $"good{n} 1").Append("poison 2").Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_transaction_that_was_rolled_back_said_of_a_job_is_forgotten()
    {
        var found = new List<string>();
        await RunAsync(
            new Deciding(batch =>
            {
                foreach (var work in batch.Works)
                {
                    found.Add($"{work.Job.Name} {work.State ?? "new"}");
                    work.State = "decided";
                    if (work.Job.Name == "bad") work.Park("it is bad");
                    else work.Complete();
                }
                if (batch.Works.Count > 1) throw new InvalidOperationException("no");
            }),
            New("bad", 0), New("good", 0));
        Assert.Equal(["bad new", "good new", "bad new", "good new"], found);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_harms_only_itself()
    {
        var ran = new List<string>();
        await RunAsync(
            new Recording((job, _) => Note(ran, job.Name)),
            new NewJob("task", "not json") { MaxAttempts = 1 }, New("good", 0));
        Assert.Equal(["good"], ran);
        Assert.Equal("not json", Assert.Single(Store.Stopped()).Payload);
    }

    [Fact]
    public async Task A_kind_or_a_version_that_this_worker_does_not_know_is_left_for_one_that_does()
    {
        var ran = new List<string>();
        var handler = new Recording((job, lease) => Note(ran, $"{job.Name} {lease.Attempt}"));
        await RunAsync(handler, new NewJob("nobody's", "{}"), New("new", 0) with { Version = 2 }, New("old", 0));
        Assert.Equal(["old 1"], ran);
        Assert.Equal(["nobody's", "task"], Store.Waiting().Select(j => j.Kind));
        await RunAsync(new JobRegistry().Add("task", handler, version: 2), null, []);
        Assert.Equal(["old 1", "new 1"], ran);
        Assert.Equal(["nobody's"], Store.Waiting().Select(j => j.Kind));
    }

    sealed record Task0(string First, string Last);

    [Fact]
    public async Task Arguments_of_an_older_version_are_read_as_what_they_mean_today()
    {
        var ran = new List<string>();
        var registry = new JobRegistry().Add("task", new Recording((job, _) => Note(ran, job.Name)), version: 3)
            .Upgrade<Task0, Task1>(1, old => new Task1($"{old.First} {old.Last}"))
            .Upgrade<string, Task1>(2, old => new Task1(old));
        Assert.Equal(3, registry.New(new Task1("now")).Version);
        await RunAsync(registry, null, [registry.New(new Task1("now")), new NewJob("task", "{\"First\":\"Ada\",\"Last\":\"L.\"}"), new NewJob("task", "\"Bob\"") { Version = 2 }]);
        Assert.Equal(["Ada L.", "Bob", "now"], ran.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_waits_behind_a_job_of_its_key_that_is_tried_again_comes_after_it()
    {
        var ran = new List<string>();
        await RunAsync(
            new Recording((job, lease) =>
            {
                Note(ran, $"{job.Name} {lease.Attempt}");
                return job.Name == "first" && lease.Attempt < 3 ? Task.FromException(new InvalidOperationException("no")) : Task.CompletedTask;
            }),
            New("first", 0) with { OrderingKey = "k" }, New("second", 0) with { OrderingKey = "k" });
        Assert.Equal(["first 1", "first 2", "first 3", "second 1"], ran);
    }

    [Fact]
    public async Task A_premise_that_holds_is_told_so_and_one_that_does_not_names_the_change()
    {
        var verdicts = new List<string>();
        var handler = new Deciding(batch =>
        {
            foreach (var work in batch.Works)
            {
                var verdict = work.Verdicts.Single();
                verdicts.Add($"{work.Job.Name}: {(verdict.Holds ? "holds" : verdict["fact"])} {string.Join(' ', verdict.Causes)}".TrimEnd());
                work.Complete();
            }
        });
        await RunAsync(handler, New("first", 0) with { Premises = [Believed("old")] });
        Store.Write(tx =>
        {
            facts.Value = "new";
            tx.Record(new RecordedChange("subject", tx.NextSeq("subject"), Start, "c1", "change", "new"));
            return true;
        });
        await RunAsync(handler, New("second", 0) with { Premises = [Believed("old")] });
        Assert.Equal(["first: holds", "second: new c1"], verdicts);
    }

    sealed class Changeable(WhenChanged when, List<string> ran, bool keepsAll = false) : IJobHandler<Task1>
    {
        public bool KeepsEveryDecision => keepsAll;

        public WhenChanged WhenChanged(Task1 job, IReadOnlyList<Verdict> verdicts) => when;

        public Task RunAsync(Task1 job, LeasedJob lease, CancellationToken cancellation) => Note(ran, $"{job.Name} {lease.Verdicts.Single().Found[0].Value}");
    }

    [Fact]
    public async Task Of_a_job_whose_premises_held_a_decision_is_kept_if_its_handler_asks_for_it()
    {
        await RunAsync(new Changeable(default, [], keepsAll: true), New("a", 0) with { Premises = [Believed("old")] });
        Assert.Equal((DecisionKind.Acted, ReasonCodes.PremiseHeld, "task"), Assert.Single(Store.Read(tx => tx.DecisionsOf("subject"))) is var d ? (d.Kind, d.Code, d.Step) : default);
    }

    [Theory]
    [InlineData(WhenChanged.Revise, DecisionKind.Revised, "a new", 0)]
    [InlineData(WhenChanged.Supersede, DecisionKind.Superseded, "", 0)]
    [InlineData(WhenChanged.Park, DecisionKind.Parked, "", 1)]
    public async Task A_handler_without_phases_says_what_becomes_of_a_job_whose_premises_do_not_hold_and_that_is_kept(WhenChanged when, DecisionKind kind, string runs, int parked)
    {
        var ran = new List<string>();
        facts.Value = "new";
        Store.Write(tx =>
        {
            tx.Record(new RecordedChange("subject", tx.NextSeq("subject"), Start, "change/1", "test", "new"));
            return true;
        });
        Enqueue(New("a", 0) with { Premises = [Believed("old")] }, New("b", 0) with { Premises = [Believed("new")] });
        using var worker = new Worker(
            Store, Store, new JobRegistry().Add("task", new Changeable(when, ran)), [facts], clock, new WorkerOptions { Simulated = clock }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.Equal(string.Join(", ", new[] { runs, "b new" }.Where(r => r.Length > 0)), string.Join(", ", ran.Order(StringComparer.Ordinal)));
        Assert.Equal(parked, Store.Stopped().Count(j => j.Code == ReasonCodes.PremiseChanged));
        var decision = Assert.Single(Store.Read(tx => tx.DecisionsOf("subject")));
        Assert.Equal((kind, "subject", "task", "old", "new", "change/1"), (decision.Kind, decision.Subject, decision.Step, decision.Believed[0].Value, decision.Found[0].Value, decision.Causes.Single()));
        Assert.Equal(
            ["2024-10-01 00:00:00Z changed: test new (change/1)", $"2024-10-01 00:00:00Z task {kind.ToString().ToLowerInvariant()} (premise_changed): {decision.Reason}; believed fact old as of 2024-10-01 00:00:00Z, found fact new, because of change/1"],
            Store.Explain("subject"));
    }

    [Fact]
    public async Task A_premise_that_cannot_be_read_defers_its_job_without_an_attempt()
    {
        var attempts = new List<int>();
        facts.Value = null;
        var handler = new Deciding(batch =>
        {
            foreach (var work in batch.Works)
            {
                attempts.Add(work.Lease.Attempt);
                work.Complete();
            }
        });
        await RunAsync(handler, Start.AddSeconds(70), New("job", 0) with { Premises = [Believed("old")] });
        Assert.Empty(attempts);
        Assert.Equal([ReasonCodes.FactsUnreadable, ReasonCodes.FactsUnreadable, ReasonCodes.FactsUnreadable], Store.Read(tx => tx.DecisionsOf("subject")).Select(d => d.Code));
        facts.Value = "old";
        await RunAsync(handler);
        Assert.Equal([1], attempts);
    }

    [Fact]
    public async Task Deciding_anew_is_a_decision_of_its_own_on_the_facts_of_then()
    {
        var seen = new List<string>();
        await RunAsync(
            new Deciding(batch =>
            {
                var work = batch.Works.Single();
                seen.Add(work.Verdicts.Single()["fact"]);
                facts.Value = "newer";
                if (seen.Count == 1) work.DecideAnew();
                else work.Complete();
            }),
            New("job", 0) with { Premises = [Believed("old")] });
        Assert.Equal(["old", "newer"], seen);
    }

    static Premise Believed(string value) => new("test", "subject", "", [new Fact("fact", value)], Start, 0);

    static NewJob New(string name, int inSeconds) => new("task", $"{{\"Name\":\"{name}\"}}") { RunAt = Start.AddSeconds(inSeconds) };

    static Task Note(List<string> list, string text)
    {
        lock (list) list.Add(text);
        return Task.CompletedTask;
    }

    Task RunAsync(IJobHandler<Task1> handler, params NewJob[] jobs) => RunAsync(new JobRegistry().Add("task", handler), null, jobs);

    Task RunAsync(IPhasedHandler<Task1> handler, params NewJob[] jobs) => RunAsync(new JobRegistry().Add("task", handler), null, jobs);

    Task RunAsync(IPhasedHandler<Task1> handler, DateTimeOffset until, params NewJob[] jobs) => RunAsync(new JobRegistry().Add("task", handler), until, jobs);

    async Task RunAsync(JobRegistry registry, DateTimeOffset? until, NewJob[] jobs, Func<double>? random = null)
    {
        Enqueue(jobs);
        var options = new WorkerOptions { Simulated = clock, Until = until };
        using var worker = new Worker(
            Store, Store, registry, [facts], clock, random is null ? options : options with { Random = random }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
    }
}
