namespace Stillso;

/// <summary>What becomes of occurrences that passed while nobody was up.</summary>
public enum MissedRuns
{
    /// <summary>They are skipped.</summary>
    Skip,

    /// <summary>One job for all of them, that of the latest.</summary>
    RunOnce,

    /// <summary>A job for each, up to the latest <see cref="Schedule.MostCaughtUp"/>.</summary>
    RunEach,
}

/// <summary>A job that recurs: each occurrence enqueues one, whatever the number of machines.</summary>
/// <param name="Id">Its name, for good; to define it again replaces it.</param>
/// <param name="Timetable">When.</param>
/// <param name="Job">The job of every occurrence. Its premises stand: each occurrence asks whether they are still so.</param>
public sealed record Schedule(string Id, Timetable Timetable, NewJob Job)
{
    /// <summary>At most this many missed occurrences are caught up; older ones are skipped.</summary>
    public const int MostCaughtUp = 1000;

    /// <summary>What becomes of missed occurrences.</summary>
    public MissedRuns Missed { get; init; } = MissedRuns.RunOnce;

    /// <summary>False: an occurrence is skipped while the job of the one before waits or runs.</summary>
    public bool MayOverlap { get; init; } = true;

    /// <summary>An occurrence that is no older than this has not been missed.</summary>
    public TimeSpan OnTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The job of one occurrence.</summary>
    internal NewJob At(DateTimeOffset occurrence) => Job with
    {
        RunAt = occurrence, Occurrence = occurrence, UniqueKey = $"{Id}/{occurrence.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}",
    };

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Id)) throw new ArgumentException("A schedule needs a name: it is kept under it.");
        if (Job.RunAt is not null || Job.UniqueKey is not null || Job.Batch is not null || Job.After.Count > 0 || Job.AfterBatches.Count > 0 || Job.Occurrence is not null)
            throw new ArgumentException(
                $"The job of schedule \"{Id}\" is one of many: leave out RunAt, UniqueKey, Batch, After, AfterBatches and Occurrence. Its occurrence is its due time and its unique key.");
        if (Missed == MissedRuns.RunEach && !MayOverlap)
            throw new ArgumentException(
                $"Schedule \"{Id}\" cannot run each missed occurrence and skip those that overlap: let it overlap and give its job an ordering key, so that they run one at a time.");
        if (OnTime < TimeSpan.Zero) throw new ArgumentException($"Schedule \"{Id}\": OnTime is zero or more.");
        Timetable.Checked();
    }
}

/// <summary>A schedule as it is stored, and how far it has come.</summary>
/// <param name="Schedule">What was defined.</param>
/// <param name="Next">The next occurrence; null: there is none.</param>
/// <param name="Last">The last occurrence that was enqueued or skipped; null: none was.</param>
/// <param name="LastJob">The job that was enqueued last; 0: none was.</param>
/// <param name="Enqueued">How many occurrences were enqueued.</param>
/// <param name="Skipped">How many were skipped: missed, or overlapping.</param>
public sealed record ScheduleState(
    Schedule Schedule, DateTimeOffset? Next, DateTimeOffset? Last = null, long LastJob = 0, long Enqueued = 0, long Skipped = 0);
