using System.Diagnostics;

namespace EngineBench;

/// <summary>Enqueues for a while, with nobody at work: one by one from one client, from sixteen at once, and many together.</summary>
static class EnqueueRun
{
    const int Clients = 16;
    const int Filled = 1_000;

    public static async Task<Figures> RunAsync(string engine, Sizes size, string folder)
    {
        // The first jobs compile the program's code.
        await ManyAsync(engine, 0.2, folder);
        await ClientsAsync(engine, 2, 0.1, folder);
        return new Figures
        {
            ["one"] = await ClientsAsync(engine, 1, size.EnqueueSeconds, folder), ["eight"] = await ClientsAsync(engine, 8, size.EnqueueSeconds, folder),
            ["sixteen"] = await ClientsAsync(engine, Clients, size.EnqueueSeconds, folder),
            ["bulk"] = await ManyAsync(engine, size.EnqueueSeconds, folder),
        };
    }

    static async Task<double> ClientsAsync(string name, int clients, double seconds, string folder)
    {
        await using var engine = Engines.Open(name, Runs.Fresh(folder), Clients);
        await engine.EnqueueAsync(0);
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                var jobs = 0L;
                for (; Runs.Since(started) < seconds; jobs++) await engine.EnqueueAsync(0);
                return jobs;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        var rate = counts.Sum() / Runs.Since(started);
        if (await engine.LeftAsync() is var left && left != counts.Sum() + 1) throw new InvalidOperationException($"{left} jobs wait, not {counts.Sum() + 1}.");
        return rate;
    }

    static async Task<double> ManyAsync(string name, double seconds, string folder)
    {
        await using var engine = Engines.Open(name, Runs.Fresh(folder), Clients);
        await engine.EnqueueAsync(0);
        var (started, jobs) = (Stopwatch.GetTimestamp(), 0L);
        for (; Runs.Since(started) < seconds; jobs += Filled) await engine.FillAsync(Filled);
        return jobs / Runs.Since(started);
    }
}
