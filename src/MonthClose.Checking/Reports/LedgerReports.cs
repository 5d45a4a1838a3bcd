namespace MonthClose.Checking;

/// <summary>The reports that are sums of the journal, and the one of taxes, which must agree with it.</summary>
internal static class LedgerReports
{
    public static void Revenue(ReportFile file, IReadOnlyList<CloseView> bases, string period)
    {
        const string prefix = "revenue:";
        file.MustHave([.. bases.Select(b => (IReadOnlyList<IReadOnlyList<string>>)[.. b.Close.Journal
            .Where(j => j.Period == period && j.LedgerAccount.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(j => (j.LedgerAccount, j.Currency))
            .Select(g => (IReadOnlyList<string>)[period, ReportFile.Text(g.Key.LedgerAccount[prefix.Length..]), g.Key.Currency, ReportFile.Money(-g.Sum(j => j.Net), g.Key.Currency)])])]);
        file.MustBeInOrder(Cell.Text, Cell.Text, Cell.Text, Cell.Number);
    }

    public static void Tax(ReportFile file, CloseView view, IReadOnlyList<CloseView> bases, string period)
    {
        var invoices = view.Numbered.Where(i => i.Period == period && i.Currency is not null)
            .Select(i => (
                Invoice: i,
                view.World.Accounts.GetValueOrDefault(i.AccountId)?.Country,
                Rate: view.Pricing.TaxRate(i).ToString(),
                TaxLines: view.Lines[i.InvoiceNumber!].Where(l => l.ChargeCategory == "Tax").Sum(l => l.Amount)));
        file.MustHave([.. invoices.GroupBy(i => (i.Country, i.Rate, i.Invoice.Currency)).Select(g =>
        {
            var currency = g.Key.Currency!;
            var lines = g.Sum(i => i.TaxLines);
            return (IReadOnlyList<string>)
            [
                period, ReportFile.Text(g.Key.Country), g.Key.Rate, currency, $"{g.Count()}", ReportFile.Money(g.Sum(i => i.Invoice.Subtotal ?? 0) - lines, currency),
                ReportFile.Money(g.Sum(i => i.Invoice.Tax ?? 0), currency), ReportFile.Money(lines, currency),
            ];
        })]);
        file.MustBeInOrder(Cell.Text, Cell.Text, Cell.Number, Cell.Text, Cell.Number, Cell.Number, Cell.Number, Cell.Number);
        var told = file.Rows.GroupBy(r => file.At(r, "currency"))
            .ToDictionary(g => g.Key, g => g.Sum(r => Amounts.Parse(file.At(r, "tax")) + Amounts.Parse(file.At(r, "tax_lines"))), StringComparer.Ordinal);
        Balances(file, bases, told, "tax_payable", -1, j => j.Period == period);
    }

    public static void TrialBalance(ReportFile file, IReadOnlyList<CloseView> bases, string period)
    {
        file.MustHave([.. bases.Select(b => (IReadOnlyList<IReadOnlyList<string>>)[.. b.Close.Journal
            .Where(j => string.CompareOrdinal(j.Period, period) <= 0).GroupBy(j => (j.LedgerAccount, j.Currency))
            .Select(g =>
            {
                var here = g.Where(j => j.Period == period).ToList();
                string M(decimal amount) => ReportFile.Money(amount, g.Key.Currency);
                return (IReadOnlyList<string>)
                [
                    period, ReportFile.Text(g.Key.LedgerAccount), g.Key.Currency, M(g.Where(j => j.Period != period).Sum(j => j.Net)),
                    M(here.Sum(j => j.Debit ?? 0)), M(here.Sum(j => j.Credit ?? 0)), M(g.Sum(j => j.Net)),
                ];
            })])]);
        file.MustBeInOrder(Cell.Text, Cell.Text, Cell.Text, Cell.Number, Cell.Number, Cell.Number, Cell.Number);
        foreach (var currency in file.Rows.GroupBy(r => file.At(r, "currency")))
        {
            var (debit, credit) = (currency.Sum(r => Amounts.Parse(file.At(r, "debit"))), currency.Sum(r => Amounts.Parse(file.At(r, "credit"))));
            if (debit != credit)
            {
                file.Report($"in {currency.Key} debits are {debit} and credits {credit}");
            }
        }
    }

    /// <summary>Sums by currency are the balance of a ledger account, by one of the readings of the journal.</summary>
    public static void Balances(
        ReportFile file, IReadOnlyList<CloseView> bases, IReadOnlyDictionary<string, decimal> told, string ledgerAccount, int sign,
        Func<JournalRow, bool>? which = null)
    {
        var readings = bases.Select(b => b.Close.Journal.Where(j => j.LedgerAccount == ledgerAccount && which?.Invoke(j) != false)
            .GroupBy(j => j.Currency).ToDictionary(g => g.Key, g => sign * g.Sum(j => j.Net), StringComparer.Ordinal)).ToList();
        if (!readings.Any(r => r.Keys.Union(told.Keys).All(c => r.GetValueOrDefault(c) == told.GetValueOrDefault(c))))
        {
            file.Report($"adds up to {Show(told)}, and {ledgerAccount} in the journal to {Show(readings[0])}");
        }
    }

    private static string Show(IReadOnlyDictionary<string, decimal> sums) =>
        string.Join(", ", sums.Where(s => s.Value != 0).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Value} {s.Key}").DefaultIfEmpty("nothing"));
}
