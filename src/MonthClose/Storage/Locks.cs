using System.Data;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>
/// What a transaction relies on is locked before it is read, where others write beside it: in PostgreSQL at READ COMMITTED. SQLite has one writer at a
/// time, and a snapshot changes nothing. Always in this order: subjects, open periods, accounts, batches, invoice series.
/// </summary>
static class Locks
{
    static readonly EmbeddedSql Text = new(typeof(Locks).Assembly, "MonthClose.Storage.Postgres.Sql.");

    /// <summary>Accounts, in order of their ids, so that nobody else reads or changes their books; and the periods that may be posted in, so that none is closed meanwhile.</summary>
    public static void Accounts(ILedgerTransaction transaction, IReadOnlyCollection<string> ids)
    {
        // The engine locks the subjects of premises before it asks for them: everybody does so first.
        transaction.Lock(ids);
        if (!AreNeeded(transaction.Sql)) return;
        transaction.Sql.Query(Text["lock_open_periods"], _ => true);
        transaction.Sql.Query(Text["lock_accounts"], _ => true, JsonSerializer.Serialize(ids));
    }

    /// <summary>
    /// The counters of periods' invoices, as premises are read and not only when numbers are drawn. A worker's turn is several of these transactions in one, so it may
    /// hold the batch of the close, of which it has ended jobs: everybody takes that first.
    /// </summary>
    public static void InvoiceSeries(ILedgerTransaction transaction, IEnumerable<string> periods)
    {
        if (!AreNeeded(transaction.Sql)) return;
        foreach (var period in periods.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            transaction.LockBatch(PeriodClose.BatchOf(transaction, period));
            transaction.Sql.Execute(Text["begin_invoice_series"], period);
            transaction.Sql.Query(Text["lock_invoice_series"], _ => true, period);
        }
    }

    static bool AreNeeded(Statements sql) => sql.Transaction?.IsolationLevel == IsolationLevel.ReadCommitted;
}
