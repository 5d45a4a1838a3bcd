using System.CommandLine;
using System.Globalization;
using MonthClose.Torture;

namespace MonthClose.App;

/// <summary>monthclose torture: runs closes in which everything goes wrong, and checks what they wrote.</summary>
static class TortureCommand
{
    public static Command Create()
    {
        var seed = new Option<int?>("--seed") { Description = "The first seed; another one each time if it is not given" };
        var closes = new Option<int?>("--closes") { Description = "How many closes are simulated (default: 1,000, or as many as the minutes allow)" };
        var minutes = new Option<double?>("--minutes") { Description = "How long" };
        var accounts = new Option<int?>("--accounts") { Description = "How many accounts a world has (default: 20; 6 with --matrix, 250 with --store)" };
        var threads = new Option<int>("--threads") { Description = "How many closes at once", DefaultValueFactory = _ => Environment.ProcessorCount };
        var matrix = new Option<bool>("--matrix") { Description = "Every change at every boundary of every step, with every way to go on, instead" };
        var times = new Option<int>("--times") { Description = "With --matrix: how many times each cell, each with another seed", DefaultValueFactory = _ => 1 };
        var replay = new Option<int?>("--replay") { Description = "Run this seed's close again, and keep its files" };
        var faults = new Option<string?>("--faults") { Description = "With --replay: what goes wrong, as a report says it" };
        var changes = new Option<string?>("--changes") { Description = "With --replay: how the world changes, as a report says it" };
        var sabotage = new Option<string?>("--sabotage") { Description = "Plant a defect, or all, and see how many seeds it takes to find it" };
        var patches = new Option<string?>("--sabotage-patches") { Description = "Apply each patch of a folder to the source, build it, and see how many seeds it takes to find what it breaks" };
        var source = new Option<string>("--source") { Description = "With --sabotage-patches: a checkout of the source", DefaultValueFactory = _ => "." };
        var store = new Option<string?>("--store") { Description = "sqlite or postgres: real processes over a real store instead, with a real gateway and mail server between which connections are cut" };
        var output = new Option<string>("--out") { Description = "Where the report goes, and the files of closes that fail", DefaultValueFactory = _ => "torture" };
        var command = new Command("torture", "Run simulated closes in which processes die, answers are lost and the world changes, and check what they wrote")
        {
            seed, closes, minutes, accounts, threads, matrix, times, sabotage, patches, source, replay, faults, changes, store, output,
        };
        command.SetAction(async (result, cancellation) =>
        {
            // Whoever interrupts is heard only once this has given way.
            await Task.Yield();
            var folder = Directory.CreateDirectory(result.GetValue(output)!).FullName;
            if (result.GetValue(patches) is { } given) return await PatchesAsync(folder, given, result.GetValue(source)!, result.GetValue(seed) ?? 1, result.GetValue(threads));
            var first = result.GetValue(seed) ?? Environment.ProcessId * 1000;
            if (result.GetValue(store) is { } real)
                return await ProcessTortureRun.RunAsync(real, first, result.GetValue(minutes) ?? 1, result.GetValue(accounts) ?? ProcessTorture.Accounts, folder, cancellation);
            using var workshop = new Workshop(folder, result.GetValue(accounts) ?? (result.GetValue(matrix) ? Matrix.Accounts : ImportedWorld.Accounts));
            if (result.GetValue(replay) is { } again) return Replay(workshop, folder, again, result.GetValue(faults), result.GetValue(changes));
            if (result.GetValue(matrix)) return RunMatrix(workshop, folder, result.GetValue(seed) ?? 1, result.GetValue(times), result.GetValue(threads));
            if (result.GetValue(sabotage) is { } defects) return Sabotage(workshop, folder, defects, result.GetValue(seed) ?? 1, result.GetValue(threads));
            var many = result.GetValue(closes) ?? (result.GetValue(minutes) is null ? 1000 : int.MaxValue);
            return Simulate(workshop, folder, first, many, result.GetValue(minutes), result.GetValue(threads), cancellation);
        });
        return command;
    }

