using System.Data.Common;

namespace Stillso.Sqlite;

/// <summary>How many jobs may run, as it is kept in the tables.</summary>
static class Limits
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public static IReadOnlyList<Limit> All(Statements sql) => sql.Query(Text["limits"], Limit);

    /// <summary>Null: nothing is limited.</summary>
    public static Admission? Admission(Statements sql, DateTimeOffset now)
    {
        var limits = All(sql);
        if (limits.Count == 0) return null;
        var running = new Dictionary<LimitCount, int>();
        if (limits.Any(l => l.Concurrency is not null))
        {
            foreach (var (count, jobs) in sql.Query(Text["running_of_limits"], r => (new LimitCount(r.GetString(0), r.GetString(1)), r.GetInt32(2)))) running[count] = jobs;
            foreach (var (queue, jobs) in sql.Query(Text["running_of_queues"], r => (r.GetString(0), r.GetInt32(1)))) running[new(Stillso.Limit.OfQueue(queue).Name, "")] = jobs;
        }
        return new Admission(limits, running, count => sql.Number(Text["next_turn"], count.Limit, count.Key) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null, now);
    }

    public static void Keep(Statements sql, Admission admission, IReadOnlyList<(long Job, DateTimeOffset At)> turns)
    {
        foreach (var (count, next) in admission.Drawn) sql.Execute(Text["keep_turn"], count.Limit, count.Key, next.UtcTicks);
        // A turn is not to come before its time: up to the next millisecond.
        foreach (var (job, at) in turns) sql.Execute(Text["draw_turn"], Columns.Of(at.AddMilliseconds(1).AddTicks(-1)), (long)Rank.Step.TotalMilliseconds, job);
    }

    public static void Set(Statements sql, Limit limit, DateTimeOffset now)
    {
        if (All(sql).Contains(limit)) return;
        sql.Execute(Text["set_limit"], limit.Name, limit.Concurrency, limit.Starts, limit.Per.Ticks, limit.Burst);
        ForgetTurns(sql, limit.Name, now);
    }

    public static bool Remove(Statements sql, string name, DateTimeOffset now)
    {
        ForgetTurns(sql, name, now);
        return sql.Execute(Text["remove_limit"], name) == 1;
    }

    static void ForgetTurns(Statements sql, string name, DateTimeOffset now)
    {
        sql.Execute(Text["forget_turns"], name);
        sql.Execute(Text["give_up_turns"], Columns.Of(now), (long)Rank.Step.TotalMilliseconds, name, Stillso.Limit.QueueOf(name));
    }

    static Limit Limit(DbDataReader r) => new(r.GetString(0))
    {
        Concurrency = r.IsDBNull(1) ? null : r.GetInt32(1),
        Starts = r.IsDBNull(2) ? null : r.GetInt32(2),
        Per = TimeSpan.FromTicks(r.GetInt64(3)),
        Burst = r.IsDBNull(4) ? null : r.GetInt32(4),
    };
}
