namespace Stillso;

/// <summary>What is done with schedules, on any store, inside a transaction.</summary>
public static class ScheduleTransactions
{
    /// <summary>
    /// Defines a schedule, or replaces the one of its name. With the same timetable it goes on where it is, and what was
    /// missed is caught up; with another one it counts from now, never back before its last occurrence.
    /// </summary>
    /// <exception cref="ArgumentException">It can never run, or not as it says.</exception>
    public static ScheduleState Define(this ILedgerTransaction transaction, Schedule schedule, DateTimeOffset now)
    {
        schedule.Check();
        var stored = transaction.Schedules.Find(schedule.Id);
        var state = stored?.Schedule.Timetable == schedule.Timetable
            ? stored with { Schedule = schedule }
            : (stored ?? new(schedule, null)) with { Schedule = schedule, Next = Next(schedule, stored?.Last > now ? stored.Last.Value : now) };
        transaction.Schedules.Put(state);
        return state;
    }

    /// <summary>
    /// Enqueues a job for each occurrence that has come, and moves the schedule on, both or neither. Of many that fire at
    /// once one finds the occurrence.
    /// </summary>
    /// <returns>The jobs.</returns>
    public static IReadOnlyList<long> Fire(this ILedgerTransaction transaction, string schedule, DateTimeOffset now)
    {
        var schedules = transaction.Schedules;
        if (schedules.Find(schedule) is not { Next: { } due } state || due > now) return [];
        var firing = Firing.Of(state.Schedule, due, now);
        var moved = state with { Next = firing.Next, Last = firing.Last, Skipped = state.Skipped + firing.Skipped };
        if (!schedules.Advance(due, moved)) return [];
        if (firing.Enqueue.Count == 0) return [];

        var overlaps = !state.Schedule.MayOverlap && schedules.IsAlive(state.LastJob);
        // A job that is left out has its unique key from before the schedule was removed and defined again.
        var jobs = overlaps ? [] : transaction.Enqueue([.. firing.Enqueue.Select(state.Schedule.At)], now).Where(j => j != 0).ToList();
        schedules.Put(moved with
        {
            LastJob = jobs.LastOrDefault(state.LastJob),
            Enqueued = moved.Enqueued + jobs.Count,
            Skipped = moved.Skipped + firing.Enqueue.Count - jobs.Count,
        });
        return jobs;
    }

    static DateTimeOffset Next(Schedule schedule, DateTimeOffset after) => schedule.Timetable.After(after) ?? throw new ArgumentException(
        $"Schedule \"{schedule.Id}\" never comes: no day is like \"{schedule.Timetable.Cron}\". Look at its day of month and its month.");
}
