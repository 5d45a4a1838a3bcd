using System.Diagnostics;
using System.Globalization;

namespace MonthClose.Torture;

/// <summary>How this machine runs the monthclose command: the words before its own.</summary>
sealed record MonthcloseCommand(IReadOnlyList<string> Words)
{
    /// <summary>Starts it; what it says goes to a file by itself, whoever is still there to read.</summary>
    public RealProcess Start(string name, string log, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var word in (IEnumerable<string>)["-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. Words, .. arguments]) info.ArgumentList.Add(word);
        return new RealProcess(name, log, Process.Start(info)!);
    }
}

/// <summary>A process of the operating system that this run has started, and may end.</summary>
sealed class RealProcess(string name, string log, Process process) : IDisposable
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{name} (process {process.Id})");

    public int Id { get; } = process.Id;

    public bool IsAlive => !process.HasExited;

    /// <summary>What it ended with; 137: it was killed.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Whether this run has killed it, or asked it to end.</summary>
    public bool IsMeantToEnd { get; private set; }

    /// <summary>What it said.</summary>
    public string Said => File.Exists(log) ? File.ReadAllText(log) : "";

    /// <summary>As by SIGKILL.</summary>
    public void Kill()
    {
        IsMeantToEnd = true;
        if (IsAlive) process.Kill();
    }

    /// <summary>SIGTERM: it may finish what it is at.</summary>
    public Task EndAsync()
    {
        IsMeantToEnd = true;
        return SignalAsync("TERM");
    }

    /// <summary>SIGSTOP: it stands still.</summary>
    public Task StopAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    public Task ExitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    public void Dispose()
    {
        Kill();
        process.WaitForExit();
        process.Dispose();
    }

    async Task SignalAsync(string signal)
    {
        if (!IsAlive) return;
        using var kill = Process.Start(new ProcessStartInfo("sh", ["-c", "kill -\"$0\" \"$1\"", signal, Id.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }
}
