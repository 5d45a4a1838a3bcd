namespace MonthClose;

/// <summary>trial_balance.csv: every ledger account and currency with an entry up to and including the period.</summary>
static class TrialBalanceReport
{
    public const string File = "trial_balance.csv";
    public const string Header = "period,ledger_account,currency,opening,debit,credit,closing";

    /// <summary>The rows; debits and credits of each currency are equal, or the last one throws.</summary>
    public static IEnumerable<Cell[]> Rows(string period, LedgerTotals totals)
    {
        var (debits, credits) = (new CurrencySums(), new CurrencySums());
        foreach (var (account, currency, t) in totals.InOrder.Where(t => t.Turnover.HasBegun))
        {
            debits.Add(currency, t.Debit);
            credits.Add(currency, t.Credit);
            Cell Amount(decimal amount) => Cell.Amount(amount, currency);
            yield return [Cell.Text(period), Cell.Text(account), Cell.Text(currency), Amount(t.Opening), Amount(t.Debit), Amount(t.Credit), Amount(t.Closing)];
        }
        LedgerCheck.Agree(File, debits, "the sum of credits", credits);
    }
}
