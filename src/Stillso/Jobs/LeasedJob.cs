namespace Stillso;

/// <summary>A job in the hands of a worker.</summary>
public sealed record LeasedJob(
    long Id, string Kind, string Payload, string? OrderingKey, int Attempt, int MaxAttempts,
    DateTimeOffset RunAt, IReadOnlyList<Premise> Premises, string? Batch)
{
    /// <summary>What became of its premises, one by one, for a handler without phases; others have <see cref="Work.Verdicts"/>.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>In whose hands it is.</summary>
    public long Epoch { get; init; }

    /// <summary>What an earlier attempt has kept, JSON: <see cref="Checkpoints.Of"/>; null: nothing.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>After this it is not begun, and not tried again; null: there is no such time.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How many jobs were begun, this one included, when its worker was last lost; 0: none was, or it has come to some end since.</summary>
    public int LostWith { get; init; }

    /// <summary>The version of the job's own data.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The occurrence of a schedule that this is the job of: it stays when the job is tried again. Null: of none.</summary>
    public DateTimeOffset? Occurrence { get; init; }

    /// <summary>The span that enqueued it, as W3C <c>traceparent</c>; null: none.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>A job that waits, as a person or a test sees it.</summary>
public sealed record WaitingJob(
    long Id, string Kind, string Payload, string? OrderingKey, DateTimeOffset RunAt, IReadOnlyList<Premise> Premises);
