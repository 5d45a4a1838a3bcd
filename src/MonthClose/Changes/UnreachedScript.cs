using Stillso;

namespace MonthClose;

/// <summary>Script rows whose boundary was never reached.</summary>
public static class UnreachedScript
{
    /// <summary>The rows, in the order of the file.</summary>
    public static IReadOnlyList<StoredScriptRow> Rows(Statements sql) => sql.Query(
        Sql.Text["script_rows_to_fire"], r => new StoredScriptRow(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)));
}

/// <summary>The currencies of accounts.</summary>
public static class Currencies
{
    /// <summary>The account's currency; null: there is no such account.</summary>
    public static Currency? Of(Statements sql, string accountId) =>
        sql.First(Sql.Text["currency_of_account"], r => Currency.Get(r.GetString(0)), accountId);
}
