using System.Collections.Concurrent;
using System.Diagnostics;

namespace EngineBench;

/// <summary>What the jobs themselves saw: how many ran, and how long each had waited.</summary>
static class Seen
{
    static readonly ConcurrentQueue<double> Waits = new();
    static TaskCompletionSource all = new();
    static long left, expected;

    /// <summary>Completes in the last of so many jobs.</summary>
    public static Task Expect(long jobs)
    {
        Waits.Clear();
        all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref left, expected = jobs);
        return all.Task;
    }

    /// <summary>How many have run.</summary>
    public static long Ran => expected - Volatile.Read(ref left);

    /// <summary>A job has begun.</summary>
    /// <param name="at">When it was enqueued, on the machine's monotonic clock, which all its processes share; 0: not asked.</param>
    public static void Job(long at)
    {
        if (at != 0) Waits.Enqueue(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        if (Interlocked.Decrement(ref left) == 0) all.TrySetResult();
    }

    /// <summary>Nobody was killed, so every job has run exactly once.</summary>
    public static void AssertAllRanOnce()
    {
        if (Volatile.Read(ref left) is not 0 and var off) throw new InvalidOperationException($"{off} jobs did not run, or ran again when negative.");
    }

    public static IReadOnlyList<double> Milliseconds => [.. Waits];
}
