namespace Stillso.Postgres;

/// <summary>How jobs leave the hot table, or stay in it for another attempt or for a person.</summary>
static class Ending
{
    public static void Finish(StoreSql sql, IReadOnlyList<JobEnd> ends, DateTimeOffset now)
    {
        if (ends.Count == 0) return;
        var unkeyed = ends.Where(e => e.Job.OrderingKey is not null && e.Kind != JobEndKind.Retried).Select(e => e.Job).ToList();
        sql.Frees |= ends.Any(e => e.Job.OrderingKey is not null || e.Kind is JobEndKind.Retried or JobEndKind.Rescheduled);
        sql.Moved = sql.Moved.Add(new Ended(Ids(ends.Select(e => e.Job))));
        if (unkeyed.Count > 0) sql.Execute("release_keys", unkeyed.Select(j => j.OrderingKey!).ToArray(), Ids(unkeyed));

        var ofKind = ends.ToLookup(e => e.Kind switch
        {
            JobEndKind.Completed or JobEndKind.Superseded or JobEndKind.Cancelled => End.Gone,
            JobEndKind.Rescheduled or JobEndKind.Retried => End.Again,
            _ => End.Stopped,
        });
        if (ofKind.Contains(End.Gone)) sql.Execute("delete_jobs", Ids(ofKind[End.Gone].Select(e => e.Job)));
        if (ofKind.Contains(End.Again)) Again(sql, [.. ofKind[End.Again]], now);
        if (ofKind.Contains(End.Stopped)) Stop(sql, [.. ofKind[End.Stopped]]);

        var finished = ends.Where(e => e.Kind is not (JobEndKind.Rescheduled or JobEndKind.Retried)).ToList();
        Queueing.ReleaseWaitsForJobs(sql, Ids(finished.Select(e => e.Job)));
        // In order, so that no two wait for each other.
        foreach (var batch in finished.Where(e => e.Job.Batch is not null).GroupBy(e => e.Job.Batch!, e => e.Kind, StringComparer.Ordinal).OrderBy(b => b.Key, StringComparer.Ordinal))
            Batches.CountOut(sql, batch.Key, [.. batch], now);
    }

    static void Again(StoreSql sql, JobEnd[] ends, DateTimeOffset now) => sql.Execute(
        "reschedule_jobs", (long)Rank.Step.TotalMilliseconds, Ids(ends.Select(e => e.Job)),
        ends.Select(e => e.Kind == JobEndKind.Retried ? e.Job.Attempt : e.Job.Attempt - 1).ToArray(),
        ends.Select(e => Columns.Of(e.RunAt ?? now)).ToArray(), ends.Select(e => Columns.Kept(e.Error)).ToArray());

    static void Stop(StoreSql sql, JobEnd[] ends) => sql.Execute(
        "end_jobs", Ids(ends.Select(e => e.Job)), ends.Select(e => e.Kind == JobEndKind.Dead ? "dead" : "parked").ToArray(),
        ends.Select(e => Columns.Kept(e.Error)).ToArray(), ends.Select(e => e.Code).ToArray());

    static long[] Ids(IEnumerable<LeasedJob> jobs) => [.. jobs.Select(j => j.Id)];

    enum End
    {
        Gone,
        Again,
        Stopped,
    }
}
