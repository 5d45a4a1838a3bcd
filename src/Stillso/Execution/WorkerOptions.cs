namespace Stillso;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>From which queues, and which first.</summary>
    public QueueOrder Queues { get; init; } = QueueOrder.Strict("default");

    /// <summary>At most this many effects at once.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>At most this many jobs per transaction.</summary>
    public int BatchSize { get; init; } = 250;

    /// <summary>How long to wait when nothing is due.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A worker without a heartbeat for this long is lost.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a premise that cannot be read defers its job.</summary>
    public TimeSpan DeferFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How failed jobs wait.</summary>
    public Backoff Backoff { get; init; } = new();

    /// <summary>Judges liveness and paces the loop; always real.</summary>
    public TimeProvider LeaseClock { get; init; } = TimeProvider.System;

    /// <summary>Randomness for the jitter, in [0, 1); asked by the worker's loop alone. Give a seeded one to repeat a run.</summary>
    public Func<double> Random { get; init; } = new Random().NextDouble;

    /// <summary>
    /// Simulated time: jobs are taken in waves, each finished before the next, and the clock jumps to the next due
    /// job or occurrence when none is due. The worker stops after what is due at <see cref="Until"/>. It must own the store.
    /// </summary>
    public SimulatedClock? Simulated { get; init; }

    /// <summary>Where simulated time ends; null: when no job waits. Schedules alone have no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Real time: the worker stops as soon as this says so; null: when it is cancelled.</summary>
    public Func<bool>? StopWhen { get; init; }

    /// <summary>Where a test or a script changes the world.</summary>
    public IBoundaries? Boundaries { get; init; }

    /// <summary>Called when simulated time has moved, before anything runs at the new instant.</summary>
    public Action<DateTimeOffset>? OnAdvanced { get; init; }
}
