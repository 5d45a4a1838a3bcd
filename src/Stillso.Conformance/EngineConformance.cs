using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

/// <summary>The engine over a store: attempts, halving, premises, duplicates, simulated time.</summary>
public abstract class EngineConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
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
    public async Task A_failing_job_is_tried_again_and_dead_in_the_end()
    {
        var attempts = new List<int>();
        Store.Write(tx => tx.Open(new NewBatch("batch") { OnFailure = New("rescue", 0) with { Batch = null } }));
        var rescued = false;
        await RunAsync(
            new Recording((job, lease) =>
            {
                if (job.Name == "rescue") rescued = true;
                else attempts.Add(lease.Attempt);
                return job.Name == "rescue" ? Task.CompletedTask : Task.FromException(new InvalidOperationException("no"));
            }),
            New("bad", 0) with { MaxAttempts = 4, Batch = "batch" });
        Assert.Equal([1, 2, 3, 4], attempts);
        Assert.True(rescued);
    }

    /// <summary>Says what is to become of its failures.</summary>
    sealed class Saying(SimulatedClock clock, List<string> log, Func<LeasedJob, Exception, Retry> retry, Func<Task1, LeasedJob, Exception?> fail) : IJobHandler<Task1>
    {
        public Retry AfterFailure(LeasedJob job, Exception error) => retry(job, error);

        public Task RunAsync(Task1 job, LeasedJob lease, CancellationToken cancellation)
        {
            lock (log) log.Add($"{job.Name} at {(clock.GetUtcNow() - Start).TotalSeconds}");
            return fail(job, lease) is { } error ? Task.FromException(error) : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_becomes_of_a_failure_is_for_the_handler_to_say_by_its_exception()
    {
        var log = new List<string>();
        var handler = new Saying(clock, log, (job, error) => error switch
        {
            ArgumentException => Retry.Never,
            TimeoutException => Retry.After(TimeSpan.FromSeconds(7)),
            FormatException => Retry.By(new Backoff { First = TimeSpan.FromSeconds(100) }),
            NotSupportedException => throw new InvalidOperationException("It cannot say."),
            _ => Retry.AsUsual,
        }, (job, lease) => lease.Attempt > 1 ? null : job.Name switch
        {
            "never" => new ArgumentException("no"),
            "told" => new TimeoutException(),
            "slow" => new FormatException(),
            "header" => new RetryAfterException(TimeSpan.FromSeconds(30), new TimeoutException()),
            "speechless" => new NotSupportedException(),
            _ => new InvalidOperationException(),
        });
        await RunAsync(
            new JobRegistry().Add("task", handler), null,
            [New("never", 0), New("told", 0), New("slow", 0), New("header", 0), New("speechless", 0), New("usual", 0)], random: () => 0.5);
        Assert.Equal(
            ["header at 0", "header at 30", "never at 0", "slow at 0", "slow at 50", "speechless at 0", "speechless at 1", "told at 0", "told at 7", "usual at 0", "usual at 1"],
            log.Order(StringComparer.Ordinal));
        Assert.Equal((true, "no"), Store.Stopped().Single() is var dead ? (dead.IsDead, dead.Reason!.Contains("no", StringComparison.Ordinal) ? "no" : dead.Reason) : default);
    }

    [Fact]
    public async Task After_its_deadline_a_job_is_not_begun_and_one_that_failed_is_not_tried_again()
    {
        var log = new List<string>();
        var handler = new Saying(clock, log, (_, _) => Retry.After(TimeSpan.FromSeconds(40)), (_, _) => new TimeoutException());
        await RunAsync(
            new JobRegistry().Add("task", handler), null,
            [New("late", 60) with { Deadline = Start.AddSeconds(59) }, New("failing", 0) with { Deadline = Start.AddSeconds(100) }]);
        Assert.Equal(["failing at 0", "failing at 40", "failing at 80"], log);
        Assert.Equal(2, Store.Stopped().Count(j => j.IsDead));
        Assert.Contains("2024-10-01 00:00:59Z", Store.Stopped()[0].Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_is_told_when_its_deadline_has_come()
    {
        var cancelled = false;
        var registry = new JobRegistry().Add("task", new Cancellable(async cancellation =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, cancellation).ContinueWith(_ => cancelled = cancellation.IsCancellationRequested, TaskScheduler.Default);
        }));
        var now = TimeProvider.System.GetUtcNow();
        Store.Write(tx => tx.Enqueue([registry.New(new Task1("a")) with { RunAt = now, Deadline = now.AddMilliseconds(300) }], now));
        using var worker = new Worker(Store, Store, registry, [], TimeProvider.System, new WorkerOptions { StopWhen = () => cancelled }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.True(cancelled);
    }

    sealed class Cancellable(Func<CancellationToken, Task> run) : IJobHandler<Task1>
    {
        public Task RunAsync(Task1 job, LeasedJob lease, CancellationToken cancellation) => run(cancellation);
    }

    [Fact]
    public async Task Of_many_that_were_begun_when_a_worker_died_the_guilty_one_is_found_and_parked_and_the_others_are_done()
    {
        var (done, deaths, alive) = (new List<string>(), 0, false);
        var handler = new Deciding(batch =>
        {
            foreach (var work in batch.Works) work.Act();
        });
        Enqueue([.. Enumerable.Range(0, 20).Select(n => New(n == 13 ? "poison" : $"good{n}", 0))]);
        // Who has the poison in his hands dies when he has begun it.
        while (!alive && deaths < 20)
        {
            try
            {
                using var worker = new Worker(
                    new Dying(Store), Store, new JobRegistry().Add("task", handler), [], clock,
                    new WorkerOptions { Simulated = clock, Boundaries = new Poisoned(done) }, NullLogger<Worker>.Instance);
                await worker.RunAsync("test", CancellationToken.None);
                alive = true;
            }
            catch (OperationCanceledException)
            {
                deaths++;
            }
        }
        Assert.Equal(19, done.Distinct().Count());
        Assert.Contains("poison", Assert.Single(Store.Stopped()).Payload, StringComparison.Ordinal);
        // 20 together, then 10, 5, 2, 1, and 1 twice more.
        Assert.Equal(7, deaths);
    }

    /// <summary>Whoever dies with it ends no epoch.</summary>
    sealed class Dying(IJobStore jobs) : Delegating(jobs)
    {
        public override void EndEpoch(long epoch)
        {
        }
    }

    sealed class Poisoned(List<string> done) : IBoundaries
    {
        public IReadOnlyList<Work> Before(IReadOnlyList<Work> works) => [];

        public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => [];

        public IReadOnlyList<Work> After(IReadOnlyList<Work> works) => [];

        public void Committing(Phase phase, IReadOnlyList<Work> works)
        {
            if (phase != Phase.Settle) return;
            if (works.Any(w => w.Lease.Payload.Contains("poison", StringComparison.Ordinal))) throw new OperationCanceledException("The process died.");
            done.AddRange(works.Select(w => w.Lease.Payload));
        }

        public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction)
        {
        }
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

    sealed class Changeable(WhenChanged when, List<string> ran) : IJobHandler<Task1>
    {
        public WhenChanged WhenChanged(Task1 job, IReadOnlyList<Verdict> verdicts) => when;

        public Task RunAsync(Task1 job, LeasedJob lease, CancellationToken cancellation) => Note(ran, $"{job.Name} {lease.Verdicts.Single().Found[0].Value}");
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
        Assert.Equal(parked, Store.Stopped().Count);
        var decision = Assert.Single(Store.Read(tx => tx.DecisionsOf("subject")));
        Assert.Equal((kind, "subject", "task", "old", "new", "change/1"), (decision.Kind, decision.Subject, decision.Step, decision.Believed[0].Value, decision.Found[0].Value, decision.Causes.Single()));
        Assert.Equal(
            ["2024-10-01 00:00:00Z changed: test new (change/1)", $"2024-10-01 00:00:00Z task {kind.ToString().ToLowerInvariant()}: {decision.Reason}; believed fact old as of 2024-10-01 00:00:00Z, found fact new, because of change/1"],
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
        Assert.Equal(3, Store.Read(tx => tx.CurrentSeq("subject")));
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

    [Fact]
    public async Task A_worker_whose_commit_was_not_answered_goes_on_and_what_was_committed_is_not_decided_again()
    {
        var decided = new List<string>();
        var registry = new JobRegistry().Add("task", new Deciding(batch =>
        {
            foreach (var work in batch.Works)
            {
                decided.Add(work.Job.Name);
                work.Complete();
            }
        }));
        Enqueue(New("a", 0), New("b", 0), New("c", 60));
        using var worker = new Worker(
            Store, new Unanswering(Store), registry, [facts], clock, new WorkerOptions { Simulated = clock }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.Equal(["a", "b", "c"], decided);
        Assert.Null(Store.NextDue(["default"]));
    }

    [Fact]
    public async Task A_job_that_is_delivered_twice_ends_once_also_when_the_store_refuses_the_second_delivery()
    {
        var (attempts, done) = (new List<int>(), false);
        var again = new TaskCompletionSource();
        Enqueue(New("a", 0));
        var options = new WorkerOptions { Boundaries = new Redelivering(), Backoff = new Backoff { First = TimeSpan.Zero }, StopWhen = () => Volatile.Read(ref done) };
        using var worker = new Worker(
            Store, new Refusing(Store, write: 2), new JobRegistry().Add("task", new Recording(async (_, lease) =>
            {
                lock (attempts) attempts.Add(lease.Attempt);
                if (lease.Attempt > 1) again.SetResult();
                // As long as others would need to begin it again.
                else await Task.WhenAny(again.Task, Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System));
                Volatile.Write(ref done, true);
            })), [facts], clock, options, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.Equal([1], attempts);
        Assert.Null(Store.NextDue(["default"]));
        Assert.Empty(Store.Stopped());
    }

    [Fact]
    public async Task A_worker_that_is_to_end_when_others_have_its_jobs_ends_and_leaves_them_to_the_others()
    {
        using var stop = new CancellationTokenSource();
        Enqueue(New("a", 0));
        using var worker = new Worker(
            Store, Store, new JobRegistry().Add("task", new Recording(async (_, _) =>
            {
                await stop.CancelAsync();
                Assert.Equal(1, Store.ReturnLost(TimeSpan.FromSeconds(-60)));
            })), [facts], clock, new WorkerOptions(), NullLogger<Worker>.Instance);
        await worker.RunAsync("test", stop.Token);
        Assert.Equal("task", Assert.Single(Store.Waiting()).Kind);
    }

    [Fact]
    public async Task A_store_that_is_away_for_a_while_costs_no_attempt_and_the_worker_goes_on_when_it_is_back()
    {
        var attempts = new List<int>();
        var away = new Leaving(Store, Store);
        Enqueue(New("a", 0));
        var registry = new JobRegistry().Add("task", new Deciding(batch =>
        {
            foreach (var work in batch.Works)
            {
                attempts.Add(work.Lease.Attempt);
                // What it is about to commit, and what comes after: the end of its epoch, and the first look for another.
                if (attempts.Count == 1) away.For(calls: 2);
                work.Complete();
            }
        }));
        using var worker = new Worker(away, away, registry, [facts], clock, new WorkerOptions { StopWhen = () => attempts.Count > 1 }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.Equal([1, 1], attempts);
        Assert.Null(Store.NextDue(["default"]));
        Assert.Empty(Store.Stopped());
    }

    [Fact]
    public async Task A_heartbeat_that_fails_is_not_the_last()
    {
        var queue = new Fainting(Store);
        var ran = false;
        Enqueue(New("a", 0));
        using var worker = new Worker(
            queue, Store, new JobRegistry().Add("task", new Recording(async (_, _) =>
            {
                await queue.Recovered.Task.WaitAsync(TimeSpan.FromSeconds(30));
                ran = true;
            })), [facts], clock, new WorkerOptions { LostAfter = TimeSpan.FromSeconds(3), StopWhen = () => ran }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        Assert.True(ran);
    }

    /// <summary>Delivers everything twice.</summary>
    sealed class Redelivering : IBoundaries
    {
        public IReadOnlyList<Work> Before(IReadOnlyList<Work> works) => works;

        public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => works;

        public IReadOnlyList<Work> After(IReadOnlyList<Work> works) => works;

        public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction)
        {
        }
    }

    /// <summary>Refuses one of its transactions.</summary>
    sealed class Refusing(ILedger ledger, int write) : ILedger
    {
        int writes;

        public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

        public T Write<T>(Func<ILedgerTransaction, T> work) => ++writes == write ? throw new TimeoutException("The store is busy.") : ledger.Write(work);
    }

    /// <summary>Does not answer its first commit.</summary>
    sealed class Unanswering(ILedger ledger) : ILedger
    {
        bool answering;

        public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

        public T Write<T>(Func<ILedgerTransaction, T> work)
        {
            var result = ledger.Write(work);
            if (answering) return result;
            answering = true;
            throw new CommitUnknownException();
        }
    }

    /// <summary>Is not there for some calls.</summary>
    sealed class Leaving(IJobStore jobs, ILedger ledger) : Delegating(jobs), ILedger
    {
        int left;

        public void For(int calls) => left = calls;

        public override Epoch BeginEpoch(string owner) => Asked(() => base.BeginEpoch(owner));

        public override void EndEpoch(long epoch) => Asked(() =>
        {
            base.EndEpoch(epoch);
            return true;
        });

        public override IReadOnlyList<LeasedJob> Lease(LeaseRequest request) => Asked(() => base.Lease(request));

        public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

        // It goes while its transaction is under way.
        public T Write<T>(Func<ILedgerTransaction, T> work) => ledger.Write(tx =>
        {
            var result = work(tx);
            return Asked(() => result);
        });

        T Asked<T>(Func<T> ask) => left-- > 0 ? throw new StoreUnavailableException("It is away.") : ask();
    }

    /// <summary>Refuses its first heartbeat.</summary>
    sealed class Fainting(IJobStore jobs) : Delegating(jobs)
    {
        int beats;

        public TaskCompletionSource Recovered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool Heartbeat(long epoch)
        {
            if (Interlocked.Increment(ref beats) == 1) throw new TimeoutException("The store is busy.");
            Recovered.TrySetResult();
            return base.Heartbeat(epoch);
        }
    }

    /// <summary>The store, but for what a test does otherwise.</summary>
    abstract class Delegating(IJobStore jobs) : IJobStore
    {
        public StoreTraits Traits => jobs.Traits;

        public IQueues Queues => jobs.Queues;

        public virtual Epoch BeginEpoch(string owner) => jobs.BeginEpoch(owner);

        public virtual bool Heartbeat(long epoch) => jobs.Heartbeat(epoch);

        public virtual void EndEpoch(long epoch) => jobs.EndEpoch(epoch);

        public int ReturnLost(TimeSpan lostAfter) => jobs.ReturnLost(lostAfter);

        public virtual IReadOnlyList<LeasedJob> Lease(LeaseRequest request) => jobs.Lease(request);

        public DateTimeOffset? NextDue(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds = null) => jobs.NextDue(queues, kinds);

        public IReadOnlyList<WaitingJob> Waiting(string? orderingKey = null) => jobs.Waiting(orderingKey);

        public IReadOnlyList<long> Cancelled(long epoch) => jobs.Cancelled(epoch);

        public JobProgress? ProgressOf(long job) => jobs.ProgressOf(job);

        public IReadOnlyList<StoppedJob> Stopped() => jobs.Stopped();
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
