using Microsoft.Extensions.Logging.Abstractions;

namespace Stillso.Sqlite.Tests;

/// <summary>A worker that waits sees what others commit, long before it looks by itself.</summary>
public sealed class WakingTests : IDisposable
{
    readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void The_version_changes_with_every_commit_here_or_elsewhere_and_with_nothing_else()
    {
        using var store = SqliteStore.Open(file.Path);
        var first = store.Version;
        store.Waiting();
        Assert.Equal(first, store.Version);
        store.Write(tx => tx.Enqueue([new NewJob("job", "{}")], DateTimeOffset.UnixEpoch));
        var second = store.Version;
        Assert.NotEqual(first, second);
        file.Beside().Write(tx => tx.Enqueue([new NewJob("job", "{}")], DateTimeOffset.UnixEpoch));
        Assert.NotEqual(second, store.Version);
    }

    [Fact]
    public async Task A_job_that_another_process_enqueues_is_picked_up_although_the_next_look_is_far()
    {
        using var store = SqliteStore.Open(file.Path);
        var ran = new TaskCompletionSource();
        var registry = new JobRegistry().Add("job", new Signalling(ran));
        using var worker = new Worker(
            store, store, registry, [], TimeProvider.System, new WorkerOptions { Poll = TimeSpan.FromHours(1), StopWhen = () => ran.Task.IsCompleted },
            NullLogger<Worker>.Instance);
        var work = worker.RunAsync("test", TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        file.Beside().Write(tx => tx.Enqueue([registry.New(new Job())], TimeProvider.System.GetUtcNow()));
        await work.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Empty(store.Waiting());
    }

    [Fact]
    public async Task A_worker_that_has_had_nothing_to_do_for_a_while_looks_less_often_until_it_has()
    {
        using var store = SqliteStore.Open(file.Path);
        var ran = new TaskCompletionSource();
        var registry = new JobRegistry().Add("job", new Signalling(ran));
        var clock = new WatchedClock();
        using var stop = new CancellationTokenSource();
        using var worker = new Worker(
            store, store, registry, [], TimeProvider.System, new WorkerOptions { Poll = TimeSpan.FromHours(1), LeaseClock = clock }, NullLogger<Worker>.Instance);
        var work = worker.RunAsync("test", stop.Token);
        await clock.NextAsync(TimeSpan.FromMilliseconds(20));
        file.Beside().Write(tx => tx.Enqueue([registry.New(new Job())], TimeProvider.System.GetUtcNow()));
        await ran.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await clock.NextAsync(TimeSpan.FromMilliseconds(2));
        await clock.NextAsync(TimeSpan.FromMilliseconds(20));
        stop.Cancel();
        await work;
    }

    [Fact]
    public void Who_waits_is_told_of_every_commit_of_this_process()
    {
        using var store = SqliteStore.Open(file.Path);
        var told = 0;
        void Tell() => told++;
        store.Committed += Tell;
        store.Write(tx => tx.Enqueue([new NewJob("job", "{}")], DateTimeOffset.UnixEpoch));
        Assert.Equal(1, told);
        store.Together(() => store.Write(tx => tx.Enqueue([new NewJob("job", "{}")], DateTimeOffset.UnixEpoch)));
        Assert.Equal(2, told);
        Assert.Throws<InvalidOperationException>(() => store.Write<bool>(_ => throw new InvalidOperationException()));
        Assert.Equal(2, told);
        store.Committed -= Tell;
        store.Write(tx => tx.Enqueue([new NewJob("job", "{}")], DateTimeOffset.UnixEpoch));
        Assert.Equal(2, told);
    }

    /// <summary>The machine's clock, and who waits by it for how long.</summary>
    sealed class WatchedClock : TimeProvider
    {
        (TimeSpan Wait, TaskCompletionSource Begins) awaited;

        public Task NextAsync(TimeSpan wait)
        {
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited = (wait, next);
            return next.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (awaited is (var wait, { } begins) && wait == dueTime) begins.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    sealed record Job;

    sealed class Signalling(TaskCompletionSource ran) : IJobHandler<Job>
    {
        public Task RunAsync(Job job, LeasedJob lease, CancellationToken cancellation)
        {
            ran.SetResult();
            return Task.CompletedTask;
        }
    }
}
