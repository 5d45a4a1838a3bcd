using System.Data.Common;
using Stillso;

namespace MonthClose;

/// <summary>credits.csv: every credit that the ledger has, and what is left of it now.</summary>
sealed class CreditsReport(DateTimeOffset now)
{
    public const string File = "credits.csv";
    public const string Header = "as_of,credit_id,account_id,kind,currency,granted_at,expires_at,amount,applied,remaining,state";

    /// <summary>What is left, by currency; there when the last row was taken.</summary>
    public CurrencySums Remaining { get; } = new();

    public static string StateOf(decimal remaining, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        remaining == 0 ? "used" : expiresAt <= now ? "expired" : "usable";

    public IEnumerable<Cell[]> Rows(Statements sql) => sql.Stream(Sql.Text["report_credits"], Row);

    Cell[] Row(DbDataReader r)
    {
        var (amount, remaining) = (BookReader.Money(r, 5, 7), BookReader.Money(r, 6, 7));
        DateTimeOffset? expires = r.IsDBNull(4) ? null : BookReader.Instant(r, 4);
        Remaining.Add(r.GetString(7), remaining.Amount);
        return
        [
            Cell.At(now), Cell.Text(r.GetString(0)), Cell.Text(r.GetString(1)), Cell.Text(r.GetString(2)), Cell.Text(r.GetString(7)), Cell.At(BookReader.Instant(r, 3)),
            Cell.At(expires), Cell.Of(amount), Cell.Of(amount - remaining), Cell.Of(remaining), Cell.Text(StateOf(remaining.Amount, expires, now)),
        ];
    }
}
