using System.Text.Json;

namespace Stillso.Sqlite;

/// <summary>How jobs enter and leave the hot table.</summary>
static class Queueing
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public static long Insert(Statements sql, NewJob job, DateTimeOffset now)
    {
        var runAt = job.RunAt ?? now;
        var waitsFor = job.After.Distinct().Where(id => sql.First(Text["job_exists"], r => r.GetInt64(0), id) == 1).ToList();
        var id = sql.First(
            Text["insert_job"], r => r.GetInt64(0), job.Queue, job.Kind, job.Payload, Columns.Of(job.Premises), job.OrderingKey,
            job.UniqueKey, Columns.Of(runAt), Rank.Of(runAt, job.Priority), job.Priority, job.MaxAttempts, job.Batch, waitsFor.Count);
        if (id == 0) return 0;
        foreach (var waited in waitsFor) sql.Execute(Text["insert_wait"], id, waited);
        if (job.Batch is not null && sql.Execute(Text["count_into_batch"], job.Batch) == 0)
            throw new InvalidOperationException($"Batch \"{job.Batch}\" is not open: open it before enqueueing into it.");
        return id;
    }

    public static void Finish(Statements sql, IReadOnlyList<JobEnd> ends, DateTimeOffset now)
    {
        foreach (var end in ends)
        {
            var job = end.Job;
            if (job.OrderingKey is not null && end.Kind != JobEndKind.Retried) sql.Execute(Text["release_key"], job.OrderingKey, job.Id);
            switch (end.Kind)
            {
                case JobEndKind.Completed:
                    sql.Execute(Text["delete_job"], job.Id);
                    break;
                case JobEndKind.Rescheduled or JobEndKind.Retried:
                    var runAt = end.RunAt ?? now;
                    var attempt = end.Kind == JobEndKind.Retried ? job.Attempt : job.Attempt - 1;
                    sql.Execute(Text["reschedule_job"], attempt, Columns.Of(runAt), Columns.Of(runAt), (long)Rank.Step.TotalMilliseconds, end.Error, job.Id);
                    continue;
                default:
                    sql.Execute(Text["end_job"], end.Kind == JobEndKind.Dead ? "dead" : "parked", end.Error, job.Id);
                    break;
            }
            if (sql.Execute(Text["release_waits"], job.Id) > 0) sql.Execute(Text["delete_waits"], job.Id);
        }

        var finished = ends.Where(e => e.Kind is not (JobEndKind.Rescheduled or JobEndKind.Retried) && e.Job.Batch is not null);
        foreach (var batch in finished.GroupBy(e => e.Job.Batch!, StringComparer.Ordinal))
            CountOut(sql, batch.Key, batch.Count(), batch.Count(e => e.Kind == JobEndKind.Dead), now);
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
