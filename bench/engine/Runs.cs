using System.Diagnostics;
using System.Globalization;

namespace EngineBench;

/// <summary>One run of each kind, in a process and an empty folder of its own.</summary>
static class Runs
{
    const int Concurrency = 16;
    const int HeldRounds = 4;
    const int LongRounds = 10;

    public static async Task<Figures> RunAsync(string[] run, Sizes size, string folder)
    {
        switch (run)
        {
            case ["drain", var peer, _, _] when NodePeer.Names.Contains(peer): return NodePeer.Run(peer, "drain", folder, NodePeer.Size(("first", size.FirstDrain), ("seconds", size.DrainSeconds)));
            case ["enqueue", var peer] when NodePeer.Names.Contains(peer): return NodePeer.Run(peer, "enqueue", folder, NodePeer.Size(("seconds", size.EnqueueSeconds)));
            case ["pickup", var peer] when NodePeer.Names.Contains(peer): return NodePeer.Run(peer, "pickup", folder, NodePeer.Size(("jobs", size.Pickups)));
            case ["held", var peer, _] when NodePeer.Names.Contains(peer): return NodePeer.Run(peer, "held", folder, NodePeer.Size(("jobs", size.Held), ("rounds", HeldRounds), ("patience", 60)));
            case ["enqueue", var engine]: return await EnqueueRun.RunAsync(engine, size, folder);
            case ["drain", var engine, var concurrency, var jobs]: return await DrainRun.RunAsync(engine, Number(concurrency), Number(jobs), size, folder);
            case ["pickup", var engine]: return await PickupRun.HereAsync(engine, size, folder);
            case ["pickup-across", var engine]: return await PickupRun.AcrossAsync(engine, size, folder);
            case ["believe", var engine]: return await StillsoRuns.BelieveAsync(engine, size, folder);
            case ["batch", var engine]: return await StillsoRuns.BatchAsync(engine, size, folder);
            case ["floor-postgres"]: return PostgresFloor.Run(size, folder);
            case ["held", "stillso-postgres", var concurrency]: return await PostgresRuns.HeldAsync(Number(concurrency), size.Held, HeldRounds, folder);
            case ["long"]: return await PostgresRuns.LongAsync(Concurrency, size.Held, LongRounds, folder);
            case ["backlog", var jobs]: return await PostgresRuns.BacklogAsync(Concurrency, Number(jobs), Math.Max(size.DrainSeconds, 0.5), folder);
            case ["workers", var workers]: return await PostgresRuns.WorkersAsync(Number(workers), size.Held, folder);
            case ["floor"]:
                using (var floor = new Floor(folder))
                {
                    // The first rows compile the program's code.
                    floor.Insert(1000, 500);
                    floor.Delete(1000);
                    return new Figures
                    {
                        ["one"] = floor.Insert(Math.Min(size.FloorRows / 10, 20_000), 1), ["bulk"] = floor.Insert(size.FloorRows, StillsoEngine.Bulk),
                        ["delete"] = floor.Delete(size.FloorRows), ["lease"] = floor.LeaseAndComplete(size.FloorRows),
                    };
                }
            default: throw new ArgumentException($"There is no run \"{string.Join(' ', run)}\".");
        }
    }

    /// <summary>An empty folder in the run's own.</summary>
    public static string Fresh(string folder)
    {
        for (var n = 1; ; n++)
        {
            var path = Path.Combine(folder, n.ToString(CultureInfo.InvariantCulture));
            if (!Directory.Exists(path)) return Directory.CreateDirectory(path).FullName;
        }
    }

    public static double Since(long started) => Stopwatch.GetElapsedTime(started).TotalSeconds;

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
