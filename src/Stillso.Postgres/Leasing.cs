namespace Stillso.Postgres;

/// <summary>Who holds which job.</summary>
static class Leasing
{
    // At most so many jobs draw their turns in one transaction, so that none is long.
    const int MostTurns = 1000;

    public static IReadOnlyList<LeasedJob> Lease(StoreSql sql, LeaseRequest request)
    {
        Hold(sql, request.Epoch);
        // What was chosen before would be found again: to this transaction its rows are not locked.
        Keep(sql);
        var admission = Limits.Admission(sql, request.Now);
        var turns = new List<(long Job, DateTimeOffset At)>();
        var taken = Choose(sql, request, admission, turns);
        if (admission is not null) Limits.Keep(sql, admission, turns);
        if (taken.Exists(t => t.Job.OrderingKey is not null))
        {
            // Of workers that lease at once, one gets the key; the others leave the job to it.
            var held = sql.Query("hold_keys", r => r.GetInt64(0), (object)taken.Select(t => t.Job.Id).ToArray()).ToHashSet();
            taken.RemoveAll(t => t.Job.OrderingKey is not null && !held.Contains(t.Job.Id));
        }
        sql.Chosen = taken.ToDictionary(t => t.Job.Id, t => t.Row);
        return taken.ConvertAll(t => t.Job);
    }

    /// <summary>Leases what was chosen and has not been entered.</summary>
    public static void Keep(StoreSql sql)
    {
        if (sql.Chosen.Count == 0) return;
        var list = List(sql, sql.Chosen.Keys);
        sql.Execute("lease", list.Epoch, list.Number, list.Jobs, list.Over, sql.Chosen.Values.ToArray());
        sql.Chosen = StoreSql.None;
    }

    /// <summary>Enters those that were leased and not entered before.</summary>
    public static HashSet<long> Enter(StoreSql sql, long epoch, IReadOnlyList<long> jobs)
    {
        Hold(sql, epoch);
        if (sql.Chosen.Count == 0) return Enter(jobs);
        var rows = sql.Chosen;
        var (chosen, before) = (jobs.Where(rows.ContainsKey).ToHashSet(), jobs.Where(j => !rows.ContainsKey(j)).ToList());
        sql.Chosen = chosen.Count == rows.Count ? StoreSql.None : rows.Where(r => !chosen.Contains(r.Key)).ToDictionary();
        var entered = chosen.Count > 0 ? LeaseAndEnter(List(sql, chosen)) : [];
        if (before.Count > 0) entered.UnionWith(Enter(before));
        // A handler may look for jobs that nobody has leased.
        Keep(sql);
        return entered;

        HashSet<long> Enter(IReadOnlyList<long> ids) => [.. sql.Query("enter", r => r.GetInt64(0), epoch, ids.ToArray())];

        HashSet<long> LeaseAndEnter(NewList list) =>
            [.. sql.Query("lease_and_enter", r => r.GetInt64(0), epoch, list.Number, list.Jobs, list.Over, list.Jobs.Select(j => rows[j]).ToArray())];
    }

    /// <summary>Refuses the transaction when the epoch is over; until the transaction is, nobody ends it.</summary>
    public static void Hold(StoreSql sql, long epoch)
    {
        if (sql.Held?.Number == epoch) return;
        sql.Held = sql.First("hold_epoch", r => new HeldEpoch(epoch, r.GetBoolean(0), Columns.InstantOrNull(r, 1)), sql.Standstill, epoch);
        if (sql.Held is not null) return;
        sql.Leases.Forget(epoch);
        throw new EpochOverException(epoch);
    }

    static NewList List(StoreSql sql, IEnumerable<long> jobs)
    {
        var epoch = sql.Held!.Number;
        var list = new NewList(epoch, sql.Leases.Next(), [.. jobs], sql.Leases.Over(epoch));
        sql.Moved = sql.Moved.Add(list);
        return list;
    }

