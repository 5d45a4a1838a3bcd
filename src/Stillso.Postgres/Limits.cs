using System.Data.Common;

namespace Stillso.Postgres;

/// <summary>How many jobs may run, as it is kept in the tables. While there are limits, leases come one after the other.</summary>
static class Limits
{
    public static IReadOnlyList<Limit> All(StoreSql sql) => sql.Query("limits", Limit);

    /// <summary>Null: nothing is limited.</summary>
    public static Admission? Admission(StoreSql sql, DateTimeOffset now)
    {
        if (!sql.Held!.IsLimited) return null;
        // What those before have leased is seen from here on.
        sql.Execute("lock_limits");
        var limits = All(sql);
        var running = new Dictionary<LimitCount, int>();
        if (limits.Any(l => l.Concurrency is not null))
        {
            foreach (var (queue, limit, key, jobs) in sql.Query("running", r => (r.GetString(0), Columns.Text(r, 1), r.GetString(2), r.GetInt32(3))))
            {
                Add(new LimitCount(Stillso.Limit.OfQueue(queue).Name, ""), jobs);
                if (limit is not null) Add(new LimitCount(limit, key), jobs);
            }
        }
        return new Admission(limits, running, count => sql.Number("next_turn", count.Limit, count.Key) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null, now);

        void Add(LimitCount count, int jobs) => running[count] = running.GetValueOrDefault(count) + jobs;
    }

    public static void Keep(StoreSql sql, Admission admission, IReadOnlyCollection<(long Job, DateTimeOffset At)> turns)
    {
        foreach (var (count, next) in admission.Drawn) sql.Execute("keep_turn", count.Limit, count.Key, next.UtcTicks);
        if (turns.Count == 0) return;
        // A turn is not to come before its time: up to the next millisecond.
        sql.Execute(
            "draw_turns", (long)Rank.Step.TotalMilliseconds, turns.Select(t => t.Job).ToArray(), turns.Select(t => Columns.Of(t.At.AddMilliseconds(1).AddTicks(-1))).ToArray());
    }

    public static void Set(StoreSql sql, Limit limit, DateTimeOffset now)
    {
        sql.Execute("lock_limits");
        if (All(sql).Contains(limit)) return;
        sql.Execute("set_limit", limit.Name, limit.Concurrency, limit.Starts, limit.Per.Ticks, limit.Burst);
        ForgetTurns(sql, limit.Name, now);
    }

    public static bool Remove(StoreSql sql, string name, DateTimeOffset now)
    {
        sql.Execute("lock_limits");
        ForgetTurns(sql, name, now);
        return sql.Execute("remove_limit", name) == 1;
    }

    static void ForgetTurns(StoreSql sql, string name, DateTimeOffset now)
    {
        sql.Execute("forget_turns", name);
        sql.Execute("give_up_turns", Columns.Of(now), (long)Rank.Step.TotalMilliseconds, name, Stillso.Limit.QueueOf(name));
    }

    static Limit Limit(DbDataReader r) => new(r.GetString(0))
    {
        Concurrency = r.IsDBNull(1) ? null : r.GetInt32(1),
        Starts = r.IsDBNull(2) ? null : r.GetInt32(2),
        Per = TimeSpan.FromTicks(r.GetInt64(3)),
        Burst = r.IsDBNull(4) ? null : r.GetInt32(4),
    };
}
