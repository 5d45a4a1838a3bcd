namespace CheckingTests;

/// <summary>Every report, right and then wrong in one place.</summary>
public sealed class ReportTests
{
    [Fact]
    public void Honest_reports_have_no_findings()
    {
        using var close = ReportedClose.Write();
        Assert.Empty(close.Check().Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("revenue.csv", "Compute,USD,109.30", "Compute,USD,109.31", "do not give")]
    [InlineData("revenue.csv", "'=Evil", "=Evil", "formula")]
    [InlineData("revenue.csv", "2024-09,Compute,EUR,-5.00\n", "", "lacks")]
    [InlineData("revenue.csv", "2024-09,'=Evil,USD,10.00\n2024-09,Compute,EUR,-5.00\n", "2024-09,Compute,EUR,-5.00\n2024-09,'=Evil,USD,10.00\n", "above")]
    [InlineData("revenue.csv", "service_name", "service", "header")]
    [InlineData("tax.csv", "0.2,USD,1,100.00,20.00", "0.20,USD,1,100.00,20.00", "do not give")]
    [InlineData("tax.csv", "USD,1,100.00,20.00", "USD,1,100.00,21.00", "tax_payable")]
    [InlineData("tax.csv", "USD,4,19.30", "USD,3,19.30", "do not give")]
    [InlineData("receivables_aging.csv", "35,31-60", "35,0-30", "do not give")]
    [InlineData("receivables_aging.csv", "35,31-60,10.00", "35,31-60,6.00", "receivable")]
    [InlineData("credits.csv", "3.00,1.00,2.00,expired", "3.00,1.00,2.00,usable", "by the other files")]
    [InlineData("credits.csv", "3.00,1.00,2.00,expired", "3.00,0.00,3.00,expired", "customer_credit")]
    [InlineData("credits.csv", "d,prepaid,USD,2024-10-01T00:00:00Z,,2.00,0.00,2.00", "d,prepaid,USD,2024-10-01T00:00:00Z,,3.00,0.00,3.00", "no credit")]
    [InlineData("credits.csv", "USD,2024-10-02T10:00:00Z", "USD,2024-10-02T10:00:01Z", "was granted at")]
    [InlineData("credits.csv", "2024-11-05T00:00:00Z,c/credit,c,goodwill,EUR,2024-10-01T00:00:00Z,,5.00,0.00,5.00,usable\n", "", "lacks")]
    [InlineData("cash_reconciliation.csv", "120.00,120.00,0.00,matched", "120.00,,120.00,missing_at_gateway", "do not give")]
    [InlineData("cash_reconciliation.csv", "pi_2024-09-000001/1,a,2024-09-000001,USD,120.00,120.00,0.00,matched\n", "", "cash_gateway")]
    [InlineData("trial_balance.csv", "receivable,USD,0.00,139.30,129.00,10.30", "receivable,USD,1.00,139.30,129.00,11.30", "do not give")]
    [InlineData("trial_balance.csv", "2024-09,promotions,USD,0.00,3.00,0.00,3.00\n", "", "debits are")]
    [InlineData("exceptions.csv", "is due,1", "is due,2", "do not give")]
    [InlineData("focus.csv", "100.00,a,Ada", "101.00,a,Ada", "no line or tax")]
    [InlineData("focus.csv", "1.00,e,Ed,USD,2024-09-01T00:00:00Z", "1.00,e,Ed,USD,2024-09-01T02:00:00Z", "lacks")]
    [InlineData("focus.csv", "'@Bob", "@Bob", "formula")]
    [InlineData("summary.json", "\"USD\":\"139.30\"", "\"USD\":\"139.00\"", "invoiced USD")]
    [InlineData("summary.json", "\"2024-09\"", "\"2024-08\"", "not of 2024-09")]
    [InlineData("close.html", "<svg>", "<img src=\"https://example.com/chart.png\"><svg>", "elsewhere")]
    public void A_report_that_the_other_files_do_not_give_is_reported(string file, string was, string becomes, string says)
    {
        using var close = ReportedClose.Write();
        var findings = close.Break("2024-09", "reports/" + file, was, becomes).Check();
        Assert.All(findings, f => Assert.Equal(8, f.Invariant));
        Assert.Contains(findings, f => f.File == "reports/" + file && f.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Reports_of_two_instants_are_reported()
    {
        using var close = ReportedClose.Write();
        var path = Path.Combine(close.Out("2024-09"), "reports/credits.csv");
        File.WriteAllText(path, File.ReadAllText(path).Replace("2024-11-05", "2024-11-06", StringComparison.Ordinal));
        Assert.Contains(close.Check(), f => f.Message.Contains("is as of", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_report_is_reported_if_it_is_required()
    {
        using var close = ReportedClose.Write();
        File.Delete(Path.Combine(close.Out("2024-09"), "reports/focus.csv"));
        Assert.Equal("reports/focus.csv", Assert.Single(close.Check()).File);
        close.Options = close.Options with { RequireReports = false };
        Assert.Empty(close.Check());
    }
}
