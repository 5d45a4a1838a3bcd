using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

/// <summary>Jobs that take their time: they say how far they are, go on where they were, and are cancelled.</summary>
public abstract class ProgressConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    [Fact]
    public void A_job_says_how_far_it_is_and_the_next_attempt_finds_what_it_kept()
    {
        var id = Enqueue(Job("long")).Single();
        Assert.Equal(new JobProgress(id, "long", null, null, false, false), Store.ProgressOf(id));
        var epoch = Epoch();
        var job = Lease(epoch).Single();
        var checkpoints = new Checkpoints(Store);
        Assert.Null(checkpoints.Of<int?>(job));
        checkpoints.Keep(job, 41, 0.41, "page 41");
        checkpoints.Keep(job, 42);
        checkpoints.Say(job, 0.5);
        Assert.Equal(new JobProgress(id, "long", 0.5, "page 41", true, false), Store.ProgressOf(id));
        Finish(epoch, job, JobEndKind.Retried);
        var again = Lease(epoch).Single();
        Assert.Equal((42, 2), (checkpoints.Of<int>(again), again.Attempt));
        Finish(epoch, again, JobEndKind.Completed);
        Assert.Null(Store.ProgressOf(id));
    }

    [Fact]
    public void Whoever_was_taken_for_lost_keeps_nothing_any_more()
    {
        Enqueue(Job("long"));
        var lost = Epoch();
        var job = Lease(lost).Single();
        Store.ReturnLost(TimeSpan.Zero);
        Assert.Throws<EpochOverException>(() => new Checkpoints(Store).Keep(job, 1));
        var other = Lease(Epoch()).Single();
        Assert.Null(other.Checkpoint);
        new Checkpoints(Store).Keep(other, 2);
        // A job that has ended is nobody's.
        Finish(other.Epoch, other, JobEndKind.Completed);
        Assert.Throws<EpochOverException>(() => new Checkpoints(Store).Keep(other, 3));
    }

    [Fact]
    public void A_job_that_waits_is_taken_back_when_it_is_cancelled_also_between_two_attempts()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { OnComplete = Job("complete") }));
        var ids = Enqueue(Job("a", "k", runInSeconds: -1) with { Batch = "batch" }, Job("b", "k"), Job("after"));
        var epoch = Epoch();
        Finish(epoch, Lease(epoch, limit: 1).Single(), JobEndKind.Retried, runInSeconds: 60);
        Assert.True(Cancel(ids[0]));
        Assert.False(Cancel(ids[0]));
        Assert.Equal(["after", "b", "complete"], Kinds(epoch).Order());
        Assert.Equal(1, Store.Read(tx => tx.FindBatch("batch"))!.Discarded);
    }

    [Fact]
    public void A_running_job_is_marked_and_its_worker_finds_it()
    {
        var id = Enqueue(Job("a")).Single();
        var epoch = Epoch();
        Lease(epoch);
        Assert.Empty(Store.Cancelled(epoch));
        Assert.True(Cancel(id));
        Assert.Equal([id], Store.Cancelled(epoch));
        Assert.Empty(Store.Cancelled(Epoch()));
        Assert.True(Store.ProgressOf(id)!.IsCancelled);
        Assert.False(Cancel(id + 1));
    }

    sealed record Long(string Name);

    sealed class LongHandler(TaskCompletionSource running) : IJobHandler<Long>
    {
        public async Task RunAsync(Long job, LeasedJob lease, CancellationToken cancellation)
        {
            running.TrySetResult();
            await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System, cancellation);
        }
    }

    [Fact]
    public async Task A_running_handler_is_told_that_its_job_was_cancelled_and_the_job_ends_without_having_failed()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registry = new JobRegistry().Add("long", new LongHandler(running));
        var now = TimeProvider.System.GetUtcNow();
        var id = Store.Write(tx => tx.Enqueue([registry.New(new Long("a"))], now)).Single();
        using var worker = new Worker(
            Store, Store, registry, [], TimeProvider.System, new WorkerOptions { LostAfter = TimeSpan.FromSeconds(1.2), StopWhen = () => Store.ProgressOf(id) is null },
            NullLogger<Worker>.Instance);
        var work = worker.RunAsync("test", CancellationToken.None);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(Cancel(id));
        await work.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(Store.Stopped());
        Assert.Empty(Store.Waiting());
    }

    bool Cancel(long job) => Store.Write(tx => tx.CancelJob(job, Start));
}
