using System.Runtime.ExceptionServices;

namespace Stillso;

/// <summary>Jobs that are outside together, in one call of their handler.</summary>
abstract class Chunk(IReadOnlyList<Work> works)
{
    public IReadOnlyList<Work> Works => works;

    /// <summary>Calls the handler when every job has come through its middleware to it, or has ended before.</summary>
    public abstract Task RunAsync();

    /// <summary>This job's part is over, whether or not it came to the handler.</summary>
    public abstract void Leave(Work work);
}

sealed class Chunk<TJob>(IReadOnlyList<Work> works, IChunkHandler<TJob> handler) : Chunk(works)
{
    readonly Lock gate = new();
    readonly HashSet<Work> awaited = new(works, ReferenceEqualityComparer.Instance);
    readonly Dictionary<Work, ChunkedJob<TJob>> jobs = new(ReferenceEqualityComparer.Instance);
    readonly TaskCompletionSource here = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The handler's part for one job.</summary>
    public async Task CallAsync(Work<TJob> work, CancellationToken cancellation)
    {
        var job = new ChunkedJob<TJob>(work.Job, work.LeaseWithVerdicts, cancellation);
        lock (gate) jobs[work] = job;
        Leave(work);
        await called.Task;
        if (job.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    public override void Leave(Work work)
    {
        lock (gate)
        {
            if (!awaited.Remove(work) || awaited.Count > 0) return;
        }
        here.SetResult();
    }

    public override async Task RunAsync()
    {
        await here.Task;
        try
        {
            // In the order in which they were due, whoever's middleware was faster.
            await CallAsync([.. Works.Where(jobs.ContainsKey).Select(w => jobs[w])]);
            called.SetResult();
        }
        catch (Exception e)
        {
            called.SetException(e);
            // If no job came here, nobody else looks.
            _ = called.Task.Exception;
        }
    }

    async Task CallAsync(IReadOnlyList<ChunkedJob<TJob>> chunk)
    {
        if (chunk.Count == 0) return;
        using var all = new CancellationTokenSource();
        var left = chunk.Count;
        var told = chunk.Select(job => job.Cancellation.Register(() =>
        {
            if (Interlocked.Decrement(ref left) == 0) all.Cancel();
        })).ToList();
        try
        {
            await handler.RunAsync(chunk, all.Token);
        }
        finally
        {
            foreach (var registration in told) await registration.DisposeAsync();
        }
    }
}
