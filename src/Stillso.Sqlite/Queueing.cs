using System.Text.Json;

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
            if (sql.Execute(Text["count_into_batch"], batch.Count(), batch.Key) == 0)
                throw new InvalidOperationException($"Batch \"{batch.Key}\" is not open: open it before enqueueing into it.");
        }
        return ids;
    }

    static long Insert(Statements sql, NewJob job, DateTimeOffset now)
    {
        var runAt = job.RunAt ?? now;
        var waitsFor = job.After.Distinct().Where(id => sql.Number(Text["job_exists"], id) == 1).ToList();
        var id = sql.First(
            Text["insert_job"], r => r.GetInt64(0), job.Queue, job.Kind, job.Payload, Columns.Of(job.Premises), job.OrderingKey,
            job.UniqueKey, Columns.Of(runAt), Rank.Of(runAt, job.Priority), job.Priority, job.MaxAttempts, job.Batch, waitsFor.Count,
            Columns.Of(job.Occurrence), job.TraceParent);
        if (id == 0) return 0;
        foreach (var waited in waitsFor) sql.Execute(Text["insert_wait"], id, waited);
        return id;
    }

    public static void Finish(Statements sql, IReadOnlyList<JobEnd> ends, DateTimeOffset now)
    {
        if (ends.Count == 0) return;
        var unkeyed = ends.Where(e => e.Job.OrderingKey is not null && e.Kind != JobEndKind.Retried).Select(e => e.Job).ToList();
        if (unkeyed.Count > 0)
            sql.Execute(Text["release_keys"], Columns.Of(unkeyed.Select(j => j.OrderingKey!)), Columns.Of(unkeyed.Select(j => j.Id)));
        var completed = ends.Where(e => e.Kind == JobEndKind.Completed).Select(e => e.Job.Id).ToList();
        if (completed.Count > 0) sql.Execute(Text["delete_jobs"], Columns.Of(completed));
        foreach (var end in ends.Where(e => e.Kind != JobEndKind.Completed)) Keep(sql, end, now);

        var finished = ends.Where(e => e.Kind is not (JobEndKind.Rescheduled or JobEndKind.Retried)).ToList();
        if (finished.Count == 0) return;
        var ids = Columns.Of(finished.Select(e => e.Job.Id));
        if (sql.Execute(Text["release_waits"], ids) > 0) sql.Execute(Text["delete_waits"], ids);
        foreach (var batch in finished.Where(e => e.Job.Batch is not null).GroupBy(e => e.Job.Batch!, StringComparer.Ordinal))
            CountOut(sql, batch.Key, batch.Count(), batch.Count(e => e.Kind == JobEndKind.Dead), now);
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
        else sql.Execute(Text["end_job"], end.Kind == JobEndKind.Dead ? "dead" : "parked", end.Error, job.Id);
    }

    static void CountOut(Statements sql, string batch, int jobs, int dead, DateTimeOffset now)
    {
        var state = sql.First(
            Text["count_out_of_batch"],
            r => (Pending: r.GetInt64(0), Dead: r.GetInt64(1), Completed: r.GetInt64(2) == 1,
                OnSuccess: Columns.Text(r, 3), OnFailure: Columns.Text(r, 4), OnComplete: Columns.Text(r, 5)),
            jobs, dead, batch);
        if (dead > 0 && state.Dead == dead) Call(sql, state.OnFailure, now);
        if (state.Pending > 0 || state.Completed) return;
        sql.Execute(Text["complete_batch"], batch);
        if (state.Dead == 0) Call(sql, state.OnSuccess, now);
        Call(sql, state.OnComplete, now);
    }

    static void Call(Statements sql, string? callback, DateTimeOffset now)
    {
        if (callback is not null) Insert(sql, JsonSerializer.Deserialize<NewJob>(callback)!, now);
    }
}
