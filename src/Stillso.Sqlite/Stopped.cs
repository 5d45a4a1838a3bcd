using System.Data.Common;

namespace Stillso.Sqlite;

/// <summary>Jobs that wait for a person, and what the person decides: a few statements, however many they are.</summary>
static class Stopped
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public static IReadOnlyList<StoppedJob> All(Statements sql, StoppedJobs which) => Query(sql, which, r => new StoppedJob(
        r.GetInt64(0), r.GetString(1), r.GetString(2), Columns.Text(r, 3), r.GetString(4) == "dead", Columns.Text(r, 5)) { Code = r.GetString(6) });

    public static int Replay(Statements sql, StoppedJobs which, DateTimeOffset now) =>
        sql.Execute(Text["replay_jobs"], Columns.Of(now), (long)Rank.Step.TotalMilliseconds, Ids(sql, which));

    public static int Discard(Statements sql, StoppedJobs which, string reason, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var jobs = Ids(sql, which);
        sql.Execute(Text["keep_discarded"], reason, Columns.Of(now), jobs);
        return sql.Execute(Text["delete_jobs"], jobs);
    }

    public static IReadOnlyList<DiscardedJob> Discarded(Statements sql, DateTimeOffset since) => sql.Query(
        Text["discarded"], r => new DiscardedJob(r.GetInt64(0), r.GetString(1), r.GetString(2), Columns.Instant(r, 3)), Columns.Of(since));

    static string Ids(Statements sql, StoppedJobs which) => Columns.Of(Query(sql, which, r => r.GetInt64(0)));

    static List<T> Query<T>(Statements sql, StoppedJobs which, Func<DbDataReader, T> row) => sql.Query(
        Text["stopped"], row, which.Id, which.Kind, which.Queue, which.OrderingKey,
        which.IsDead switch { true => "dead", false => "parked", null => null }, which.ReasonContains, which.Code, which.First is { } first ? Math.Max(0, first) : -1);
}
