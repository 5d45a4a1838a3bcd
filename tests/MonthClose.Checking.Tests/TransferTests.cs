using MonthClose.Checking;

namespace CheckingTests;

/// <summary>Bank transfers beside credits, and in the second in which a currency changes.</summary>
public sealed class TransferTests
{
    private const string Start = "2024-10-01T00:00:00Z";
    private const string Later = "2024-10-02T10:00:00Z";
    private const string Number = "2024-09-000001";

    /// <summary>A credit of 5 waits until a transfer leaves no more than 5 due; the next transfer finds nothing open.</summary>
    [Fact]
    public void A_credit_that_a_transfer_makes_sufficient_is_applied_at_once()
    {
        using var close = CreditThenTransfers();
        Assert.Empty(close.Check().Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("the rest is in the invoice's currency", 1, "payments.csv", "t2,a,,,3.00,EUR", "t2,a,,,3.00,USD")]
    [InlineData("the mail counts euros as dollars", 6, "emails.csv", "a@example.com,2024-10-02T10:00:00Z,0.00,USD", "a@example.com,2024-10-02T10:00:00Z,-3.00,USD")]
    public void A_transfer_in_the_wrong_currency_is_reported(string what, int invariant, string file, string was, string becomes)
    {
        using var close = CreditThenTransfers();
        var findings = close.Break("2024-09", file, was, becomes).Check();
        Assert.True(findings.Any(f => f.Invariant == invariant), $"not reported: {what}");
    }

    /// <summary>Charge, change of currency and transfer of one second: the transfer came before the charge settled, or after.</summary>
    [Theory]
    [InlineData("USD", true)]
    [InlineData("EUR", true)]
    [InlineData("GBP", false)]
    public void In_the_second_of_a_settlement_payments_tell_the_transfers_currency(string currency, bool possible)
    {
        const string settled = "2024-10-01T00:00:10Z";
        using var close = Account("10", "pm_a,a,true,12,2030")
            .Invoice(Number, "a", "USD", Start, [("Compute", "2024-09", 10)], paid: 10)
            .Decide("a", Start, Number, "charge", "acted", "due=10.00;method=pm_a")
            .Row("payments.csv", "a", Start, $"p1,a,{Number},1,10.00,USD,pm_a,succeeded,,pi_1,key_1,{Start},{settled}")
            .Row("gateway_charges.csv", "a", Start, $"pi_1,key_1,1000,usd,pm_a,succeeded,{Start}")
            .Post("a", settled, "2024-09", "USD", Number, ("cash_gateway", 10), ("receivable", -10))
            .Change("a", settled, "change_currency", "EUR")
            .Change("a", settled, "bank_transfer", "7")
            .Transfer("t1", "a", "", 7, currency, settled, "2024-09")
            .Email("a", settled, Number, "receipt", "a@example.com", currency == "USD" ? -7 : 0, "USD", SeveralPeriodsTests.AsOf(settled, currency == "USD" ? "-$7.00" : "$0.00"))
            .Close("2024-09");
        var findings = close.Check();
        Assert.True(possible == (findings.Count == 0), string.Join("\n", findings));
    }

    /// <summary>A transfer waits for a charge that fails: a mail of the second in which that is learned came before it, or after.</summary>
    [Theory]
    [InlineData(10, true)]
    [InlineData(-7, true)]
    [InlineData(3, false)]
    [InlineData(-17, false)]
    public void A_mail_of_the_second_in_which_a_charge_failed_tells_what_waited_for_it_or_not(int told, bool right)
    {
        const string waits = "2024-10-01T00:00:05Z", failed = "2024-10-01T00:00:10Z";
        using var close = Account("10", "pm_a,a,true,12,2030")
            .Invoice(Number, "a", "USD", Start, [("Compute", "2024-09", 10)], paid: 10)
            .Decide("a", Start, Number, "charge", "acted", "due=10.00;method=pm_a")
            .Row("payments.csv", "a", Start, $"p1,a,{Number},1,10.00,USD,pm_a,declined,insufficient_funds,pi_1,key_1,{Start},{failed}")
            .Row("gateway_charges.csv", "a", Start, $"pi_1,key_1,1000,usd,pm_a,failed,{Start}")
            .Change("a", waits, "bank_transfer", "17")
            .Row("payments.csv", "a", waits, $"t1,a,{Number},,10.00,USD,bank_transfer,succeeded,,,,{waits},{failed}")
            .Row("payments.csv", "a", waits, $"t2,a,,,7.00,USD,bank_transfer,succeeded,,,,{waits},{failed}")
            .Post("a", failed, "2024-09", "USD", Number, ("cash_transfer", 10), ("receivable", -10))
            .Post("a", failed, "2024-09", "USD", "t2", ("cash_transfer", 7), ("customer_credit", -7))
            .Email("a", failed, Number, "invoice", "a@example.com", told, "USD", SeveralPeriodsTests.AsOf(failed, told < 0 ? $"-${-told}.00" : $"${told}.00"))
            .Decide("a", Later, Number, "failed_charge", "superseded", "due=10.00;method=pm_a", "due=-7.00;method=pm_a", "a/change/1")
            .Close("2024-09");
        var findings = close.Check();
        Assert.True(right == (findings.Count == 0), string.Join("\n", findings));
    }

    /// <summary>Rule 6 during dunning: the rest waits for the next invoice from the moment of the credit, and later credits do not pay it here.</summary>
    [Theory]
    [InlineData(-1.00, true)]
    [InlineData(-0.60, true)]
    [InlineData(-0.70, false)]
    public void What_a_credit_leaves_too_small_is_carried_forward_before_the_next_step(double told, bool right)
    {
        const string between = "2024-10-01T00:00:01Z";
        var balance = ((decimal)told).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        using var close = Account("0.70")
            .Invoice(Number, "a", "USD", Start, [("Compute", "2024-09", 0.70m)], credits: 0.30m, status: "carried_forward")
            .Decide("a", Start, Number, "charge", "acted", "due=0.70;method=")
            .Attempt("a", Start, Number, 1, 0.70m, "USD", "", "no_payment_method")
            .Change("a", between, "grant_credit", "0.30")
            .Granted("a/change/1", "a", 0.30m, "USD", between, "2024-09")
            .Applied("a/change/1", "a", Number, 0.30m, "USD", between, "2024-09")
            .Change("a", between, "grant_credit", "1.00")
            .Granted("a/change/2", "a", 1, "USD", between, "2024-09")
            .Decide("a", Later, Number, "failed_charge", "superseded", "due=0.70;method=", $"due={balance};method=", "a/change/1;a/change/2")
            .Email("a", Later, Number, "invoice", "a@example.com", (decimal)told, "USD", SeveralPeriodsTests.AsOf(Later, "-$" + balance[1..]))
            .Close("2024-09");
        var findings = close.Check();
        Assert.True(right == (findings.Count == 0), string.Join("\n", findings));
    }

    /// <summary>The same after a charge, for which a credit waited. Another, of the second in which that failed, came before it and is used too, or after.</summary>
    [Theory]
    [InlineData(0.30, -0.90, true)]
    [InlineData(0.60, -0.60, true)]
    [InlineData(0.60, -0.90, false)]
    public void A_credit_of_the_second_in_which_a_charge_failed_came_before_or_after(double applied, double told, bool right)
    {
        const string waits = "2024-10-01T00:00:01Z", failed = "2024-10-01T00:00:02Z", last = "2024-10-01T00:00:03Z";
        var balance = ((decimal)told).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        using var close = Account("0.70", "pm_a,a,true,12,2030")
            .Invoice(Number, "a", "USD", Start, [("Compute", "2024-09", 0.70m)], credits: (decimal)applied, status: "carried_forward")
            .Decide("a", Start, Number, "charge", "acted", "due=0.70;method=pm_a")
            .Row("payments.csv", "a", Start, $"p1,a,{Number},1,0.70,USD,pm_a,declined,insufficient_funds,pi_1,key_1,{Start},{failed}")
            .Row("gateway_charges.csv", "a", Start, $"pi_1,key_1,70,usd,pm_a,failed,{Start}")
            .Change("a", waits, "grant_credit", "0.30")
            .Granted("a/change/1", "a", 0.30m, "USD", waits, "2024-09")
            .Change("a", failed, "grant_credit", "0.30")
            .Granted("a/change/2", "a", 0.30m, "USD", failed, "2024-09")
            .Applied("a/change/1", "a", Number, 0.30m, "USD", failed, "2024-09");
        if (applied > 0.5) close.Applied("a/change/2", "a", Number, 0.30m, "USD", failed, "2024-09");
        close.Change("a", last, "grant_credit", "0.60")
            .Granted("a/change/3", "a", 0.60m, "USD", last, "2024-09")
            .Decide("a", Later, Number, "failed_charge", "superseded", "due=0.70;method=pm_a", $"due={balance};method=pm_a", "a/change/1;a/change/2;a/change/3")
            .Email("a", Later, Number, "invoice", "a@example.com", (decimal)told, "USD", SeveralPeriodsTests.AsOf(Later, "-$" + balance[1..]))
            .Close("2024-09");
        var findings = close.Check();
        Assert.True(right == (findings.Count == 0), string.Join("\n", findings));
    }

    /// <summary>Rule 6: what a transfer leaves counts with the credits that lessen it, and is carried forward with them applied.</summary>
    [Theory]
    [InlineData(0.00, true)]
    [InlineData(0.20, true)]
    [InlineData(-0.20, false)]
    public void What_a_transfer_and_a_credit_leave_too_small_is_carried_forward_with_both(double told, bool right)
    {
        const string between = "2024-10-01T00:00:01Z";
        var balance = ((decimal)told).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        using var close = Account("1.00")
            .Invoice(Number, "a", "USD", Start, [("Compute", "2024-09", 1.00m)], credits: 0.20m, paid: 0.60m, status: "carried_forward")
            .Decide("a", Start, Number, "charge", "acted", "due=1.00;method=")
            .Attempt("a", Start, Number, 1, 1.00m, "USD", "", "no_payment_method")
            .Decide("a", Start, Number, "failed_charge", "acted", "due=1.00;method=")
            .Change("a", between, "grant_credit", "0.20")
            .Granted("a/change/1", "a", 0.20m, "USD", between, "2024-10")
            .Change("a", between, "bank_transfer", "0.60")
            .Transfer("t1", "a", Number, 0.60m, "USD", between, "2024-10")
            .Applied("a/change/1", "a", Number, 0.20m, "USD", between, "2024-10")
            .Decide("a", Later, Number, "retry_charge", "superseded", "due=1.00", "due=0.00", "a/change/1;a/change/2")
            .Email("a", Later, Number, "invoice", "a@example.com", (decimal)told, "USD", SeveralPeriodsTests.AsOf(Later, told < 0 ? "-$" + balance[1..] : "$" + balance))
            .Close("2024-09");
        var findings = close.Check();
        Assert.True(right == (findings.Count == 0), string.Join("\n", findings));
    }

    private static Scenario CreditThenTransfers() => Account("10")
        .Invoice(Number, "a", "USD", Start, [("Compute", "2024-09", 10)], credits: 5, paid: 5)
        .Decide("a", Start, Number, "charge", "acted", "due=10.00;method=")
        .Attempt("a", Start, Number, 1, 10, "USD", "", "no_payment_method")
        .Decide("a", Start, Number, "failed_charge", "acted", "due=10.00;method=")
        .Change("a", Later, "grant_credit", "5")
        .Granted("a/change/1", "a", 5, "USD", Later, "2024-10")
        .Change("a", Later, "change_currency", "EUR")
        .Change("a", Later, "bank_transfer", "5")
        .Transfer("t1", "a", Number, 5, "USD", Later, "2024-10")
        .Applied("a/change/1", "a", Number, 5, "USD", Later, "2024-10")
        .Change("a", Later, "bank_transfer", "3")
        .Transfer("t2", "a", "", 3, "EUR", Later, "2024-10")
        .Decide("a", Later, Number, "retry_charge", "superseded", "due=10.00", "due=0.00", "a/change/1;a/change/3")
        .Email("a", Later, Number, "receipt", "a@example.com", 0, "USD", SeveralPeriodsTests.AsOf(Later, "$0.00"))
        .Close("2024-09");

    private static Scenario Account(string cost, params string[] methods) => new Scenario()
        .Accounts("a,A,a@example.com,USD,UTC,,,active,").Methods(methods).Usage("one.csv", SeveralPeriodsTests.Row("a", "2024-09", cost));
}
