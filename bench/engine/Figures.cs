using System.Diagnostics;
using System.Text.Json;

namespace EngineBench;

/// <summary>What one run came to, by name.</summary>
sealed class Figures : Dictionary<string, double>
{
    const string Mark = "figures ";

    /// <summary>As a child process says it.</summary>
    public void Say()
    {
        using var process = Process.GetCurrentProcess();
        TryAdd("peak MiB", process.PeakWorkingSet64 >> 20);
        Console.WriteLine(Mark + JsonSerializer.Serialize<Dictionary<string, double>>(this));
    }

    /// <summary>Starts this program again, so that memory and compiled code are a process's own.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = arguments[0] == "drainer" };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(Figures).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>What a child says until it ends.</summary>
    public static Figures? Of(Process child)
    {
        Figures? figures = null;
        while (child.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal)) figures = JsonSerializer.Deserialize<Figures>(line[Mark.Length..]);
            else Console.Error.WriteLine(line);
        }
        child.WaitForExit();
        return child.ExitCode == 0 ? figures : null;
    }

    /// <summary>One run in a child process and an empty folder of its own; null: it failed.</summary>
    public static Figures? OfRun(Sizes size, params string[] run)
    {
        var folder = Directory.CreateTempSubdirectory("stillso-bench-").FullName;
        try
        {
            using var child = Start(["run", size.Name, folder, .. run]);
            return Of(child);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            PostgresDatabase.Clear();
        }
    }
}
