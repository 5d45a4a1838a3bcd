namespace Stillso;

/// <summary>What a schedule does at an instant. Nothing here knows a clock or a store.</summary>
/// <param name="Enqueue">The occurrences that each become a job, in order.</param>
/// <param name="Skipped">How many were passed over.</param>
/// <param name="Last">The last occurrence that this is about.</param>
/// <param name="Next">What comes next; still due when more was missed than one firing looks at.</param>
sealed record Firing(IReadOnlyList<DateTimeOffset> Enqueue, long Skipped, DateTimeOffset Last, DateTimeOffset? Next)
{
    // A second's schedule that nobody fired for years is looked at in portions, so that no transaction is long.
    const int MostLookedAt = 100_000;

    /// <summary>From the occurrence that is due and the instant that it is now to the occurrences to enqueue.</summary>
    public static Firing Of(Schedule schedule, DateTimeOffset due, DateTimeOffset now)
    {
        var occurrences = new Occurrences(schedule.Timetable);
        var latest = new Queue<DateTimeOffset>();
        var (seen, before) = (0L, due);
        DateTimeOffset? next = due;
        for (; next is { } occurrence && occurrence <= now && seen < MostLookedAt; next = occurrences.After(occurrence))
        {
            seen++;
            latest.Enqueue(occurrence);
            if (latest.Count > Schedule.MostCaughtUp) before = latest.Dequeue();
        }
        // Whether these are among the latest is seen when the rest is looked at.
        if (next <= now) return new([], seen - latest.Count, before, latest.Peek());

        var last = latest.Last();
        List<DateTimeOffset> enqueue = schedule.Missed switch
        {
            MissedRuns.Skip => [.. latest.Where(o => now - o <= schedule.OnTime)],
            MissedRuns.RunOnce => [last],
            _ => [.. latest],
        };
        if (!schedule.MayOverlap) enqueue = [.. enqueue.TakeLast(1)];
        return new(enqueue, seen - enqueue.Count, last, next);
    }
}
