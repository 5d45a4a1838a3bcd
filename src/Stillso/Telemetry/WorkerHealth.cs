using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Stillso;

/// <summary>How a worker is, by what its loop said last. The loop writes, others read.</summary>
sealed class WorkerHealth(TimeProvider clock, TimeSpan lostAfter)
{
    volatile Epoch? epoch;
    volatile string? trouble;
    long turned;

    /// <summary>Null: the worker does not run.</summary>
    public Epoch? Epoch => epoch;

    public TimeSpan SinceLastTurn => clock.GetElapsedTime(Volatile.Read(ref turned));

    public void Began(Epoch anew)
    {
        Turned();
        (trouble, epoch) = (null, anew);
    }

    public void Turned() => Volatile.Write(ref turned, clock.GetTimestamp());

    /// <summary>It lost its epoch or its store, and tries to begin anew.</summary>
    public void IsInTrouble(string what) => trouble = what;

    public void Ended() => epoch = null;

    /// <summary>
    /// What lasts a moment is a degradation. After <see cref="WorkerOptions.LostAfter"/> others take it for lost, and so does this.
    /// </summary>
    public (HealthStatus Status, string Why) Judge()
    {
        if (epoch is null) return (HealthStatus.Unhealthy, "The worker does not run.");
        var since = SinceLastTurn;
        var lost = since > lostAfter;
        if (trouble is { } what) return (lost ? HealthStatus.Unhealthy : HealthStatus.Degraded, $"The worker has not worked for {since.TotalSeconds:0} seconds, and tries again: {what}");
        return lost
            ? (HealthStatus.Unhealthy, $"The worker's loop has not turned for {since.TotalSeconds:0} seconds.")
            : (HealthStatus.Healthy, "The worker works.");
    }
}
