using System.Data.Common;

namespace Stillso.Postgres;

/// <summary>How jobs are counted into their batches and out of them, with the batch's row locked.</summary>
static class Batches
{
    public static bool Open(StoreSql sql, NewBatch batch) => sql.Execute(
        "open_batch", batch.Id, Callback(batch.OnSuccess), Callback(batch.OnFailure), Callback(batch.OnComplete), batch.Success.ToString(), batch.StaysOpen) == 1;

    public static BatchState? Find(StoreSql sql, string id) => sql.First("find_batch", State, id);

    /// <summary>Locks a batch's row, if there is one.</summary>
    public static void Lock(StoreSql sql, string id) => sql.First("lock_batch", State, id);

    /// <summary>Counts jobs in, by batch; always in order, so that no two wait for each other.</summary>
    public static void CountIn(StoreSql sql, IEnumerable<string> batchOfEach)
    {
        foreach (var batch in batchOfEach.GroupBy(b => b, StringComparer.Ordinal).OrderBy(b => b.Key, StringComparer.Ordinal)) CountIn(sql, batch.Key, batch.Count());
    }

    static void CountIn(StoreSql sql, string id, int jobs)
    {
        if (sql.Execute("count_into_batch", jobs, id) == 1) return;
        throw new InvalidOperationException(Find(sql, id) switch
        {
            null => $"Batch \"{id}\" is not open: open it before enqueueing into it.",
            { IsCancelled: true } => $"Batch \"{id}\" was cancelled: nothing can be added to it.",
            _ => $"Batch \"{id}\" is complete: let it stay open until it has all its jobs.",
        });
    }

    public static void CountOut(StoreSql sql, string id, IReadOnlyCollection<JobEndKind> ends, DateTimeOffset now) => Change(sql, id, now, batch => batch with
    {
        Pending = batch.Pending - ends.Count,
        Superseded = batch.Superseded + ends.Count(e => e == JobEndKind.Superseded),
        Parked = batch.Parked + ends.Count(e => e == JobEndKind.Parked),
        Dead = batch.Dead + ends.Count(e => e == JobEndKind.Dead),
        Discarded = batch.Discarded + ends.Count(e => e == JobEndKind.Cancelled),
    });

    public static void Discard(StoreSql sql, string id, int jobs, DateTimeOffset now) =>
        Change(sql, id, now, batch => batch with { Pending = batch.Pending - jobs, Discarded = batch.Discarded + jobs });

    public static void Seal(StoreSql sql, string id, DateTimeOffset now) => Change(sql, id, now, batch => batch with { IsOpen = false });

    public static int Cancel(StoreSql sql, string id, DateTimeOffset now)
    {
        var taken = 0;
        Change(sql, id, now, batch =>
        {
            // Its row is locked: nobody adds to it any more.
            var jobs = sql.Query("take_back_batch", r => r.GetInt64(0), id);
            Queueing.ReleaseWaitsForJobs(sql, jobs);
            taken = jobs.Count;
            return batch with { Pending = batch.Pending - taken, Discarded = batch.Discarded + taken, IsCancelled = true, IsOpen = false };
        });
        return taken;
    }

    /// <summary>Those of them that are not complete; none of them completes before this transaction is over.</summary>
    public static IReadOnlySet<string> Incomplete(StoreSql sql, IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0) return new HashSet<string>();
        var found = sql.Query("lock_batches", r => (Id: r.GetString(0), IsComplete: r.GetBoolean(1)), (object)ids.ToArray());
        if (ids.Except(found.Select(b => b.Id), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException($"Batch \"{unknown}\" is unknown: open it before enqueueing what comes after it.");
        return found.Where(b => !b.IsComplete).Select(b => b.Id).ToHashSet(StringComparer.Ordinal);
    }

    static void Change(StoreSql sql, string id, DateTimeOffset now, Func<BatchState, BatchState> change)
    {
        var (before, batch) = sql.First("lock_batch", r => (State(r), Callbacks(r)), id);
        if (before is null) throw new InvalidOperationException($"There is no batch \"{id}\".");
        var after = change(before);
        sql.Execute(
            "count_out_of_batch", after.Pending, after.Superseded, after.Parked, after.Dead, after.Discarded,
            after.IsOpen, after.IsCancelled, after.IsComplete || BatchCallbacks.Completes(after), id);
        if (BatchCallbacks.Completes(after)) Queueing.ReleaseWaitsForBatch(sql, id);
        if (BatchCallbacks.Due(before, after, batch).ToList() is { Count: > 0 } callbacks) Queueing.Insert(sql, callbacks, now);
    }

    static BatchState State(DbDataReader r) => new(
        r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6),
        r.GetBoolean(7), r.GetBoolean(8), r.GetBoolean(9));

    static NewBatch Callbacks(DbDataReader r) => new(r.GetString(0))
    {
        OnSuccess = Callback(Columns.Text(r, 10)), OnFailure = Callback(Columns.Text(r, 11)), OnComplete = Callback(Columns.Text(r, 12)),
        Success = Enum.Parse<BatchSuccess>(r.GetString(13)),
    };

    static string? Callback(NewJob? job) => job is null ? null : Columns.Of(job);

    static NewJob? Callback(string? job) => job is null ? null : Columns.Job(job);
}
