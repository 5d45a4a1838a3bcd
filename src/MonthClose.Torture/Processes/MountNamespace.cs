using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MonthClose.Torture;

/// <summary>
/// Mounts of its own for this run: nobody else sees them, and they are gone with its last process, however it ends. The
/// command runs itself again in them.
/// </summary>
static class MountNamespace
{
    const string Inside = "MONTHCLOSE_TORTURE_MOUNTS";
    const string Yes = "own";

    /// <summary>Whether this process may mount.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(Inside) == Yes;

    /// <summary>Why it may not.</summary>
    public static string? WhyNot => IsInside ? null : Environment.GetEnvironmentVariable(Inside) ?? "this process has no mounts of its own";

    /// <summary>Runs the command in mounts of its own; null: it runs in them, or knows why it cannot.</summary>
    /// <param name="words">The whole command.</param>
    public static int? Enter(IReadOnlyList<string> words)
    {
        if (Environment.GetEnvironmentVariable(Inside) is not null) return null;
        foreach (var options in new string[][] { ["--mount"], ["--user", "--map-root-user", "--mount"] })
        {
            if (Run([.. options, "sh", "-c", "mount -t tmpfs -o size=1m monthclose-torture /tmp"]) != 0) continue;
            Environment.SetEnvironmentVariable(Inside, Yes);
            return Run([.. options, .. words]);
        }
        Environment.SetEnvironmentVariable(Inside, "mounting a disk of its own needs unshare(1) and root or user namespaces, which this machine does not allow");
        return null;
    }

    // This process waits for the other's end: a signal of the terminal reaches both, another one is passed on.
    static int Run(IReadOnlyList<string> arguments)
    {
        Process? inner = null;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            if (inner is not null) Process.Start("kill", inner.Id.ToString(CultureInfo.InvariantCulture)).Dispose();
        });
        try
        {
            using var process = inner = Process.Start(new ProcessStartInfo("unshare", arguments) { UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return -1;
        }
    }
}
