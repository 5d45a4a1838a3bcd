using System.Diagnostics;

namespace Bench;

/// <summary>Real time in laps.</summary>
sealed class Watch
{
    readonly TimeProvider time = TimeProvider.System;
    readonly long started;
    long last;

    public Watch() => started = last = time.GetTimestamp();

    public double Seconds => time.GetElapsedTime(started).TotalSeconds;

    /// <summary>Seconds since the lap before.</summary>
    public double Lap()
    {
        var now = time.GetTimestamp();
        var lap = time.GetElapsedTime(last, now).TotalSeconds;
        last = now;
        return lap;
    }

    /// <summary>Makes the files of a folder durable, all of them at once.</summary>
    public static void Sync(string folder)
    {
        using var sync = Process.Start("sync", ["-f", folder]);
        sync.WaitForExit();
    }
}
