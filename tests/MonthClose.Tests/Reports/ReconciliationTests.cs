namespace MonthClose.Tests;

/// <summary>Our charges beside the gateway's.</summary>
public sealed class ReconciliationTests
{
    [Fact]
    public void Both_books_are_walked_in_order_of_reference()
    {
        OurCharge[] ours =
        [
            new("pi_b", "acct_b", "2024-09-000002", "USD", 10), new("pi_c", "acct_c", "2024-09-000003", "USD", 10), new("pi_d", "acct_d", "2024-09-000004", "HUF", 2565),
            new("pi_e", "acct_e", "2024-09-000005", "USD", null), new("pi_f", "acct_f", "2024-09-000006", "USD", null),
        ];
        GatewayCharge[] theirs =
        [
            Charge("pi_z", 100, "usd"), Charge("pi_a", 50, "usd"), Charge("pi_b", 1000, "usd"), Charge("pi_d", 256400, "huf"), Charge("pi_e", 700, "usd"),
            Charge("pi_g", 900, "usd") with { Status = "failed" },
        ];
        var cash = new CashReconciliation();
        var rows = cash.Rows(CashReconciliation.Match(ours, CashReconciliation.Theirs(theirs))).Select(r => string.Join(',', r.Select(c => c.ToFile()))).ToList();
        Assert.Equal(
            [
                "pi_a,,,USD,,0.50,-0.50,missing_here", "pi_b,acct_b,2024-09-000002,USD,10.00,10.00,0.00,matched",
                "pi_c,acct_c,2024-09-000003,USD,10.00,,10.00,missing_at_gateway", "pi_d,acct_d,2024-09-000004,HUF,2565,2564,1,amount_differs",
                "pi_e,acct_e,2024-09-000005,USD,,7.00,-7.00,missing_here", "pi_z,,,USD,,1.00,-1.00,missing_here",
            ], rows);
        Assert.Equal((20m, 2565m), (cash.Ours["USD"], cash.Ours["HUF"]));
        Assert.Equal(3, cash.States["missing_here"]);
    }

    [Fact]
    public void Nothing_in_both_books_is_no_row() => Assert.Empty(CashReconciliation.Match([], []));

    static GatewayCharge Charge(string reference, long amount, string currency) => new(reference, "", amount, currency, "pm", "succeeded", "2024-10-01T00:00:00Z");
}
