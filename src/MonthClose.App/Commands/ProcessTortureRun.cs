using System.Globalization;
using MonthClose.Torture;

namespace MonthClose.App;

/// <summary>monthclose torture --store sqlite, or postgres: real processes over a real store, in mounts of their own where the machine allows it.</summary>
static class ProcessTortureRun
{
    public static async Task<int> RunAsync(string store, int seed, double minutes, int accounts, string output, CancellationToken cancellation)
    {
        if (store is not ("sqlite" or "postgres")) throw new UsageException($"\"{store}\" cannot be tortured: use --store sqlite or --store postgres, which are made for it.");
        if (store == "postgres" && TorturedServer.WhyNot is { } whyNot) throw new UsageException($"PostgreSQL cannot be tortured here: {whyNot}.");
        if (OperatingSystem.IsWindows()) throw new UsageException("Real processes are tortured by POSIX signals: use Linux or macOS, or simulated closes, without --store.");
        if (accounts < 20) throw new UsageException("--accounts takes at least 20: fewer are done before everything has gone wrong.");
        var command = new MonthcloseCommand(Words());
        // Chosen here, so that both runs of the command have the same.
        if (MountNamespace.Enter([.. command.Words, "torture", "--store", store, "--seed", Text(seed), "--minutes", minutes.ToString(CultureInfo.InvariantCulture), "--accounts", Text(accounts), "--out", output]) is { } code)
            return code;

        Console.WriteLine($"Seeds from {Text(seed)}.");
        TorturedRounds torture;
        try
        {
            torture = await new ProcessTorture(command, store == "postgres", output, TimeProvider.System, Console.WriteLine).RunAsync(seed, minutes, accounts, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted: its processes were ended and its files removed.");
            return ExitCode.Interrupted;
        }
        var report = Path.Combine(output, "report.md");
        await File.WriteAllTextAsync(report, ProcessReport.Of(torture), CancellationToken.None);
        var failed = torture.Rounds.Where(r => r.Violations.Count > 0).ToList();
        Console.WriteLine($"{torture.Rounds.Count} rounds, {failed.Count} with violations. {report}");
        foreach (var round in failed) Console.WriteLine(ProcessReport.Again(round.Plan));
        foreach (var fault in torture.NotExercised) Console.WriteLine($"NOT EXERCISED: {fault}");
        return failed.Count > 0 ? ExitCode.Failed : torture.NotExercised.Any() ? ExitCode.NotExercised : ExitCode.Done;
    }

    // As this process itself was started: by its own program, or by dotnet.
    static IReadOnlyList<string> Words() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "MonthClose.App.dll")] : [Environment.ProcessPath!];

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
