using System.Diagnostics;

namespace EngineBench;

/// <summary>Works off jobs that are all there before the first begins: to the last job's body, and until the last one's end is stored.</summary>
static class DrainRun
{
    const int MostJobs = 3_000_000;

    public static async Task<Figures> RunAsync(string engine, int concurrency, int jobs, Sizes size, string folder)
    {
        if (jobs > 0)
        {
            await OnceAsync(engine, concurrency, size.FirstDrain, folder);
            return await OnceAsync(engine, concurrency, jobs, folder);
        }
        for (var n = size.FirstDrain; ; )
        {
            var figures = await OnceAsync(engine, concurrency, n, folder);
            if (figures["seconds"] >= size.DrainSeconds || n == MostJobs) return figures;
            n = (int)Math.Min(MostJobs, n * Math.Clamp(1.3 * size.DrainSeconds / figures["seconds"], 1.2, 8));
        }
    }

    static async Task<Figures> OnceAsync(string name, int concurrency, int jobs, string folder)
    {
        await using var engine = Engines.Open(name, Runs.Fresh(folder), concurrency, StillsoEngine.PostgresLoops);
        await engine.FillAsync(jobs);
        if (await engine.LeftAsync() is var filled && filled != jobs) throw new InvalidOperationException($"{filled} jobs wait, not {jobs}.");
        GC.Collect();
        var ran = Seen.Expect(jobs);
        var (before, allocated, started) = (engine.Counts, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await engine.StartAsync();
        await ran;
        var bodies = Runs.Since(started);
        await engine.FinishAsync();
        var seconds = Runs.Since(started);
        var bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / jobs;
        Seen.AssertAllRanOnce();
        if (await engine.LeftAsync() is var left && left != 0) throw new InvalidOperationException($"{left} of {jobs} jobs are not finished.");
        var figures = new Figures { ["jobs"] = jobs, ["seconds"] = seconds, ["bodies"] = jobs / bodies, ["rate"] = jobs / seconds, ["bytes"] = bytes };
        if (engine.Counts is { } after && before is { } from)
            (figures["commits"], figures["statements"]) = ((double)(after.Commits - from.Commits) / jobs, (double)(after.Statements - from.Statements) / jobs);
        return figures;
    }
}
