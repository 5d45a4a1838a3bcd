namespace Stillso;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>From which queues, and which first.</summary>
    public QueueOrder Queues { get; set; } = QueueOrder.Strict("default");

    /// <summary>At most this many effects at once.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>
    /// How many loops a host runs in this process, each of which is a worker with an epoch of its own and its part of <see cref="Concurrency"/>. One does for most: it writes while
    /// handlers run. Where a server on the network is written to, several use the time in which one waits for it. Then handlers' phases and sources of premises are asked by as many threads.
    /// </summary>
    public int Loops { get; set; } = 1;

    /// <summary>At most this many jobs per transaction.</summary>
    public int BatchSize { get; set; } = 250;

    /// <summary>How long to wait when nothing is due.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A worker without a heartbeat for this long is lost.</summary>
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a premise that cannot be read defers its job.</summary>
    public TimeSpan DeferFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How failed jobs wait.</summary>
    public Backoff Backoff { get; set; } = new();

    /// <summary>Judges liveness and paces the loop; always real.</summary>
    public TimeProvider LeaseClock { get; init; } = TimeProvider.System;

    /// <summary>Randomness for the jitter, in [0, 1); asked by one loop at a time. Give a seeded one to repeat a run.</summary>
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

    /// <summary>Says what is wrong with them.</summary>
    /// <exception cref="ArgumentException">They cannot be meant.</exception>
    internal WorkerOptions Checked()
    {
        if (Concurrency < 1) throw Wrong(nameof(Concurrency), Concurrency, "1 is the least");
        if (Loops < 1) throw Wrong(nameof(Loops), Loops, "1 is the least");
        if (Loops > Concurrency) throw Wrong(nameof(Loops), Loops, $"each runs one job at least, and Concurrency is {Concurrency}");
        if (Loops > 1 && Simulated is not null) throw Wrong(nameof(Loops), Loops, "simulated time has one order of things");
        if (BatchSize < 1) throw Wrong(nameof(BatchSize), BatchSize, "1 is the least");
        if (Poll <= TimeSpan.Zero) throw Wrong(nameof(Poll), Poll, "a worker that never waits leaves no processor to others");
        if (LostAfter <= TimeSpan.Zero) throw Wrong(nameof(LostAfter), LostAfter, "a worker would be lost at once");
        if (DeferFor <= TimeSpan.Zero) throw Wrong(nameof(DeferFor), DeferFor, "a job would ask without end for what cannot be read");
        return this;
    }

    static ArgumentException Wrong(string name, object value, string why) => new($"WorkerOptions.{name} is {value}: {why}.");
}
