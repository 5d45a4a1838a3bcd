using System.Runtime.InteropServices;

namespace MonthClose.App;

/// <summary>
/// Told to end (SIGINT, SIGTERM), the command is asked to come to its end, and has a minute; who presses Ctrl+C twice does not wait.
/// The command line's own handler throws when a signal comes as the command ends.
/// </summary>
sealed class Interruption : IDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    // Never disposed: a signal may come at any time.
    readonly CancellationTokenSource asked = new();
    readonly IReadOnlyList<PosixSignalRegistration> signals;
    ITimer? end;

    public Interruption() => signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    public CancellationToken Asked => asked.Token;

    public void Dispose()
    {
        foreach (var signal in signals) signal.Dispose();
        end?.Dispose();
    }

    void Ask(PosixSignalContext signal)
    {
        signal.Cancel = !(asked.IsCancellationRequested && signal.Signal == PosixSignal.SIGINT);
        if (asked.IsCancellationRequested) return;
        end = TimeProvider.System.CreateTimer(_ => Environment.Exit(ExitCode.Interrupted), null, Longest, Timeout.InfiniteTimeSpan);
        asked.Cancel();
    }
}
