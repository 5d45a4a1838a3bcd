namespace Stillso.Sqlite;

/// <summary>The queues of a file.</summary>
sealed class SqliteQueues(SqliteStore store) : IQueues
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public bool Pause(string queue) => store.Write(tx => tx.Sql.Execute(Text["pause_queue"], queue) == 1);

    public bool Resume(string queue) => store.Write(tx => tx.Sql.Execute(Text["resume_queue"], queue) == 1);

    public IReadOnlyList<QueueState> All() => store.Read(tx => tx.Sql.Query(Text["queues"], r => new QueueState(
        r.GetString(0), r.GetInt64(1) == 1, r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), Columns.InstantOrNull(r, 5))));

    public void Set(Limit limit, DateTimeOffset now) => store.Write(tx => Sqlite.Limits.Set(tx.Sql, limit.Checked(), now));

    public bool RemoveLimit(string name, DateTimeOffset now) => store.Write(tx => Sqlite.Limits.Remove(tx.Sql, name, now));

    public IReadOnlyList<Limit> Limits() => store.Read(tx => Sqlite.Limits.All(tx.Sql));
}
