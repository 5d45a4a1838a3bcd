using Stillso;

namespace MonthClose;

/// <summary>What one service earned in one currency.</summary>
readonly record struct ServiceRevenue(string Service, string Currency, decimal Amount);

/// <summary>revenue.csv: credits less debits of <c>revenue:&lt;service&gt;</c> posted in the period.</summary>
static class RevenueReport
{
    public const string File = "revenue.csv";
    public const string Header = "period,service_name,currency,amount";

    public static bool IsRevenue(string account) => account.StartsWith(LedgerAccount.Revenue(""), StringComparison.Ordinal);

    public static IReadOnlyList<ServiceRevenue> Of(LedgerTotals totals) =>
        [.. totals.InOrder.Where(t => t.Turnover.HasMoved && IsRevenue(t.Account))
            .Select(t => new ServiceRevenue(t.Account[LedgerAccount.Revenue("").Length..], t.Currency, t.Turnover.Credit - t.Turnover.Debit))];

    public static IEnumerable<Cell[]> Rows(string period, IEnumerable<ServiceRevenue> revenue) =>
        revenue.Select(r => new[] { Cell.Text(period), Cell.Text(r.Service), Cell.Text(r.Currency), Cell.Amount(r.Amount, r.Currency) });
}
