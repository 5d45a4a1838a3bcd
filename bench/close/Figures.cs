using System.Diagnostics;
using System.Text.Json;

namespace Bench;

/// <summary>What one run of one measure came to.</summary>
/// <param name="Seconds">The time that counts.</param>
/// <param name="Accounts">How many accounts it was for.</param>
/// <param name="PeakMiB">The most memory that the process had.</param>
/// <param name="More">Everything else, by name.</param>
sealed record Figures(double Seconds, long Accounts, long PeakMiB, IReadOnlyDictionary<string, double> More)
{
    const string Mark = "figures ";

    public double PerSecond => Accounts / Seconds;

    public static Figures Of(double seconds, long accounts, params (string Name, double Value)[] more)
    {
        using var process = Process.GetCurrentProcess();
        return new Figures(seconds, accounts, process.PeakWorkingSet64 >> 20, more.ToDictionary(m => m.Name, m => m.Value));
    }

    /// <summary>As a child process says it.</summary>
    public void Say() => Console.WriteLine(Mark + JsonSerializer.Serialize(this));

    /// <summary>Runs this program again for one run, so that memory and compiled code are its own.</summary>
    public static Figures OfChild(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(Figures).Assembly.Location);
        start.ArgumentList.Add("run");
        start.ArgumentList.Add(folder);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        Figures? figures = null;
        while (child.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal)) figures = JsonSerializer.Deserialize<Figures>(line[Mark.Length..]);
            else Console.Error.WriteLine(line);
        }
        child.WaitForExit();
        return figures ?? throw new InvalidOperationException($"run {string.Join(' ', arguments)} said nothing.");
    }
}
