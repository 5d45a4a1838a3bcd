namespace Stillso;

/// <summary>A job that waits for a person: parked, or dead when its attempts are used up.</summary>
/// <param name="Id">The store's number.</param>
/// <param name="Kind">The stable name.</param>
/// <param name="Payload">The job's own data, JSON.</param>
/// <param name="OrderingKey">The key it gave up; null: none.</param>
/// <param name="IsDead">Whether it is dead rather than parked.</param>
/// <param name="Reason">Why it stopped.</param>
public sealed record StoppedJob(long Id, string Kind, string Payload, string? OrderingKey, bool IsDead, string? Reason)
{
    /// <summary>Why it stopped, for a machine: one of <see cref="ReasonCodes"/> or its handler's own; empty: nobody gave one.</summary>
    public string Code { get; init; } = "";
}

/// <summary>Which of the jobs that wait for a person: those of which all holds that is said here. What is null is not asked about, so that an empty one means all.</summary>
public sealed record StoppedJobs
{
    /// <summary>The one with this number.</summary>
    public long? Id { get; init; }

    /// <summary>Those of this stable name.</summary>
    public string? Kind { get; init; }

    /// <summary>Those of this queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Those that gave up this ordering key.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>True: the dead ones; false: the parked ones.</summary>
    public bool? IsDead { get; init; }

    /// <summary>Those whose reason has this text in it, to the letter.</summary>
    public string? ReasonContains { get; init; }

    /// <summary>Those that stopped for the reason with this code.</summary>
    public string? Code { get; init; }

    /// <summary>The first so many of them, by their numbers: for as many at a time as a transaction should take, or a person wants to see.</summary>
    public int? First { get; init; }
}

/// <summary>A job that a person has given up.</summary>
/// <param name="Id">The store's number, which no other job gets.</param>
/// <param name="Kind">The stable name.</param>
/// <param name="Reason">Why it was given up.</param>
/// <param name="At">When.</param>
public sealed record DiscardedJob(long Id, string Kind, string Reason, DateTimeOffset At);
