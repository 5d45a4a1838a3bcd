using Stillso;

namespace MonthClose;

/// <summary>The trial balance, a table per currency.</summary>
static class TrialBalanceSection
{
    const int Tables = 20;
    const int RowsInAll = 260;

    public static PageSection Of(ClosePage page)
    {
        var currencies = page.Ledger.InOrder.Where(t => t.Turnover.HasBegun).GroupBy(t => t.Currency, StringComparer.Ordinal).OrderBy(g => g.Key, CodePoints.Order).ToList();
        var most = Math.Max(5, RowsInAll / Math.Max(1, Math.Min(Tables, currencies.Count)));
        return new PageSection("trial-balance", "Trial balance")
        {
            Intro = currencies.Count == 0 ? "Nothing was posted up to this period."
                : "Opening and closing are debits less credits. Debits and credits of the period are equal in every currency."
                + (currencies.Count > Tables ? $" The first {Tables} of {currencies.Count} currencies; all of them are in {TrialBalanceReport.File}." : ""),
            Tables = [.. currencies.Take(Tables).Select(g => Table(g.Key, [.. g.Select(t => (t.Account, t.Turnover))], most))],
        };
    }

    static PageTable Table(string currency, IReadOnlyList<(string Account, Turnover Turnover)> accounts, int most)
    {
        var (shown, note) = PageLayout.Cap(accounts, most, TrialBalanceReport.File);
        return new PageTable(
            $"Trial balance in {currency}",
            [PageColumn.Text("Ledger account"), PageColumn.Number("Opening"), PageColumn.Number("Debit"), PageColumn.Number("Credit"), PageColumn.Number("Closing")],
            [
                .. shown.Select(a => Row(PageWords.Account(a.Account), currency, a.Turnover.Opening, a.Turnover.Debit, a.Turnover.Credit, isTotal: false)),
                Row("Total", currency, accounts.Sum(a => a.Turnover.Opening), accounts.Sum(a => a.Turnover.Debit), accounts.Sum(a => a.Turnover.Credit), isTotal: true),
            ]) { Note = note };
    }

    static PageRow Row(string name, string currency, decimal opening, decimal debit, decimal credit, bool isTotal) => new(
        [name, PageCell.Amount(opening, currency), PageCell.Amount(debit, currency), PageCell.Amount(credit, currency), PageCell.Amount(opening + debit - credit, currency)], isTotal);
}