    static List<(LeasedJob Job, string Row)> Choose(StoreSql sql, LeaseRequest request, Admission? admission, List<(long Job, DateTimeOffset At)> turns)
    {
        var taken = new List<(LeasedJob, string)>();
        var seen = new List<long>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var queue in request.Queues)
        {
            var front = sql.Fronts.Of(queue);
            for (var (more, anew) = (true, false); more && taken.Count < request.Limit && turns.Count < MostTurns && admission?.IsFull(queue) != true;)
            {
                var (wanted, before) = (request.Limit - taken.Count, taken.Count);
                var look = front.Begin(anew);
                var due = Due(sql, request, queue, look.From, seen, admission, wanted);
                foreach (var (job, limit, key, hasTurn, _, row) in due)
                {
                    seen.Add(job.Id);
                    // Jobs of a key already taken in this call are passed over.
                    if (job.OrderingKey is { } ordering && keys.Contains(ordering)) continue;
                    if (admission is not null)
                    {
                        if (admission.TurnOf(queue, limit, key, hasTurn) is not { } turn) continue;
                        if (turn > request.Now)
                        {
                            turns.Add((job.Id, turn));
                            continue;
                        }
                    }
                    if (job.OrderingKey is not null) keys.Add(job.OrderingKey);
                    taken.Add((job, row));
                }
                var isFull = due.Count == wanted;
                // What was passed over, or left out for a limit, may be free the next time.
                var isAllTaken = admission is null && taken.Count - before == due.Count;
                front.Looked(look, !isFull ? null : isAllTaken ? due[^1].Place.Next : due[0].Place);
                // Some may be passed over, and what is behind them taken; and at the end it may be that only what lies before is left.
                anew = !isFull && look.From is not null;
                more = isFull || anew;
            }
        }
        return taken;
    }

    static List<(LeasedJob Job, string? Limit, string LimitKey, bool HasTurn, Front.Place Place, string Row)> Due(
        StoreSql sql, LeaseRequest request, string queue, Front.Place? from, List<long> seen, Admission? admission, int wanted)
    {
        var place = from ?? new Front.Place(long.MinValue, "", long.MinValue);
        return sql.Query(
            "due",
            r =>
            {
                var (job, limit, key, hasTurn) = Columns.Due(r, request.Epoch);
                return (job, limit, key, hasTurn, new Front.Place(r.GetInt64(18), job.OrderingKey ?? "", job.Id), r.GetString(19));
            },
            queue, place.Rank, place.Key, place.Job, Columns.Of(request.Now), seen.ToArray(), Columns.Of(request.Kinds), admission?.Full.Select(f => f.ToString()).ToArray() ?? [], wanted);
    }

    // Of what was begun, one may have taken the worker down.
    static void Suspect(StoreSql sql, long epoch)
    {
        var begun = sql.Query("begun_of_epoch", r => (Job: Columns.Ending(r), Alone: r.GetInt32(8), Most: r.GetInt32(9)), epoch);
        if (begun is [var (job, alone, most)] && alone + 1 >= most)
            // The business clock is not known here; that job was due by it.
            Ending.Finish(sql, [new JobEnd(job, JobEndKind.Parked, null, Suspicion.Reason(most)) { Code = ReasonCodes.WorkerLost }], job.RunAt);
        else if (begun.Count > 0) sql.Execute("suspect_jobs_of_epoch", begun.Count, epoch);
    }

    public static int End(StoreSql sql, long epoch) => sql.Any("lock_epoch", epoch) ? Return(sql, epoch) : 0;

    public static int ReturnLost(StoreSql sql, TimeSpan lostAfter) => sql.Query("lost_epochs", r => r.GetInt64(0), lostAfter).Sum(epoch =>
    {
        sql.Execute("list_jobs_of_epoch", epoch);
        Suspect(sql, epoch);
        return Return(sql, epoch);
    });

    static int Return(StoreSql sql, long epoch)
    {
        sql.Execute("release_keys_of_epoch", epoch);
        var returned = sql.Execute("return_jobs_of_epoch", epoch);
        sql.Execute("end_epoch", epoch);
        return returned;
    }
}
