namespace Stillso.Sqlite;

/// <summary>Who holds which job.</summary>
static class Leasing
{
    public static IReadOnlyList<LeasedJob> Lease(ILedgerTransaction tx, LeaseRequest request)
    {
        tx.Fence(request.Epoch);
        var taken = new List<LeasedJob>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var queue in request.Queues)
        {
            if (taken.Count == request.Limit) break;
            // Jobs of a key already taken in this call are passed over.
            foreach (var job in tx.Sql.Stream(SqliteStore.Sql["due"], Columns.Leased, queue, Columns.Of(request.Now), Columns.Of(request.Kinds)))
            {
                if (job.OrderingKey is { } key && !keys.Add(key)) continue;
                taken.Add(job);
                if (taken.Count == request.Limit) break;
            }
        }
        if (taken.Count == 0) return taken;
        var jobs = Columns.Of(taken.Select(j => j.Id));
        tx.Sql.Execute(SqliteStore.Sql["lease"], request.Epoch, jobs);
        tx.Sql.Execute(SqliteStore.Sql["hold_keys"], jobs);
        return taken;
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
            sql.Execute(SqliteStore.Sql["release_keys_of_epoch"], epoch);
            returned += sql.Execute(SqliteStore.Sql["return_jobs_of_epoch"], epoch);
            sql.Execute(SqliteStore.Sql["end_epoch"], epoch);
        }
        return returned;
    }
}
