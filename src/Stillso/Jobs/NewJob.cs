using System.Text;

namespace Stillso;

/// <summary>A job as it is enqueued: what to run, when, after what, and under which premises.</summary>
/// <param name="Kind">The stable name under which the handler is registered.</param>
/// <param name="Payload">The job's own data as JSON.</param>
public sealed record NewJob(string Kind, string Payload)
{
    /// <summary>The version of the job's own data. Workers that do not know it leave the job for one that does.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Jobs of one queue are leased together.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>The limit that this job is under, beside that of its queue; null: none. One that nobody has set limits nothing.</summary>
    public string? Limit { get; init; }

    /// <summary>Jobs of each key are counted apart under their <see cref="Limit"/>, for example by customer.</summary>
    public string LimitKey { get; init; } = "";

    /// <summary>Jobs of one ordering key run one at a time, in order of becoming due; null: no order.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>While a job has this key, another one with it is not enqueued; null: any number.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>How long the job has its <see cref="UniqueKey"/>.</summary>
    public UniqueUntil UniqueUntil { get; init; }

    /// <summary>It has its <see cref="UniqueKey"/> for this time from being enqueued at least, whether or not it has ended; null: as <see cref="UniqueUntil"/> says.</summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>What becomes of this job if another one has its <see cref="UniqueKey"/>.</summary>
    public Duplicate OnDuplicate { get; init; }

    /// <summary>When the job becomes due, on the business clock; null: at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Higher runs earlier among due jobs; one step is worth <see cref="Rank.Step"/> of waiting. A step below 0 is that much waiting.</summary>
    public int Priority { get; init; }

    /// <summary>How often the job may fail before it is dead.</summary>
    public int MaxAttempts { get; init; } = 20;

    /// <summary>How often its worker may be lost while it had this job alone; then the job is parked, for it may be what takes workers down.</summary>
    public int MaxLosses { get; init; } = 3;

    /// <summary>
    /// A job that has not begun by then is dead, one that has failed is not tried again later, and the cancellation of its handler comes; null: it has
    /// all the time that its attempts take.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What is believed while the job waits; read again before it acts.</summary>
    public IReadOnlyList<Premise> Premises { get; init; } = [];

    /// <summary>The batch that this job counts in.</summary>
    public string? Batch { get; init; }

    /// <summary>Jobs that must have finished before this one is due.</summary>
    public IReadOnlyList<long> After { get; init; } = [];

    /// <summary>Batches that must be complete, however they are, before this job is due. They are open, or are complete already.</summary>
    public IReadOnlyList<string> AfterBatches { get; init; } = [];

    /// <summary>The longest <see cref="Payload"/>, in bytes of UTF-8: a queue is no place for documents.</summary>
    public const int LongestPayload = 256 * 1024;

    /// <summary>Says what is wrong with it. Stores ask before they keep it.</summary>
    /// <exception cref="ArgumentException">It cannot be meant, or its data is too long.</exception>
    public NewJob Checked()
    {
        if (string.IsNullOrWhiteSpace(Kind)) throw new ArgumentException("A job has a kind: the name that its handler is registered under.");
        if (Payload.Length > LongestPayload / 3 && Encoding.UTF8.GetByteCount(Payload) is var bytes && bytes > LongestPayload)
            throw new ArgumentException($"The arguments of a {Kind} job take {bytes:N0} bytes, {LongestPayload:N0} are the most: keep what is large elsewhere and enqueue where it is.");
        if (MaxAttempts < 1) throw new ArgumentException($"A {Kind} job has {MaxAttempts} attempts: 1 is the least.");
        if (MaxLosses < 1) throw new ArgumentException($"A {Kind} job has {MaxLosses} losses: 1 is the least.");
        if (UniqueKey is null && (UniqueFor is not null || UniqueUntil != default || OnDuplicate != default))
            throw new ArgumentException($"A {Kind} job says how it is unique and has no UniqueKey.");
        if (Batch is not null && AfterBatches.Contains(Batch, StringComparer.Ordinal))
            throw new ArgumentException($"A {Kind} job of the batch \"{Batch}\" would wait for itself: leave that batch out of AfterBatches.");
        if (OnDuplicate == Duplicate.Replace && (Batch is not null || After.Count > 0 || AfterBatches.Count > 0))
            throw new ArgumentException($"A {Kind} job that may replace another one cannot be of a batch or come after others: what it replaces keeps its own.");
        return this;
    }

    /// <summary>The occurrence of a schedule that this is the job of; null: of none.</summary>
    public DateTimeOffset? Occurrence { get; init; }

    /// <summary>The span that the job follows, as W3C <c>traceparent</c>; null: the one that is current when it is enqueued.</summary>
    public string? TraceParent { get; init; }
}
