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
