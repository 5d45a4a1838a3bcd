namespace MonthClose.Tests;

/// <summary>Totals of the journal, seen from one period, and reports that must equal them.</summary>
public sealed class LedgerTests
{
    static readonly PostedLine[] Lines =
    [
        new("2024-08", "receivable", "USD", 0.3m, 0), new("2024-08", "revenue:Compute", "USD", 0, 0.3m),
        new("2024-09", "receivable", "USD", 10, 0), new("2024-09", "revenue:Compute", "USD", 0, 12.5m), new("2024-09", "revenue:Compute", "USD", 2.5m, 0),
        new("2024-10", "cash_gateway", "USD", 10.3m, 0), new("2024-10", "receivable", "USD", 0, 10.3m),
        new("2024-09", "receivable", "JPY", 5, 0), new("2024-09", "revenue:=1+1", "JPY", 0, 5),
    ];

    [Fact]
    public void Opening_movement_and_closing_are_of_the_period_and_the_balance_is_of_all()
    {
        var totals = LedgerTotals.Of(Lines, "2024-09");
        var rows = TrialBalanceReport.Rows("2024-09", totals).Select(r => string.Join(',', r.Select(c => c.ToFile())));
        Assert.Equal(
            [
                "2024-09,receivable,JPY,0,5,0,5", "2024-09,receivable,USD,0.30,10.00,0.00,10.30", "2024-09,revenue:=1+1,JPY,0,0,5,-5",
                "2024-09,revenue:Compute,USD,-0.30,2.50,12.50,-10.30",
            ], rows);
        Assert.Equal(0, totals.Balance("receivable")["USD"]);
        Assert.Equal(10.3m, totals.Balance("cash_gateway")["USD"]);
    }

    [Fact]
    public void Revenue_is_credits_less_debits_of_the_period_and_a_services_name_is_no_formula()
    {
        var rows = RevenueReport.Rows("2024-09", RevenueReport.Of(LedgerTotals.Of(Lines, "2024-09"))).Select(r => string.Join(',', r.Select(c => c.ToFile())));
        Assert.Equal(["2024-09,'=1+1,JPY,5", "2024-09,Compute,USD,10.00"], rows);
        Assert.Empty(RevenueReport.Of(LedgerTotals.Of(Lines, "2024-10")));
    }

    [Fact]
    public void An_unbalanced_period_is_refused() =>
        Assert.Throws<ReportDisagreesException>(() => TrialBalanceReport.Rows("2024-09", LedgerTotals.Of(Lines.Append(new("2024-09", "receivable", "JPY", 1, 0)), "2024-09")).Count());

    [Fact]
    public void A_disagreement_names_the_report_the_currency_and_both_sums()
    {
        var (told, posted) = (new CurrencySums(), new CurrencySums());
        told.Add("EUR", 0);
        told.Add("USD", 1.5m);
        posted.Add("USD", 2);
        var thrown = Assert.Throws<ReportDisagreesException>(() => LedgerCheck.Agree("credits.csv", told, "customer_credit", posted));
        Assert.Equal("reports/credits.csv was not written: in USD it adds up to 1.5, but customer_credit in the ledger is 2.", thrown.Message);
        told.Add("USD", 0.5m);
        LedgerCheck.Agree("credits.csv", told, "customer_credit", posted);
    }
}
