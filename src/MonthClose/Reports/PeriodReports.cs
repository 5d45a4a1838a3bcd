using Stillso;

namespace MonthClose;

/// <summary>Writes everything under <c>reports/</c> from one snapshot: docs/formats.md, "Reports".</summary>
/// <param name="sql">The snapshot.</param>
/// <param name="folder">The folder of the close's files.</param>
/// <param name="period">Which period.</param>
/// <param name="now">The business instant.</param>
sealed class PeriodReports(Statements sql, string folder, string period, DateTimeOffset now)
{
    readonly ReportFile files = new(folder);
    readonly LedgerTotals ledger = LedgerTotals.Read(sql, period);
    readonly string seller = new ConditionsReader().Of(sql, period).Seller.GetValueOrDefault("name", "MonthClose");

    /// <summary>Writes the files.</summary>
    /// <param name="gatewayCharges">The gateway's own books; null: it is not the simulator.</param>
    /// <exception cref="ReportDisagreesException">A report says something else than the ledger.</exception>
    public void Write(IReadOnlyList<GatewayCharge>? gatewayCharges)
    {
        var summary = CloseSummary.Of(sql, period);
        var (revenue, exceptions) = (RevenueReport.Of(ledger), ExceptionsReport.Read(sql, period));
        files.Write(RevenueReport.File, RevenueReport.Header, RevenueReport.Rows(period, revenue));
        files.Write(TrialBalanceReport.File, TrialBalanceReport.Header, TrialBalanceReport.Rows(period, ledger));
        files.Write(ExceptionsReport.File, ExceptionsReport.Header, ExceptionsReport.Rows(exceptions));
        WriteBilled();
        var aging = WriteAging();
        WriteCredits();
        var cash = WriteCash(gatewayCharges);
        summary.Write(folder);
        new ClosePage
        {
            Summary = summary, Seller = seller, Now = now, Ledger = ledger, Revenue = revenue, Exceptions = exceptions, Aging = aging, Cash = cash,
            Progress = PageQueries.Progress(sql, period), Activity = PageQueries.Activity(sql, period), Races = PageQueries.Races(sql, period),
            UnansweredCharges = PageQueries.UnansweredCharges(sql), UnansweredMails = PageQueries.UnansweredMails(sql),
        }.Write(Path.Combine(files.Path, "close.html"));
    }

    // Tax and FOCUS are of the same invoices: one pass feeds both.
    void WriteBilled()
    {
        var tax = new TaxReport();
        using var focus = new FocusReport(files.Path, seller);
        foreach (var (invoice, account, name, country, zone) in sql.Stream(
            Sql.Text["report_billed_invoices"],
            r => (BookReader.Invoice(r), r.GetString(0), r.GetString(20), BookReader.Text(r, 21), r.GetString(22)), period))
        {
            tax.Add(invoice, country);
            focus.Add(invoice, account, name, zone);
        }
        var taxPosted = ledger.Earned(a => a == LedgerAccount.TaxPayable);
        LedgerCheck.Agree(TaxReport.File, tax.Sums, $"{LedgerAccount.TaxPayable} posted in {period}", taxPosted);
        LedgerCheck.Agree(FocusReport.File, focus.Billed, $"revenue and {LedgerAccount.TaxPayable} posted in {period}", taxPosted + ledger.Earned(RevenueReport.IsRevenue));
        files.Write(TaxReport.File, TaxReport.Header, tax.Rows(period));
        files.Write(FocusReport.File, FocusReport.Header, focus.Rows());
    }

    ReceivablesAging WriteAging()
    {
        var aging = new ReceivablesAging(now);
        aging.ReadCarried(sql);
        files.Write(ReceivablesAging.File, ReceivablesAging.Header, Checked(
            aging.Rows(ReceivablesAging.Read(sql)),
            () => LedgerCheck.Agree(ReceivablesAging.File, aging.Due + aging.Carried, LedgerAccount.Receivable, ledger.Balance(LedgerAccount.Receivable))));
        return aging;
    }

    void WriteCredits()
    {
        var credits = new CreditsReport(now);
        files.Write(CreditsReport.File, CreditsReport.Header, Checked(
            credits.Rows(sql),
            () => LedgerCheck.Agree(CreditsReport.File, credits.Remaining, LedgerAccount.CustomerCredit, ledger.CreditBalance(LedgerAccount.CustomerCredit))));
    }

    CashReconciliation? WriteCash(IReadOnlyList<GatewayCharge>? charges)
    {
        var cash = new CashReconciliation();
        files.Write(CashReconciliation.File, CashReconciliation.Header, charges is null ? [] : Checked(
            cash.Rows(CashReconciliation.Match(CashReconciliation.ReadOurs(sql), CashReconciliation.Theirs(charges))),
            () => LedgerCheck.Agree(CashReconciliation.File, cash.Ours, LedgerAccount.CashGateway, ledger.Balance(LedgerAccount.CashGateway))));
        return charges is null ? null : cash;
    }

    // The sums are there when the last row was taken; what is thrown then leaves the file as it was.
    static IEnumerable<Cell[]> Checked(IEnumerable<Cell[]> rows, Action check)
    {
        foreach (var row in rows) yield return row;
        check();
    }
}
