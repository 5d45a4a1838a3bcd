namespace Stillso.Postgres;

/// <summary>How jobs enter the hot table.</summary>
static class Queueing
{
    const int Bulk = 100;

    public static IReadOnlyList<long> Insert(StoreSql sql, IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        if (jobs.Count == 0) return [];
        foreach (var job in jobs) job.Checked();
        var incomplete = Batches.Incomplete(sql, [.. jobs.SelectMany(j => j.AfterBatches).Distinct(StringComparer.Ordinal)]);
        var alive = Alive(sql, [.. jobs.SelectMany(j => j.After).Distinct()]);
        sql.MakesDue = true;
        if (jobs is [{ UniqueKey: null } only] && incomplete.Count == 0 && alive.Count == 0)
        {
            var id = sql.Number("insert_job", Row(only, now));
            if (only.Batch is not null) Batches.CountIn(sql, [only.Batch]);
            return [id];
        }
        var ids = sql.Query("new_ids", r => r.GetInt64(0), jobs.Count);
        var isNew = Insert(sql, jobs, ids, [.. jobs.Select(j => j.After.Distinct().Count(alive.Contains) + j.AfterBatches.Distinct(StringComparer.Ordinal).Count(incomplete.Contains))], now);
        if (jobs.Any(j => j.UniqueKey is not null)) KeepUnique(sql, jobs, ids, isNew, now);

        var waits = Each(j => j.After.Distinct().Where(alive.Contains));
        if (waits.Count > 0) sql.Execute("insert_waits", waits.Select(w => w.Id).ToArray(), waits.Select(w => w.For).ToArray());
        var batchWaits = Each(j => j.AfterBatches.Distinct(StringComparer.Ordinal).Where(incomplete.Contains));
        if (batchWaits.Count > 0) sql.Execute("insert_batch_waits", batchWaits.Select(w => w.Id).ToArray(), batchWaits.Select(w => w.For).ToArray());

        var answer = jobs.Select((job, i) => isNew.Contains(ids[i]) ? ids[i] : Second(sql, job, job.RunAt ?? now)).ToList();
        Batches.CountIn(sql, jobs.Where((job, i) => job.Batch is not null && answer[i] != 0).Select(j => j.Batch!));
        return answer;

        List<(long Id, T For)> Each<T>(Func<NewJob, IEnumerable<T>> of) =>
            [.. jobs.SelectMany((job, i) => isNew.Contains(ids[i]) ? of(job).Select(one => (ids[i], one)) : [])];
    }

    /// <summary>Those of them that run or wait; none of them ends before this transaction is over.</summary>
    static HashSet<long> Alive(StoreSql sql, long[] jobs) => jobs.Length == 0 ? [] : [.. sql.Query("lock_alive", r => r.GetInt64(0), jobs)];

    /// <summary>Whether a job is one row, whatever else there is.</summary>
    public static bool IsOneRow(NewJob job) => job is { UniqueKey: null, Batch: null, After.Count: 0, AfterBatches.Count: 0 };

    /// <summary>The arguments of <c>insert_job</c>.</summary>
    public static object?[] Row(NewJob j, DateTimeOffset now) =>
    [
        j.Queue, j.Kind, j.Version, j.Payload, Columns.Of(j.Premises), j.OrderingKey, j.UniqueUntil.ToString(), Columns.Of(j.RunAt ?? now), Rank.Of(j.RunAt ?? now, j.Priority),
        j.Priority, j.MaxAttempts, j.MaxLosses, j.Batch, 0, Columns.Of(j.Occurrence), Columns.Of(j.Deadline), j.TraceParent, j.Limit, j.LimitKey,
    ];

    /// <returns>Those whose unique keys no other job has.</returns>
    static HashSet<long> Insert(StoreSql sql, IReadOnlyList<NewJob> jobs, List<long> ids, int[] waitsFor, DateTimeOffset now)
    {
        // COPY knows no "on conflict", and is worth its preparation for many.
        if (jobs.Count >= Bulk && jobs.All(j => j.UniqueKey is null))
        {
            Copy(sql, jobs, ids, waitsFor, now);
            return [.. ids];
        }
        return [.. sql.Query(
            "insert_jobs", r => r.GetInt64(0), ids.ToArray(), Of(j => j.Queue), Of(j => j.Kind), Of(j => j.Version), Of(j => j.Payload), Of(j => Columns.Of(j.Premises)), Of(j => j.OrderingKey),
            Of(j => j.UniqueKey), Of(j => j.UniqueUntil.ToString()), Of(j => Columns.Of(j.RunAt ?? now)), Of(j => Rank.Of(j.RunAt ?? now, j.Priority)), Of(j => j.Priority), Of(j => j.MaxAttempts),
            Of(j => j.MaxLosses), Of(j => j.Batch), waitsFor, Of(j => Columns.Of(j.Occurrence)), Of(j => Columns.Of(j.Deadline)), Of(j => j.TraceParent), Of(j => j.Limit), Of(j => j.LimitKey))];

        T[] Of<T>(Func<NewJob, T> column) => [.. jobs.Select(column)];
    }

