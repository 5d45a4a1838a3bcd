namespace Stillso.Sqlite;

/// <summary>Deletes what is old, a stretch of each table at a time: others write in between.</summary>
static class Forgetting
{
    // So many rows are looked at in one transaction.
    const int Stretch = 10_000;
    static readonly EmbeddedSql Text = SqliteStore.Sql;
    // SQLite has every blob behind every text.
    static readonly byte[] BehindAllText = [0];

    public static void Forget(ILedger store, DateTimeOffset before)
    {
        foreach (var table in new[] { "decisions", "changes" })
        {
            (string Subject, long Seq)? from = ("", -1);
            while (from is { } at) from = store.Write(tx => ForgetStretch(tx.Sql, table, at, before));
        }
        store.Write(tx => tx.Sql.Execute(Text["forget_discarded"], Columns.Of(before)));
    }

    // They are in order of subjects and not of time, so all are looked at; an index by time would be paid for by every decision.
    static (string, long)? ForgetStretch(Statements sql, string table, (string Subject, long Seq) from, DateTimeOffset before)
    {
        var until = sql.Query(Text[$"walk_{table}"], r => (Subject: r.GetString(0), Seq: r.GetInt64(1)), from.Subject, from.Seq, Stretch - 1);
        (string Subject, long Seq)? next = until is [var last] ? last : null;
        sql.Execute(Text[$"forget_{table}"], from.Subject, from.Seq, (object?)next?.Subject ?? BehindAllText, next?.Seq ?? 0, Columns.Of(before));
        return next;
    }
}
