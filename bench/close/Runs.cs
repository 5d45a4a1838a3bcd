using System.Globalization;
using MonthClose;

namespace Bench;

/// <summary>One run of each kind.</summary>
static class Runs
{
    /// <param name="run">The kind, and what it is run on.</param>
    /// <param name="folder">A folder of its own, empty; whoever gave it removes it.</param>
    public static async Task<Figures> RunAsync(string[] run, string folder) => run switch
    {
        ["close", var world] => await WholeClose.RunAsync(world, folder, pdf: false),
        ["close-with-pdf", var world] => await WholeClose.RunAsync(world, folder, pdf: true),
        ["floor", var world] => await Floor.RunAsync(world, folder),
        ["loop", var world, var milliseconds] => await Loop.RunAsync(world, folder, Milliseconds(milliseconds)),
        ["jobs", var world, var milliseconds] => await JobsAsync(world, folder, Milliseconds(milliseconds)),
        ["real-time", var world, .. var apart] => await RealTimeAsync(world, folder, apart.FirstOrDefault()),
        ["slow-gateway", var world, var limit] => await SlowGateway.RunAsync(world, folder, int.Parse(limit, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"There is no run \"{string.Join(' ', run)}\"."),
    };

    /// <summary>A close with PDF, step by step.</summary>
    public static async Task StepsAsync(int accounts, int rows)
    {
        var folder = Directory.CreateTempSubdirectory("monthclose-bench-").FullName;
        try
        {
            var world = Path.Combine(folder, "world");
            SampleWorld.Write(world, accounts, seed: 1, WholeClose.Period, rows);
            var table = new StepTable(TimeProvider.System);
            var figures = await WholeClose.RunAsync(world, folder, pdf: true, table);
            Console.WriteLine($"{accounts} accounts, {rows} usage rows each, on {Environment.ProcessorCount} processors; the simulated gateway in process");
            table.Print();
            foreach (var (name, value) in figures.More) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24}{value,10:0.###}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"peak memory, MiB",-24}{figures.PeakMiB,10}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));

    static async Task<Figures> JobsAsync(string world, string folder, TimeSpan latency)
    {
        await using var served = await ServedGateway.StartAsync(folder, latency);
        var accounts = RealTime.Import(world, folder);
        var (seconds, _) = await RealTime.RunAsync(folder, served.Outside(), workers: 200);
        return Figures.Of(seconds, accounts);
    }

    static async Task<Figures> RealTimeAsync(string world, string folder, string? apart)
    {
        var watch = new Watch();
        var accounts = RealTime.Import(world, folder);
        var import = watch.Lap();
        var (others, whale) = await RealTime.RunAsync(folder, new MonthClose.App.Outside { Gateway = "simulator", Pdf = "no" }, workers: 16, apart);
        return apart is null ? Figures.Of(others, accounts, ("import", import)) : Figures.Of(others, accounts, ("import", import), ("the whale's steps", whale));
    }
}
