using System.Diagnostics;
using Stillso;
using Stillso.Postgres;
using Stillso.Sqlite;

namespace AppTests;

/// <summary>What the command answered.</summary>
public sealed record Answer(int Code, string Output, string Errors)
{
    public Answer Ok(params int[] codes)
    {
        Assert.True(codes.Length == 0 ? Code == 0 : codes.Contains(Code), $"exit {Code}\n{Output}\n{Errors}");
        return this;
    }
}

/// <summary>The real command, as users run it, in processes of its own.</summary>
public static class Monthclose
{
    public const string From = "2024-09-30T00:00:00Z";
    public const string Until = "2024-11-01T00:00:00Z";

    public static string Repository => Checkout.Folder;

    public static string World(string name) => Path.Combine(Repository, "samples", "worlds", name);

    public static Process Start(params string[] arguments) => StartOn([], arguments);

    /// <summary>Starts it after words that run a command elsewhere.</summary>
    public static Process StartOn(string[] where, params string[] arguments)
    {
        string[] words = [.. where, "dotnet", Path.Combine(AppContext.BaseDirectory, "MonthClose.App.dll"), .. arguments];
        return Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
    }

    public static async Task<Answer> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await WaitAsync(process);
    }

    public static async Task<Answer> WaitAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Answer(process.ExitCode, await output, await errors);
    }

    /// <summary>The arguments of a simulated close of a world in a folder.</summary>
    public static string[] Close(string world, Scratch scratch, string? script = null, params string[] more) =>
    [
        "close", "2024-09", "--world", world, "--store", scratch.Store, "--out", scratch.Out, "--from", From, "--until", Until,
        .. script is null ? Array.Empty<string>() : ["--script", script], .. more,
    ];
}

/// <summary>
/// A folder of a test's own, removed when it is over, unless KEEP_TEST_FILES is set. The store is in it, or in a schema of the PostgreSQL database that the test
/// or TEST_POSTGRES names.
/// </summary>
public sealed class Scratch(string? database = null) : IDisposable
{
    readonly string? database = database ?? Environment.GetEnvironmentVariable("TEST_POSTGRES");

    public string Folder { get; } = Directory.CreateTempSubdirectory("monthclose-").FullName;

    public string Store => database is null ? $"sqlite:{Path.Combine(Folder, "store.db")}" : $"postgres:{database};Search Path={Schema}";

    string Schema => Path.GetFileName(Folder).ToLowerInvariant().Replace('-', '_');

    public string Out => Path.Combine(Folder, "out");

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Writes what no command writes.</summary>
    public void Write(Action<ILedgerTransaction> work)
    {
        if (database is null)
        {
            using var file = SqliteStore.Open(this["store.db"], MonthClose.Sql.SqliteMigrations);
            file.Write(work);
            return;
        }
        using var schema = PostgresStore.Open($"{database};Search Path={Schema}", Schema);
        schema.Write(work);
    }

    public void Dispose()
    {
        foreach (var books in Directory.EnumerateFiles(Environment.CurrentDirectory, $"*.{Schema}.gateway*")) File.Delete(books);
        if (Environment.GetEnvironmentVariable("KEEP_TEST_FILES") is null) Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Compares what closes wrote, byte for byte.</summary>
public static class SameFiles
{
    public static void Assert(string expected, string actual)
    {
        var names = Names(expected);
        Xunit.Assert.Equal(names, Names(actual));
        foreach (var name in names)
        {
            if (File.ReadAllBytes(Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name)))) continue;
            var (a, b) = (File.ReadAllLines(Path.Combine(expected, name)), File.ReadAllLines(Path.Combine(actual, name)));
            var line = a.Zip(b).TakeWhile(p => p.First == p.Second).Count();
            Xunit.Assert.Fail($"{name} differs at line {line + 1}:\n{a.ElementAtOrDefault(line)}\n{b.ElementAtOrDefault(line)}");
        }
    }

    static List<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
}
