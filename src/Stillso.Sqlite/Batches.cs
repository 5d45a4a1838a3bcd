using System.Data.Common;

namespace Stillso.Sqlite;

/// <summary>How jobs are counted into their batches and out of them.</summary>
static class Batches
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public static bool Open(Statements sql, NewBatch batch) => sql.Execute(
        Text["open_batch"], batch.Id, Callback(batch.OnSuccess), Callback(batch.OnFailure), Callback(batch.OnComplete),
        batch.Success.ToString(), batch.StaysOpen ? 1 : 0) == 1;

    public static BatchState? Find(Statements sql, string id) => sql.First(Text["find_batch"], State, id);

    public static void CountIn(Statements sql, string id, int jobs)
    {
        if (sql.Execute(Text["count_into_batch"], jobs, id) == 1) return;
        throw new InvalidOperationException(Find(sql, id) switch
        {
            null => $"Batch \"{id}\" is not open: open it before enqueueing into it.",
            { IsCancelled: true } => $"Batch \"{id}\" was cancelled: nothing can be added to it.",
            _ => $"Batch \"{id}\" is complete: let it stay open until it has all its jobs.",
        });
    }

    public static void CountOut(Statements sql, string id, IReadOnlyCollection<JobEndKind> ends, DateTimeOffset now) => Change(sql, id, now, batch => batch with
    {
        Pending = batch.Pending - ends.Count,
        Superseded = batch.Superseded + ends.Count(e => e == JobEndKind.Superseded),
        Parked = batch.Parked + ends.Count(e => e == JobEndKind.Parked),
        Dead = batch.Dead + ends.Count(e => e == JobEndKind.Dead),
        Discarded = batch.Discarded + ends.Count(e => e == JobEndKind.Cancelled),
    });

    public static void Discard(Statements sql, string id, int jobs, DateTimeOffset now) =>
        Change(sql, id, now, batch => batch with { Pending = batch.Pending - jobs, Discarded = batch.Discarded + jobs });

    public static void Seal(Statements sql, string id, DateTimeOffset now) => Change(sql, id, now, batch => batch with { IsOpen = false });

    public static int Cancel(Statements sql, string id, DateTimeOffset now)
    {
        var jobs = sql.Query(Text["not_begun_of_batch"], r => r.GetInt64(0), id);
        Queueing.Remove(sql, jobs);
        Change(sql, id, now, batch => batch with
        {
            Pending = batch.Pending - jobs.Count, Discarded = batch.Discarded + jobs.Count, IsCancelled = true, IsOpen = false,
        });
        return jobs.Count;
    }

    /// <summary>Those of them that are not complete.</summary>
    public static IReadOnlyList<string> Incomplete(Statements sql, IReadOnlyList<string> ids) => [.. ids.Distinct(StringComparer.Ordinal).Where(id =>
        !(Find(sql, id) ?? throw new InvalidOperationException($"Batch \"{id}\" is unknown: open it before enqueueing what comes after it.")).IsComplete)];

    static void Change(Statements sql, string id, DateTimeOffset now, Func<BatchState, BatchState> change)
    {
        var (before, batch) = sql.First(Text["find_batch"], r => (State(r), Callbacks(r)), id);
        if (before is null) throw new InvalidOperationException($"There is no batch \"{id}\".");
        var after = change(before);
        sql.Execute(
            Text["count_out_of_batch"], after.Pending, after.Superseded, after.Parked, after.Dead, after.Discarded,
            after.IsOpen ? 1 : 0, after.IsCancelled ? 1 : 0, after.IsComplete || BatchCallbacks.Completes(after) ? 1 : 0, id);
        if (BatchCallbacks.Completes(after)) Queueing.ReleaseWaitsForBatch(sql, id);
        if (BatchCallbacks.Due(before, after, batch).ToList() is { Count: > 0 } callbacks) Queueing.Insert(sql, callbacks, now);
    }

    static BatchState State(DbDataReader r) => new(
        r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6),
        r.GetInt64(7) == 1, r.GetInt64(8) == 1, r.GetInt64(9) == 1);

    static NewBatch Callbacks(DbDataReader r) => new(r.GetString(0))
    {
        OnSuccess = Callback(Columns.Text(r, 10)), OnFailure = Callback(Columns.Text(r, 11)), OnComplete = Callback(Columns.Text(r, 12)),
        Success = Enum.Parse<BatchSuccess>(r.GetString(13)),
    };

    static string? Callback(NewJob? job) => job is null ? null : Columns.Of(job);

    static NewJob? Callback(string? job) => job is null ? null : Columns.Job(job);
}
