namespace Stillso;

/// <summary>The workers of one host: as many as <see cref="WorkerOptions.Loops"/>.</summary>
sealed class WorkerLoops : IDisposable
{
    readonly Lock drawing = new();

    public WorkerLoops(WorkerOptions options, Func<WorkerOptions, Worker> worker)
    {
        var loops = options.Checked().Loops;
        // What cannot be divided goes to the first ones.
        int Part(int n) => (options.Concurrency / loops) + (n < options.Concurrency % loops ? 1 : 0);
        Workers = [.. Enumerable.Range(0, loops).Select(n => worker(options with { Loops = 1, Concurrency = Part(n), Random = () => Draw(options.Random) }))];
    }

    public IReadOnlyList<Worker> Workers { get; }

    /// <summary>Runs all of them. When one has ended, for whatever reason, the others end too.</summary>
    public async Task RunAsync(string owner, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Workers.Select((worker, n) => RunAsync(worker, Workers.Count == 1 ? owner : $"{owner}/{n + 1}", stop.Token)).ToList();
        await Task.WhenAny(running);
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    double Draw(Func<double> random)
    {
        lock (drawing) return random();
    }

    // Not on the caller's thread: while there is much to do, a worker does not let go of it.
    static async Task RunAsync(Worker worker, string owner, CancellationToken cancellation)
    {
        await Task.Yield();
        await worker.RunAsync(owner, cancellation);
    }

    public void Dispose()
    {
        foreach (var worker in Workers) worker.Dispose();
    }
}
