namespace Stillso;

/// <summary>A job as it is enqueued: what to run, when, after what, and under which premises.</summary>
/// <param name="Kind">The stable name under which the handler is registered.</param>
/// <param name="Payload">The job's own data as JSON.</param>
public sealed record NewJob(string Kind, string Payload)
{
    /// <summary>Jobs of one queue are leased together.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>Jobs of one ordering key run one at a time, in order of becoming due; null: no order.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>While a job with this key waits or runs, another one with it is not enqueued.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>When the job becomes due, on the business clock; null: at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Higher runs earlier among due jobs; one step is worth <see cref="Rank.Step"/> of waiting.</summary>
    public int Priority { get; init; }

    /// <summary>How often the job may fail before it is dead.</summary>
    public int MaxAttempts { get; init; } = 20;

    /// <summary>What is believed while the job waits; read again before it acts.</summary>
    public IReadOnlyList<Premise> Premises { get; init; } = [];

    /// <summary>The batch that this job counts in.</summary>
    public string? Batch { get; init; }

    /// <summary>Jobs that must have finished before this one is due.</summary>
    public IReadOnlyList<long> After { get; init; } = [];

    /// <summary>The occurrence of a schedule that this is the job of; null: of none.</summary>
    public DateTimeOffset? Occurrence { get; init; }

    /// <summary>The span that the job follows, as W3C <c>traceparent</c>; null: the one that is current when it is enqueued.</summary>
    public string? TraceParent { get; init; }
}
