using System.Diagnostics;
using System.Globalization;

namespace MonthClose.Torture;

/// <summary>A small disk in memory, mounted for one round, that can be filled to its last byte.</summary>
sealed class ScratchDisk : IDisposable
{
    const int Piece = 1 << 20;

    ScratchDisk(string folder, string? whyNot) => (Folder, WhyNot) = (folder, whyNot);

    public string Folder { get; }

    /// <summary>Why it is no disk of its own, and cannot be filled; null: it is.</summary>
    public string? WhyNot { get; }

    /// <summary>Whether it was ever full: then a store on it may have refused.</summary>
    public bool WasFull { get; private set; }

    string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Mounts one, or makes a plain folder where that is not allowed.</summary>
    public static ScratchDisk Mount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        if (!MountNamespace.IsInside) return new ScratchDisk(folder, MountNamespace.WhyNot);
        var (code, errors) = Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=700"), "monthclose-torture", folder);
        return new ScratchDisk(folder, code == 0 ? null : $"no disk could be mounted: {errors}");
    }

    /// <summary>Nothing more can be written. Little by little, as long as anything can.</summary>
    public void Fill()
    {
        if (WhyNot is not null) return;
        WasFull = true;
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var size = Piece; size >= 1; size /= 16)
        {
            try
            {
                while (true) file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // No room for a piece of this size.
            }
        }
    }

    /// <summary>There is room again.</summary>
    public void Heal() => File.Delete(Ballast);

    public void Dispose()
    {
        if (WhyNot is null) Run("umount", "--lazy", Folder);
    }

    static (int Code, string Errors) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.Trim());
    }
}