    static int Simulate(Workshop workshop, string folder, int first, int closes, double? minutes, int threads, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var (started, said) = (time.GetTimestamp(), time.GetTimestamp());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seeds from {first}."));
        var saying = new Lock();
        var done = 0;
        var tally = Simulations.Run(
            workshop, first, seed => seed - first < closes && !cancellation.IsCancellationRequested && (minutes is null || time.GetElapsedTime(started).TotalMinutes < minutes), threads,
            close =>
            {
                lock (saying)
                {
                    done++;
                    if (close.Violations.Count > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {close.Seed}: {close.Violations[0].Split('\n')[0]}"));
                    if (time.GetElapsedTime(said) < TimeSpan.FromSeconds(10)) return;
                    said = time.GetTimestamp();
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} closes, {done / time.GetElapsedTime(started).TotalSeconds:0} a second"));
                }
            });
        var took = time.GetElapsedTime(started);
        var shrunk = tally.Failed.OrderBy(f => f.Seed).Take(5).Select(f => Simulations.Shrink(workshop, f)).ToList();
        var report = Path.Combine(folder, "report.md");
        File.WriteAllText(report, TortureReport.Of(tally, string.Create(CultureInfo.InvariantCulture, $"{first} to {first + tally.Closes - 1}"), took, threads, shrunk));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tally.Closes} closes, {tally.Failed.Count} with violations. {report}"));
        foreach (var close in shrunk) Console.WriteLine(TortureReport.Replay(close));
        return tally.Failed.Count > 0 ? ExitCode.Failed : cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    static int Sabotage(Workshop workshop, string folder, string names, int seed, int threads)
    {
        const int Times = 3;
        var defects = names == "all" ? Defect.All : [.. names.Split(',').Select(Defect.Named)];
        // Nobody has made sure that others' defects are found soon.
        var limit = defects is [var only] && only == Defect.AsBuilt ? 1000 : 200;
        var caught = new List<Caught>();
        foreach (var defect in defects.Where(d => d.WaitsFor is null))
        {
            caught.Add(SabotageRun.Look(workshop, defect, seed, limit, Times, threads));
            Console.WriteLine(TortureReport.Line(caught[^1], limit));
        }
        var report = Path.Combine(folder, "sabotage.md");
        File.WriteAllText(report, TortureReport.Of(caught, [.. defects.Where(d => d.WaitsFor is not null)], limit, Times));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"caught {caught.Count(c => c.Always)}/{caught.Count}. {report}"));
        return caught.TrueForAll(c => c.Always) ? ExitCode.Done : ExitCode.Failed;
    }

    static async Task<int> PatchesAsync(string folder, string patches, string source, int seed, int threads)
    {
        var files = Directory.Exists(patches) ? Directory.GetFiles(patches, "*.patch").Order(StringComparer.Ordinal).ToList() : [];
        if (files.Count == 0) throw new UsageException($"{patches} has no *.patch file: write one by git diff > {Path.Combine(patches, "NAME.patch")}.");
        var copy = Directory.CreateTempSubdirectory("monthclose-patched-").FullName;
        try
        {
            var patched = new PatchedSource(copy);
            try
            {
                patched.Copy(source);
            }
            catch (ArgumentException e)
            {
                throw new UsageException(e.Message);
            }
            var outcomes = new List<PatchOutcome>();
            foreach (var file in files)
            {
                outcomes.Add(await patched.TryAsync(file, seed, threads));
                Console.WriteLine($"{outcomes[^1].Name}: {outcomes[^1].Outcome}");
            }
            var report = Path.Combine(folder, "patches.md");
            File.WriteAllText(report, TortureReport.Of(outcomes));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"caught {outcomes.Count(o => o.IsCaught)}/{outcomes.Count}. {report}"));
            return outcomes.TrueForAll(o => o.IsCaught) ? ExitCode.Done : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    static int RunMatrix(Workshop workshop, string folder, int seed, int times, int threads)
    {
        var cells = Matrix.Run(workshop, seed, times, threads);
        var report = Path.Combine(folder, "matrix.md");
        File.WriteAllText(report, TortureReport.Of(cells));
        Console.WriteLine(File.ReadAllText(report));
        return cells.Any(c => c.Close?.Violations.Count > 0) ? ExitCode.Failed : cells.Any(c => c.Impossible is null && !c.Reached) ? ExitCode.NotExercised : ExitCode.Done;
    }

    static int Replay(Workshop workshop, string folder, int seed, string? faults, string? changes)
    {
        var close = Simulations.One(
            workshop, seed, faults is null ? null : FaultPlan.Exactly(FaultPlan.Parse(faults)), changes is null ? null : Operators.Exactly(Operators.Parse(changes)),
            keepAs: string.Create(CultureInfo.InvariantCulture, $"replay-{seed}"));
        Console.WriteLine($"history {close.History}, files in {folder}");
        foreach (var violation in close.Violations) Console.WriteLine(violation);
        return close.Violations.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