    static void Copy(StoreSql sql, IReadOnlyList<NewJob> jobs, List<long> ids, int[] waitsFor, DateTimeOffset now)
    {
        using var copy = sql.Connection.BeginBinaryImport(sql.In(
            """
            copy stillso.jobs (job_id, queue, kind, version, payload, premises, ordering_key, unique_until, run_at, rank, priority, max_attempts, max_losses, batch, waits_for, occurrence,
                deadline, trace_parent, limit_name, limit_key) from stdin (format binary)
            """));
        for (var i = 0; i < jobs.Count; i++)
        {
            var job = jobs[i];
            copy.StartRow();
            copy.Write(ids[i]);
            copy.Write(job.Queue);
            copy.Write(job.Kind);
            copy.Write(job.Version);
            copy.Write(job.Payload);
            copy.Write(Columns.Of(job.Premises));
            Text(job.OrderingKey);
            copy.Write(job.UniqueUntil.ToString());
            copy.Write(Columns.Of(job.RunAt ?? now));
            copy.Write(Rank.Of(job.RunAt ?? now, job.Priority));
            copy.Write(job.Priority);
            copy.Write(job.MaxAttempts);
            copy.Write(job.MaxLosses);
            Text(job.Batch);
            copy.Write(waitsFor[i]);
            Instant(job.Occurrence);
            Instant(job.Deadline);
            Text(job.TraceParent);
            Text(job.Limit);
            copy.Write(job.LimitKey);
        }
        copy.Complete();

        void Text(string? text)
        {
            if (text is null) copy.WriteNull();
            else copy.Write(text);
        }

        void Instant(DateTimeOffset? at)
        {
            if (at is { } instant) copy.Write(Columns.Of(instant));
            else copy.WriteNull();
        }
    }

    // A key that is kept for a time is looked for with the jobs' own rows there, which those with the same keys wait for.
    static void KeepUnique(StoreSql sql, IReadOnlyList<NewJob> jobs, List<long> ids, HashSet<long> isNew, DateTimeOffset now)
    {
        var keyed = Enumerable.Range(0, jobs.Count).Where(i => jobs[i].UniqueKey is not null && isNew.Contains(ids[i])).ToList();
        var kept = sql.Query("unique_keys_kept", r => r.GetString(0), keyed.Select(i => jobs[i].UniqueKey!).ToArray(), Columns.Of(now)).ToHashSet(StringComparer.Ordinal);
        var refused = keyed.Where(i => kept.Contains(jobs[i].UniqueKey!)).Select(i => ids[i]).ToArray();
        if (refused.Length > 0) sql.Execute("delete_jobs", refused);
        isNew.ExceptWith(refused);
        var timed = keyed.Where(i => jobs[i].UniqueFor is not null && isNew.Contains(ids[i])).Select(i => jobs[i]).ToList();
        if (timed.Count == 0) return;
        sql.Execute("forget_unique_keys", Columns.Of(now));
        sql.Execute("keep_unique_keys", timed.Select(j => j.UniqueKey!).ToArray(), timed.Select(j => Columns.Of(now + j.UniqueFor!.Value)).ToArray());
    }

    // Another job has its unique key.
    static long Second(StoreSql sql, NewJob job, DateTimeOffset runAt) => job.OnDuplicate switch
    {
        Duplicate.Reject => throw new DuplicateJobException(job.Kind, job.UniqueKey!),
        Duplicate.Replace => sql.Number(
            "replace_job", job.Queue, job.Kind, job.Version, job.Payload, Columns.Of(job.Premises), job.OrderingKey, Columns.Of(runAt),
            Rank.Of(runAt, job.Priority), job.Priority, job.MaxAttempts, job.Limit, job.LimitKey, job.UniqueUntil.ToString(), Columns.Of(job.Deadline), job.MaxLosses, job.UniqueKey),
        _ => 0,
    };

    /// <summary>Removes waiting jobs, whose rows are locked, and releases what waited for them.</summary>
    public static void Remove(StoreSql sql, long[] jobs)
    {
        if (jobs.Length == 0) return;
        sql.Execute("delete_jobs", jobs);
        ReleaseWaitsForJobs(sql, jobs);
    }

    /// <summary>Releases what waited for jobs. Their rows are changed already: whoever was about to wait for them has been waited for.</summary>
    public static void ReleaseWaitsForJobs(StoreSql sql, IReadOnlyCollection<long> jobs)
    {
        if (jobs.Count == 0 || !sql.Any("anybody_waits") || sql.Execute("release_waits", jobs.ToArray()) == 0) return;
        sql.Execute("delete_waits", jobs.ToArray());
        sql.MakesDue = true;
    }

    /// <summary>Releases what waited for a batch, whose row is locked.</summary>
    public static void ReleaseWaitsForBatch(StoreSql sql, string batch)
    {
        if (sql.Execute("release_batch_waits", batch) == 0) return;
        sql.Execute("delete_batch_waits", batch);
        sql.MakesDue = true;
    }
}
