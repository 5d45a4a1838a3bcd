namespace Stillso;

/// <summary>How schedules are stored. What they mean is said once for all stores, by <see cref="ScheduleTransactions"/>.</summary>
public interface ISchedules
{
    /// <summary>The schedule of this name; null: there is none.</summary>
    ScheduleState? Find(string schedule);

    /// <summary>Every schedule, by name in order of code points.</summary>
    IReadOnlyList<ScheduleState> All();

    /// <summary>Those whose next occurrence has come, in order of it and then by name.</summary>
    IReadOnlyList<ScheduleState> Due(DateTimeOffset now);

    /// <summary>When the next occurrence of any is; null: none is to come.</summary>
    DateTimeOffset? Next();

    /// <summary>Stores a schedule in place of the one of its name.</summary>
    void Put(ScheduleState state);

    /// <summary>Moves a schedule on, if its next occurrence is still <paramref name="from"/>: of many that fire, one succeeds.</summary>
    /// <returns>Whether it was.</returns>
    bool Advance(DateTimeOffset from, ScheduleState to);

    /// <summary>Removes a schedule; jobs that it enqueued stay.</summary>
    /// <returns>Whether there was one.</returns>
    bool Remove(string schedule);

    /// <summary>Whether a job waits or runs.</summary>
    bool IsAlive(long job);
}
