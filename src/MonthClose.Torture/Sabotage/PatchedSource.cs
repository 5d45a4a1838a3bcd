using System.Diagnostics;

namespace MonthClose.Torture;

/// <summary>What became of a patch.</summary>
/// <param name="Name">Its file's.</param>
/// <param name="IsCaught">Whether the checkers found what it breaks.</param>
/// <param name="Outcome">In words: by how many seeds or by which cell of the matrix, and what was found; or why it could not be tried.</param>
sealed record PatchOutcome(string Name, bool IsCaught, string Outcome);

/// <summary>
/// Defects of somebody else's making: each a patch of the source, which is copied, patched, built and run by itself.
/// </summary>
/// <param name="folder">Where the copy is; empty.</param>
sealed class PatchedSource(string folder)
{
    static readonly HashSet<string> NotCopied = new(["bin", "obj", "out", "torture", ".git"], StringComparer.Ordinal);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The source of this program, to be patched.</summary>
    /// <param name="source">Its folder.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Copy(string source)
    {
        if (!File.Exists(Path.Combine(source, "MonthClose.slnx")))
            throw new ArgumentException($"{source} has no MonthClose.slnx: patches are tried on a checkout of the source. Run this in its folder, or name it by --source.");
        Copy(source, folder);
    }

    /// <summary>Applies a patch, builds, looks how many seeds it takes to find what is broken, and takes the patch back.</summary>
    /// <param name="patch">The file, as <c>git diff</c> writes it.</param>
    /// <param name="seed">The first seed.</param>
    /// <param name="threads">How many closes at once.</param>
    public async Task<PatchOutcome> TryAsync(string patch, int seed, int threads)
    {
        var name = Path.GetFileName(patch);
        var file = Path.GetFullPath(patch);
        if (await RunAsync("git", "apply", file) is { Code: not 0 } refused) return new PatchOutcome(name, false, $"does not apply: {refused.FirstLine}");
        try
        {
            var built = await RunAsync("dotnet", "build", Path.Combine("src", "MonthClose.App"), "-c", "Release", "-v", "quiet", "-nologo");
            if (built.Code != 0) return new PatchOutcome(name, false, $"does not build: {built.FirstLine}");
            var run = await TortureAsync("--sabotage", Defect.AsBuilt.Name, "--seed", $"{seed}", "--threads", $"{threads}");
            // A build that cannot even run a close is found by the first.
            if (run.Lines.FirstOrDefault(l => l.StartsWith(Defect.AsBuilt.Name, StringComparison.Ordinal)) is not { } line)
                return new PatchOutcome(name, true, $"1 seeds; {run.FirstLine}");
            // It was looked for three times, and to have found it once is to have found it.
            if (!line.EndsWith(';')) return new PatchOutcome(name, true, line[(Defect.AsBuilt.Name.Length + 2)..]);
            // What chance seldom brings about, every change at every boundary may.
            var matrix = await TortureAsync("--matrix", "--threads", $"{threads}");
            return matrix.Lines.FirstOrDefault(l => l.StartsWith("## ", StringComparison.Ordinal)) is { } cell
                ? new PatchOutcome(name, true, $"by no seed, but by the matrix: {cell[3..]}")
                : new PatchOutcome(name, false, "by no seed and no cell of the matrix");
        }
        finally
        {
            await RunAsync("git", "apply", "-R", file);
        }
    }

    Task<Ended> TortureAsync(params string[] arguments) => RunAsync(
        "dotnet", [Path.Combine("src", "MonthClose.App", "bin", "Release", "net10.0", "MonthClose.App.dll"), "torture", "--out", "torture", .. arguments]);

    async Task<Ended> RunAsync(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        using var process = Process.Start(info)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new Ended(-1, [$"{program} did not end within {Patience.TotalMinutes:F0} minutes"]);
        }
        return new Ended(process.ExitCode, [.. (await errors + await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var inner in Directory.EnumerateDirectories(from).Where(d => !NotCopied.Contains(Path.GetFileName(d))))
            Copy(inner, Path.Combine(to, Path.GetFileName(inner)));
    }

    sealed record Ended(int Code, IReadOnlyList<string> Lines)
    {
        public string FirstLine => Lines.Count > 0 ? Lines[0] : "it said nothing";
    }
}
