using MonthClose.Checking;

namespace CheckingTests;

/// <summary>A close of usage that prices and rates have to be found for, with tax.</summary>
public sealed class RatedCloseTests
{
    private const string Start = "2024-10-01T00:00:00Z";

    [Fact]
    public void An_honest_rated_close_has_no_findings()
    {
        using var close = Honest();
        Assert.Empty(close.Check().Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("the cap is forgotten", 3, "invoice_lines.csv", "Compute,2024-09,2500.00", "Compute,2024-09,2700.00")]
    [InlineData("tax is on tax as well", 3, "invoices.csv", "2501.00,500.00", "2501.00,500.20")]
    [InlineData("no tax is taken", 3, "invoices.csv", "2501.00,500.00", "2501.00,0.00")]
    [InlineData("the rate of the next month is used", 3, "invoice_lines.csv", "Compute,2024-09,10.40", "Compute,2024-09,13.00")]
    [InlineData("each cost is rounded by itself", 3, "invoice_lines.csv", "Disk,2024-09,0.01", "Disk,2024-09,0.02")]
    [InlineData("a converted currency is written down", 3, "invoices.csv", "b_euro,2024-09,EUR", "b_euro,2024-09,GBP")]
    [InlineData("tax is posted as revenue", 8, "journal.csv", "2024-09,tax_payable,,1.00", "2024-09,revenue:Duty,,1.00")]
    public void A_wrong_price_is_reported(string what, int invariant, string file, string was, string becomes)
    {
        using var close = Honest();
        var findings = close.Break("2024-09", file, was, becomes).Check();
        Assert.True(findings.Any(f => f.Invariant == invariant), $"not reported: {what}");
    }

    [Fact]
    public void What_can_be_rated_must_not_be_parked()
    {
        using var close = Honest();
        close.Input("prices.csv", Prices.Replace(",GB,", ",,", StringComparison.Ordinal));
        Assert.Contains(close.Check(), f => f is { Invariant: 4, Account: "c_unit" } && f.Message.Contains("parked though", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_rated_must_be_parked()
    {
        using var close = Honest();
        close.Input("fx.csv", Rates.Replace("2024-10-01T00:00:00Z,GBP,USD,1.5\n", "", StringComparison.Ordinal));
        Assert.Contains(close.Check(), f => f is { Invariant: 3, Account: "b_euro" } && f.Message.Contains("should be parked", StringComparison.Ordinal));
    }

    [Fact]
    public void Prices_without_a_first_tier_are_no_world_to_close()
    {
        using var close = Honest();
        close.Input("prices.csv", Prices + "sku_x,USD,,1,,,5\n");
        Assert.Contains(close.Check(), f => f is { File: "prices.csv" });
    }

    private const string Prices = """
        sku_id,currency,unit,unit_price,included_quantity,monthly_cap,from_quantity
        sku_c,USD,GB,9,,,100
        sku_c,USD,GB,10,10,2000,
        sku_c,USD,GB,8,,,200

        """;

    private const string Rates = """
        as_of,base,quote,rate
        2024-09-15,EUR,USD,1.25
        2024-09-01T00:00:00Z,EUR,USD,2
        2024-10-02,EUR,USD,1
        2024-10-01T00:00:00Z,GBP,USD,1.5

        """;

    private static Scenario Honest()
    {
        var close = new Scenario()
            .Accounts("a_tiers,A,,USD,UTC,DE,0.2,active,", "b_euro,B,,EUR,UTC,,,active,", "c_unit,C,,USD,UTC,,,active,")
            .Methods("pm_a,a_tiers,true,12,2030", "pm_b,b_euro,true,12,2030")
            .Input("prices.csv", Prices).Input("fx.csv", Rates)
            .Usage(
                "one.csv",
                "a_tiers,2024-09-02T00:00:00Z,,Usage,Compute,sku_c,r1,250,GB,,USD",
                "a_tiers,2024-09-01T00:00:00Z,,Usage,Compute,sku_c,r2,60,,,USD",
                "a_tiers,2024-09-01T00:00:00Z,,Tax,Duty,,,,,1,USD",
                "b_euro,2024-09-01T00:00:00Z,,Usage,Compute,,,,,10,USD",
                "b_euro,2024-09-01T00:00:00Z,,Usage,Compute,,,,,2,GBP",
                "b_euro,2024-09-01T00:00:00Z,,Usage,Disk,,,,,0.004,EUR",
                "b_euro,2024-09-01T00:00:00Z,,Usage,Disk,,,,,0.0125,USD",
                "c_unit,2024-09-01T00:00:00Z,,Usage,Compute,sku_c,r1,5,Hours,,USD")
            .Invoice("2024-09-000001", "a_tiers", "USD", Start, [("Duty", "2024-09", 1), ("Compute", "2024-09", 2500)], tax: 500, paid: 3001)
            .Pays("a_tiers", Start, "2024-09-000001", 3001, "USD", "pm_a")
            .Invoice("2024-09-000002", "b_euro", "EUR", Start, [("Compute", "2024-09", 10.40m), ("Disk", "2024-09", 0.01m)], paid: 10.41m)
            .Pays("b_euro", Start, "2024-09-000002", 10.41m, "EUR", "pm_b")
            .Row("invoices.csv", "c_unit", Start, ",c_unit,2024-09,USD,,,,,,,,parked,")
            .Decide("c_unit", Start, "", "rate", "parked", "usage=1", reason: "sku_c is priced in GB and not in Hours");
        return close.Close("2024-09");
    }
}
