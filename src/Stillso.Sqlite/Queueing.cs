namespace Stillso.Sqlite;

/// <summary>How jobs enter and leave the hot table.</summary>
static class Queueing
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public static IReadOnlyList<long> Insert(Statements sql, IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        var ids = jobs.Select(job => Insert(sql, job, now)).ToList();
        foreach (var batch in jobs.Where((job, i) => job.Batch is not null && ids[i] != 0).GroupBy(j => j.Batch!, StringComparer.Ordinal))
        {
            Batches.CountIn(sql, batch.Key, batch.Count());
        }
        return ids;
    }

    static long Insert(Statements sql, NewJob job, DateTimeOffset now)
    {
        job.Checked();
        var runAt = job.RunAt ?? now;
        var batches = job.AfterBatches.Count == 0 ? [] : Batches.Incomplete(sql, job.AfterBatches);
        if (job.UniqueKey is not null && sql.Number(Text["unique_key_is_kept"], job.UniqueKey, Columns.Of(now)) == 1) return Second(sql, job, runAt);
        var waitsFor = job.After.Count == 0 ? [] : job.After.Distinct().Where(id => sql.Number(Text["job_exists"], id) == 1).ToList();
        var isNew = sql.Execute(
            Text["insert_job"], job.Queue, job.Kind, job.Payload, Columns.Of(job.Premises), job.OrderingKey,
            job.UniqueKey, Columns.Of(runAt), Rank.Of(runAt, job.Priority), job.Priority, job.MaxAttempts, job.Batch, waitsFor.Count + batches.Count,
            Columns.Of(job.Occurrence), job.Version, job.Limit, job.LimitKey, job.UniqueUntil.ToString(), job.TraceParent, Columns.Of(job.Deadline), job.MaxLosses) == 1;
        if (!isNew) return Second(sql, job, runAt);
        // Asked for apart: a statement that returns rows copies the pages that it changes, each time.
        var id = sql is SqliteStatements own ? own.LastId : sql.Number(Text["last_id"]);
        foreach (var waited in waitsFor) sql.Execute(Text["insert_wait"], id, waited);
        foreach (var batch in batches) sql.Execute(Text["insert_batch_wait"], batch, id);
        if (job.UniqueFor is { } time)
        {
            sql.Execute(Text["forget_unique_keys"], Columns.Of(now));
            sql.Execute(Text["keep_unique_key"], job.UniqueKey, Columns.Of(now + time));
        }
        return id;
    }

    // Another job has its unique key.
    static long Second(Statements sql, NewJob job, DateTimeOffset runAt) => job.OnDuplicate switch
    {
        Duplicate.Reject => throw new DuplicateJobException(job.Kind, job.UniqueKey!),
        Duplicate.Replace => sql.Number(
            Text["replace_job"], job.Queue, job.Kind, job.Version, job.Payload, Columns.Of(job.Premises), job.OrderingKey, Columns.Of(runAt),
            Rank.Of(runAt, job.Priority), job.Priority, job.MaxAttempts, job.Limit, job.LimitKey, job.UniqueUntil.ToString(), Columns.Of(job.Deadline), job.MaxLosses, job.UniqueKey),
        _ => 0,
    };

    public static void Finish(Statements sql, IReadOnlyList<JobEnd> ends, DateTimeOffset now)
    {
        if (ends.Count == 0) return;
        var unkeyed = ends.Where(e => e.Job.OrderingKey is not null && e.Kind != JobEndKind.Retried).Select(e => e.Job).ToList();
        if (unkeyed.Count > 0)
            sql.Execute(Text["release_keys"], Columns.Of(unkeyed.Select(j => j.OrderingKey!)), Columns.Of(unkeyed.Select(j => j.Id)));
        var gone = ends.Where(IsGone).Select(e => e.Job.Id).ToList();
        if (gone.Count > 0) sql.Execute(Text["delete_jobs"], Columns.Of(gone));
        foreach (var end in ends.Where(e => !IsGone(e))) Keep(sql, end, now);

        var finished = ends.Where(e => e.Kind is not (JobEndKind.Rescheduled or JobEndKind.Retried)).ToList();
        if (finished.Count == 0) return;
        ReleaseWaitsForJobs(sql, finished.Select(e => e.Job.Id));
        foreach (var batch in finished.Where(e => e.Job.Batch is not null).GroupBy(e => e.Job.Batch!, e => e.Kind, StringComparer.Ordinal))
            Batches.CountOut(sql, batch.Key, [.. batch], now);
    }

    /// <summary>Removes waiting jobs and releases what waited for them.</summary>
    public static void Remove(Statements sql, IReadOnlyCollection<long> jobs)
    {
        if (jobs.Count == 0) return;
        sql.Execute(Text["delete_jobs"], Columns.Of(jobs));
        ReleaseWaitsForJobs(sql, jobs);
    }

    /// <summary>Releases what waited for a batch.</summary>
    public static void ReleaseWaitsForBatch(Statements sql, string batch)
    {
        sql.Execute(Text["release_batch_waits"], batch);
        sql.Execute(Text["delete_batch_waits"], batch);
    }

    static bool IsGone(JobEnd end) => end.Kind is JobEndKind.Completed or JobEndKind.Superseded or JobEndKind.Cancelled;

    static void ReleaseWaitsForJobs(Statements sql, IEnumerable<long> jobs)
    {
        if (sql.Number(Text["anybody_waits"]) == 0) return;
        var ids = Columns.Of(jobs);
        sql.Execute(Text["release_waits"], ids);
        sql.Execute(Text["delete_waits"], ids);
    }

    // What has not completed stays in the table.
    static void Keep(Statements sql, JobEnd end, DateTimeOffset now)
    {
        var job = end.Job;
        if (end.Kind is JobEndKind.Rescheduled or JobEndKind.Retried)
        {
            var runAt = end.RunAt ?? now;
            var attempt = end.Kind == JobEndKind.Retried ? job.Attempt : job.Attempt - 1;
            sql.Execute(Text["reschedule_job"], attempt, Columns.Of(runAt), Columns.Of(runAt), (long)Rank.Step.TotalMilliseconds, end.Error, job.Id);
        }
        else sql.Execute(Text["end_job"], end.Kind == JobEndKind.Dead ? "dead" : "parked", end.Error, end.Code, job.Id);
    }
}
