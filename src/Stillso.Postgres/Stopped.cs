using System.Data.Common;

namespace Stillso.Postgres;

/// <summary>Jobs that wait for a person, and what the person decides: a few statements, however many they are.</summary>
static class Stopped
{
    public static IReadOnlyList<StoppedJob> All(StoreSql sql, StoppedJobs which) => Query(sql, which, r => new StoppedJob(
        r.GetInt64(0), r.GetString(1), r.GetString(2), Columns.Text(r, 3), r.GetString(4) == "dead", Columns.Text(r, 5)) { Code = r.GetString(6) });

    public static int Replay(StoreSql sql, StoppedJobs which, DateTimeOffset now)
    {
        sql.MakesDue = true;
        return sql.Execute("replay_jobs", Columns.Of(now), (long)Rank.Step.TotalMilliseconds, Ids(sql, which));
    }

    public static int Discard(StoreSql sql, StoppedJobs which, string reason, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return sql.Execute("discard_jobs", Ids(sql, which), reason, Columns.Of(now));
    }

    public static IReadOnlyList<DiscardedJob> Discarded(StoreSql sql, DateTimeOffset since) => sql.Query(
        "discarded", r => new DiscardedJob(r.GetInt64(0), r.GetString(1), r.GetString(2), Columns.Instant(r, 3)), Columns.Of(since));

    static long[] Ids(StoreSql sql, StoppedJobs which) => [.. Query(sql, which, r => r.GetInt64(0))];

    static List<T> Query<T>(StoreSql sql, StoppedJobs which, Func<DbDataReader, T> row) => sql.Query(
        "stopped", row, which.Id, which.Kind, which.Queue, which.OrderingKey, which.IsDead switch { true => "dead", false => "parked", null => null },
        Columns.Kept(which.ReasonContains), which.Code, which.First is { } first ? Math.Max(0, (long)first) : null);
}
