using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

// A store that does not answer, refuses, or is away.
public abstract partial class EngineConformance<TStore>
{
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

        public void Forget(DateTimeOffset before) => ledger.Forget(before);

        public T Write<T>(Func<ILedgerTransaction, T> work) => ++writes == write ? throw new TimeoutException("The store is busy.") : ledger.Write(work);
    }

    /// <summary>Does not answer its first commit.</summary>
    sealed class Unanswering(ILedger ledger) : ILedger
    {
        bool answering;

        public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

        public void Forget(DateTimeOffset before) => ledger.Forget(before);

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

        public void Forget(DateTimeOffset before) => ledger.Forget(before);

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

        public IReadOnlyList<StoppedJob> Stopped(StoppedJobs? which = null) => jobs.Stopped(which);
    }
}
