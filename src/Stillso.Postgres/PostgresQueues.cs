namespace Stillso.Postgres;

/// <summary>The queues of a store.</summary>
sealed class PostgresQueues(PostgresStore store) : IQueues
{
    public bool Pause(string queue) => store.Change(sql => sql.Execute("pause_queue", queue) == 1);

    public bool Resume(string queue) => store.Change(sql => sql.MakesDue = sql.Execute("resume_queue", queue) == 1);

    public IReadOnlyList<QueueState> All() => store.Look(sql => sql.Query("queues", r => new QueueState(
        r.GetString(0), r.GetBoolean(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), Columns.InstantOrNull(r, 5))));

    public void Set(Limit limit, DateTimeOffset now)
    {
        limit.Checked();
        store.Change(sql =>
        {
            Postgres.Limits.Set(sql, limit, now);
            return true;
        });
    }

    public bool RemoveLimit(string name, DateTimeOffset now) => store.Change(sql => Postgres.Limits.Remove(sql, name, now));

    public IReadOnlyList<Limit> Limits() => store.Look(Postgres.Limits.All);
}
