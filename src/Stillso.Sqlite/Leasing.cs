namespace Stillso.Sqlite;

/// <summary>Who holds which job.</summary>
static class Leasing
{
    // At most so many jobs draw their turns in one transaction, so that none is long.
    const int MostTurns = 1000;

    public static IReadOnlyList<LeasedJob> Lease(ILedgerTransaction tx, LeaseRequest request)
    {
        tx.Fence(request.Epoch);
        var admission = Limits.Admission(tx.Sql, request.Now);
        var full = Columns.Of(admission?.Full.Select(f => f.ToString()) ?? []);
        var taken = new List<LeasedJob>();
        var turns = new List<(long Job, DateTimeOffset At)>();
        var tookTurns = false;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var queue in request.Queues)
        {
            if (taken.Count == request.Limit) break;
            if (admission?.IsFull(queue) == true) continue;
            foreach (var (job, limit, key, hasTurn) in tx.Sql.Stream(
                SqliteStore.Sql["due"], r => Columns.Due(r, request.Epoch), queue, Columns.Of(request.Now), Columns.Of(request.Kinds), full))
            {
                // Jobs of a key already taken in this call are passed over.
                if (job.OrderingKey is { } ordering && keys.Contains(ordering)) continue;
                if (admission is not null)
                {
                    if (admission.TurnOf(queue, limit, key, hasTurn) is not { } turn) continue;
                    if (turn > request.Now)
                    {
                        turns.Add((job.Id, turn));
                        if (turns.Count == MostTurns) break;
                        continue;
                    }
                }
                if (job.OrderingKey is not null) keys.Add(job.OrderingKey);
                taken.Add(job);
                tookTurns |= hasTurn;
                if (taken.Count == request.Limit) break;
            }
        }
        if (admission is not null) Limits.Keep(tx.Sql, admission, turns);
        if (taken.Count == 0) return taken;
        var jobs = Columns.Of(taken.Select(j => j.Id));
        tx.Sql.Execute(SqliteStore.Sql["lease"], request.Epoch, jobs);
        if (keys.Count > 0) tx.Sql.Execute(SqliteStore.Sql["hold_keys"], jobs);
        if (tookTurns) tx.Sql.Execute(SqliteStore.Sql["take_turns"], jobs);
        return taken;
    }

    // Of what was begun, one may have taken the worker down.
    static void Suspect(Statements sql, long epoch)
    {
        var begun = sql.Query(SqliteStore.Sql["begun_of_epoch"], r => (Job: Columns.Ending(r), Alone: r.GetInt32(8), Most: r.GetInt32(9)), epoch);
        if (begun is [var (job, alone, most)] && alone + 1 >= most)
            // The business clock is not known here; that job was due by it.
            Queueing.Finish(sql, [new JobEnd(job, JobEndKind.Parked, null, Suspicion.Reason(most)) { Code = ReasonCodes.WorkerLost }], job.RunAt);
        else if (begun.Count > 0) sql.Execute(SqliteStore.Sql["suspect_jobs_of_epoch"], begun.Count, epoch);
    }

    public static bool End(Statements sql, long epoch)
    {
        sql.Execute(SqliteStore.Sql["release_keys_of_epoch"], epoch);
        sql.Execute(SqliteStore.Sql["return_jobs_of_epoch"], epoch);
        return sql.Execute(SqliteStore.Sql["end_epoch"], epoch) == 1;
    }

    public static int ReturnLost(Statements sql, DateTimeOffset before)
    {
        var returned = 0;
        foreach (var epoch in sql.Query(SqliteStore.Sql["lost_epochs"], r => r.GetInt64(0), Columns.Of(before)))
        {
            Suspect(sql, epoch);
            sql.Execute(SqliteStore.Sql["release_keys_of_epoch"], epoch);
            returned += sql.Execute(SqliteStore.Sql["return_jobs_of_epoch"], epoch);
            sql.Execute(SqliteStore.Sql["end_epoch"], epoch);
        }
        return returned;
    }
}
