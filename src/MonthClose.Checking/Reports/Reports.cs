using NodaTime;

namespace MonthClose.Checking;

/// <summary>
/// (8) The journal and the other files reproduce every report. A later period's report may tell of accounts that only an
/// earlier folder lists: then all folders together, up to the report's instant, are what it must agree with.
/// </summary>
internal static class Reports
{
    public static IEnumerable<Finding> Check(CloseView view)
    {
        var dir = view.Close.Directory;
        if (!Directory.Exists(dir))
        {
            return [];
        }

        var revenue = ReportFile.Read(dir, "revenue.csv", "period,service_name,currency,amount");
        var tax = ReportFile.Read(dir, "tax.csv", "period,country,tax_rate,currency,invoices,taxable,tax,tax_lines");
        var aging = ReportFile.Read(dir, "receivables_aging.csv", "as_of,account_id,invoice_number,currency,issued_at,days,bucket,amount_due");
        var credits = ReportFile.Read(dir, "credits.csv", "as_of,credit_id,account_id,kind,currency,granted_at,expires_at,amount,applied,remaining,state");
        var cash = ReportFile.Read(dir, "cash_reconciliation.csv", "gateway_reference,account_id,invoice_number,currency,ours,gateway,difference,state");
        var trial = ReportFile.Read(dir, "trial_balance.csv", "period,ledger_account,currency,opening,debit,credit,closing");
        var exceptions = ReportFile.Read(dir, "exceptions.csv", "decision,step,reason,count");
        var focus = ReportFile.Read(dir, "focus.csv", FocusReport.Header);

        var asOf = aging?.AsOf() ?? credits?.AsOf();
        IReadOnlyList<CloseView> bases = view.All == view
            ? [view]
            : [view, new CloseView(view.All.Folders, Merging.UpTo(view.All.Close, asOf ?? Instant.MaxValue), view.Options, view.All)];
        var period = view.Folders[0].Period;
        Run(revenue, f => LedgerReports.Revenue(f, bases, period));
        Run(tax, f => LedgerReports.Tax(f, view, bases, period));
        Run(trial, f => LedgerReports.TrialBalance(f, bases, period));
        Run(aging, f => OpenReports.Aging(f, bases));
        Run(cash, f => OpenReports.Cash(f, bases));
        Run(exceptions, f => OpenReports.Exceptions(f, view, period));
        Run(credits, f => CreditReport.Check(f, bases));
        Run(focus, f => FocusReport.Check(f, view));

        ReportFile?[] files = [revenue, tax, aging, credits, cash, trial, exceptions, focus];
        return
        [
            .. files.OfType<ReportFile>().SelectMany(f => f.Findings),
            .. AsOf(view, aging?.AsOf(), credits?.AsOf()),
            .. SummaryReport.Check(view, period),
            .. Missing(view),
        ];
    }

    private static void Run(ReportFile? file, Action<ReportFile> check)
    {
        if (file is not null)
        {
            check(file);
        }
    }

    private static IEnumerable<Finding> AsOf(CloseView view, Instant? aging, Instant? credits)
    {
        var last = view.Close.Journal.Select(j => j.At).Concat(view.Close.Decisions.Select(d => d.At)).DefaultIfEmpty(Instant.MinValue).Max();
        if (aging is not null && credits is not null && aging != credits)
        {
            yield return new Finding(8, "reports/credits.csv", null, $"is as of {credits}, receivables_aging.csv as of {aging}");
        }

        if ((aging ?? credits) is { } asOf && asOf < last)
        {
            yield return new Finding(8, "reports/receivables_aging.csv", null, $"is as of {asOf}, and the files know of {last}");
        }
    }

    private static IEnumerable<Finding> Missing(CloseView view)
    {
        string[] names =
        [
            "revenue.csv", "tax.csv", "receivables_aging.csv", "credits.csv", "cash_reconciliation.csv", "trial_balance.csv", "exceptions.csv",
            "focus.csv", "summary.json", "close.html",
        ];
        return view.Options.RequireReports
            ? names.Where(n => !File.Exists(Path.Combine(view.Close.Directory, "reports", n))).Select(n => new Finding(8, "reports/" + n, null, "is missing"))
            : [];
    }
}
