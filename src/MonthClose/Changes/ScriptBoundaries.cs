using Stillso;

namespace MonthClose;

/// <summary>One row of a script, as the store keeps it.</summary>
/// <param name="Row">Its place in the file; in the store, after the rows of earlier periods' scripts.</param>
/// <param name="Boundary"><c>before:charge</c>, <c>after:invoice</c>, <c>during:charge</c>, ….</param>
/// <param name="AccountId">Whose boundary, and whom it changes.</param>
/// <param name="Change">What happens.</param>
/// <param name="Value">With what.</param>
public sealed record StoredScriptRow(int Row, string Boundary, string AccountId, string Change, string Value);

/// <summary>
/// Makes the changes of a script exactly at the boundaries of a close: each once, ever, in a transaction of its own that
/// also keeps that it fired.
/// </summary>
/// <param name="ledger">The store.</param>
/// <param name="clock">The business clock.</param>
/// <param name="die">Ends the process as by SIGKILL.</param>
public sealed class ScriptBoundaries(ILedger ledger, TimeProvider clock, Action die) : IBoundaries
{
    readonly Dictionary<(string Boundary, string AccountId), List<StoredScriptRow>> rows = [];

    /// <summary>Called after every row that fired: its text and, if it was refused, why.</summary>
    public Action<StoredScriptRow, string?>? OnFired { get; init; }

    /// <summary>Nothing was left to fire when it was loaded.</summary>
    public bool IsEmpty => rows.Count == 0;

    /// <summary>Loads what has not fired; what was reached before a crash fires now, before anything runs.</summary>
    public ScriptBoundaries Load()
    {
        foreach (var row in ledger.Read(tx => tx.Sql.Query(Sql.Text["script_rows_to_fire"], Row)))
        {
            if (!rows.TryGetValue((row.Boundary, row.AccountId), out var list)) rows.Add((row.Boundary, row.AccountId), list = []);
            list.Add(row);
        }
        foreach (var row in ledger.Read(tx => tx.Sql.Query(Sql.Text["script_rows_reached"], Row))) Fire(row);
        return this;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Work> Before(IReadOnlyList<Work> works) => FireAll("before:", works);

    /// <inheritdoc/>
    public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => FireAll("during:", works);

    /// <inheritdoc/>
    public IReadOnlyList<Work> After(IReadOnlyList<Work> works) => FireAll("after:", works);

    /// <inheritdoc/>
    public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction)
    {
        if (IsEmpty) return;
        foreach (var row in works.SelectMany(w => RowsAt("after:", w)))
            transaction.Sql.Execute(Sql.Text["mark_script_row_reached"], row.Row);
    }

    List<Work> FireAll(string when, IReadOnlyList<Work> works)
    {
        var twice = new List<Work>();
        if (IsEmpty) return twice;
        foreach (var work in works)
        {
            foreach (var row in RowsAt(when, work).ToList())
            {
                if (row.Change == "run_twice") twice.Add(work);
                Fire(row);
            }
        }
        return twice;
    }

    IEnumerable<StoredScriptRow> RowsAt(string when, Work work)
    {
        var boundary = when + work.Lease.Kind;
        if (work.Lease.OrderingKey is { } account) return rows.GetValueOrDefault((boundary, account)) ?? [];
        // The report is one step of all accounts: its rows fire in the order of the file.
        return rows.Where(r => r.Key.Boundary == boundary).SelectMany(r => r.Value).OrderBy(r => r.Row);
    }

    void Fire(StoredScriptRow row)
    {
        string? refused = null;
        try
        {
            ledger.Write(tx => Mark(tx, row, Change(tx, row)));
        }
        catch (ChangeRefusedException e)
        {
            // The transaction of the change is rolled back; that it was tried is kept.
            refused = e.Message;
            ledger.Write(tx => Mark(tx, row, null));
        }
        rows.GetValueOrDefault((row.Boundary, row.AccountId))?.Remove(row);
        OnFired?.Invoke(row, refused);
        if (row.Change == "crash") die();
    }

    string? Change(ILedgerTransaction transaction, StoredScriptRow row) => row.Change is "run_twice" or "crash"
        ? null : WorldChanges.Apply(transaction, row.AccountId, row.Change, row.Value, clock.GetUtcNow());

    static int Mark(ILedgerTransaction transaction, StoredScriptRow row, string? changeId) =>
        transaction.Sql.Execute(Sql.Text["mark_script_row_fired"], changeId, row.Row);

    static StoredScriptRow Row(System.Data.Common.DbDataReader r) =>
        new(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4));
}
