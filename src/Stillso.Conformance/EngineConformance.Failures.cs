using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

// What becomes of jobs that fail, are late, or take their worker down.
public abstract partial class EngineConformance<TStore>
{
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
        Assert.Equal(ReasonCodes.GivenUp, Store.Stopped().Single().Code);
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
    public async Task A_job_that_has_stopped_says_why_by_a_code()
    {
        var handler = new Deciding(batch =>
        {
            foreach (var work in batch.Works)
            {
                if (work.Job.Name != "parks") throw new InvalidOperationException("no");
                work.Park("the card is a stranger's", "card_unknown");
            }
        });
        await RunAsync(
            handler, New("parks", 0), New("fails", 0) with { MaxAttempts = 2 }, New("late", 60) with { Deadline = Start.AddSeconds(59) },
            New("fails late", 0) with { Deadline = Start.AddMilliseconds(1) });
        Assert.Equal(["card_unknown", ReasonCodes.AttemptsUsedUp, ReasonCodes.DeadlinePassed, ReasonCodes.DeadlinePassed], Store.Stopped().Select(j => j.Code));
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
        Store.Write(tx => tx.Enqueue([registry.New(new Task1("a")) with { RunAt = now, Deadline = now.AddSeconds(2) }], now));
        using var worker = new Worker(Store, Store, registry, [], TimeProvider.System, new WorkerOptions { StopWhen = () => cancelled || Store.Stopped().Count > 0 }, NullLogger<Worker>.Instance);
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
}
