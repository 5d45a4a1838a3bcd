namespace CheckingTests;

/// <summary>Two invoices hold one account; the older is paid.</summary>
public sealed class HoldTests
{
    private const string Paid = "2024-11-20T10:00:00Z";

    [Theory]
    [InlineData("", true, true)]
    [InlineData(Paid, true, true)]
    [InlineData("2024-11-20T09:00:00Z", true, false)]
    [InlineData("", false, false)]
    [InlineData(Paid, false, true)]
    public void A_hold_may_outlive_its_debt_only_while_another_invoice_keeps_it(string released, bool isKept, bool right)
    {
        using var store = new Scenario()
            .Accounts("a,A,,USD,UTC,,,active,").Methods()
            .Usage("one.csv", SeveralPeriodsTests.Row("a", "2024-09", "10"), SeveralPeriodsTests.Row("a", "2024-10", "20"));
        Unpaid(store, "2024-09-000001", "2024-09", "2024-10-01T00:00:00Z", 10);
        store.Decide("a", "2024-10-15T09:00:00Z", "2024-09-000001", "hold", "acted", "due=10.00;status=active").Close("2024-09");
        Unpaid(store, "2024-10-000001", "2024-10", "2024-11-01T00:00:00Z", 20);
        if (isKept)
        {
            store.Decide("a", "2024-11-15T09:00:00Z", "2024-10-000001", "hold", "acted", "due=20.00;status=active")
                .Hold("a", "2024-10-000001", "2024-11-15T09:00:00Z", "", "20.00 USD due");
        }

        store.Change("a", Paid, "bank_transfer", "10")
            .Transfer("t", "a", "2024-09-000001", 10, "USD", Paid, "2024-11")
            .Decide("a", Paid, "2024-09-000001", "release", "acted", "due=0.00")
            .Hold("a", "2024-09-000001", "2024-10-15T09:00:00Z", released, "10.00 USD due")
            .Stands("2024-09-000001", 0, 10, "paid").Close("2024-10").Close("2024-09");
        var findings = store.Check();
        Assert.All(findings, f => Assert.Equal(7, f.Invariant));
        Assert.True(right == (findings.Count == 0), string.Join("\n", findings));
    }

    private static void Unpaid(Scenario store, string number, string period, string at, decimal amount) => store
        .Invoice(number, "a", "USD", at, [("Compute", period, amount)], status: "open")
        .Decide("a", at, number, "charge", "acted", $"due={amount}.00;method=")
        .Attempt("a", at, number, 1, amount, "USD", "", "no_payment_method")
        .Decide("a", at, number, "failed_charge", "acted", $"due={amount}.00;method=");
}
