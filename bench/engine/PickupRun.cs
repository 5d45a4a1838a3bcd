using System.Diagnostics;
using System.Globalization;

namespace EngineBench;

/// <summary>
/// How long a job waits when nobody has much to do: from before the call that enqueues it (its commit is in it) to its body. A
/// job comes every 20 to 60 ms, whether the one before has run or not.
/// </summary>
static class PickupRun
{
    const int First = 20;
    const int Concurrency = 16;

    public static async Task<Figures> HereAsync(string name, Sizes size, string folder)
    {
        await using var engine = Engines.Open(name, Runs.Fresh(folder), Concurrency);
        var ran = Seen.Expect(size.Pickups + First);
        await engine.StartAsync();
        await EnqueueAsync(engine, size.Pickups);
        await ran.WaitAsync(TimeSpan.FromMinutes(1));
        return Of(Seen.Milliseconds);
    }

    public static async Task<Figures> AcrossAsync(string name, Sizes size, string folder)
    {
        var own = Runs.Fresh(folder);
        await using var engine = Engines.Open(name, own, Concurrency);
        // Its tables are there before another process opens them.
        await engine.LeftAsync();
        using var worker = Figures.Start("worker", name, own, (size.Pickups + First).ToString(CultureInfo.InvariantCulture));
        try
        {
            if (await worker.StandardOutput.ReadLineAsync() != "ready") throw new InvalidOperationException($"The worker of {name} did not begin.");
            await EnqueueAsync(engine, size.Pickups);
            return Figures.Of(worker) ?? throw new InvalidOperationException($"The worker of {name} said nothing.");
        }
        finally
        {
            if (!worker.HasExited) worker.Kill();
            await worker.WaitForExitAsync();
        }
    }

    /// <summary>The other process: works until it has seen so many jobs, and says how long they waited.</summary>
    public static async Task<Figures> WorkAsync(string name, string folder, int jobs)
    {
        await using var engine = Engines.Open(name, folder, Concurrency);
        var ran = Seen.Expect(jobs);
        await engine.StartAsync();
        Console.WriteLine("ready");
        await ran.WaitAsync(TimeSpan.FromMinutes(3));
        return Of(Seen.Milliseconds);
    }

    static async Task EnqueueAsync(IEngine engine, int jobs)
    {
        var random = new Random(1);
        for (var n = 0; n < jobs + First; n++)
        {
            await Task.Delay(20 + random.Next(41));
            await engine.EnqueueAsync(Stopwatch.GetTimestamp());
        }
    }

    // In order of running: the first ones compile the program's code.
    static Figures Of(IReadOnlyList<double> milliseconds)
    {
        var sorted = milliseconds.Skip(First).Order().ToList();
        return new Figures { ["p50"] = sorted[sorted.Count / 2], ["p99"] = sorted[(int)(sorted.Count * 0.99)] };
    }
}
