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

    // Processes of its own too, where that is allowed: then they all end with this run, even if it is killed.
    static readonly string[] Processes = ["--pid", "--fork", "--kill-child", "--mount-proc"];
    static readonly string[] AsUser = ["--user", "--map-root-user"];
    static readonly string[][] Ways = [["--mount", .. Processes], [.. AsUser, "--mount", .. Processes], ["--mount"], [.. AsUser, "--mount"]];

    /// <summary>Runs the command in mounts of its own; null: it runs in them, or knows why it cannot.</summary>
    /// <param name="words">The whole command.</param>
    public static int? Enter(IReadOnlyList<string> words)
    {
        if (Environment.GetEnvironmentVariable(Inside) is not null) return null;
        foreach (var way in Ways.Where(w => Run([.. w, "sh", "-c", "mount -t tmpfs -o size=1m monthclose-torture /tmp"], quiet: true) == 0))
        {
            Environment.SetEnvironmentVariable(Inside, Yes);
            return Run([.. way, .. words]);
        }
        Environment.SetEnvironmentVariable(Inside, "mounting a disk of its own needs unshare(1) and root or user namespaces, which this machine does not allow");
        return null;
    }

    // This process waits for the other's end: a signal of the terminal reaches both, another one is passed on.
    static int Run(IReadOnlyList<string> arguments, bool quiet = false)
    {
        Process? inner = null;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            if (inner is not null) Process.Start("kill", WhoeverRuns(inner.Id)).Dispose();
        });
        try
        {
            using var process = inner = Process.Start(new ProcessStartInfo("unshare", arguments) { UseShellExecute = false, RedirectStandardError = quiet })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return -1;
        }
    }

    // The command, where unshare waits for it and passes nothing on.
    static string[] WhoeverRuns(int unshare)
    {
        var id = unshare.ToString(CultureInfo.InvariantCulture);
        var children = $"/proc/{id}/task/{id}/children";
        return File.Exists(children) && File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } found ? found : [id];
    }
}
