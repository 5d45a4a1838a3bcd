using MonthClose.Checking;

namespace CheckingTests;

/// <summary>Two months closed over one store: what crosses the boundary between them.</summary>
public sealed class SeveralPeriodsTests
{
    private const string October = "2024-10-01T00:00:00Z";
    private const string November = "2024-11-01T00:00:00Z";

    [Fact]
    public void Two_honest_closes_have_no_findings()
    {
        using var store = Honest();
        Assert.Empty(store.Check().Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("what was carried forward is forgotten", 3, "invoices.csv", "10.00,0.00,0.30,10.30", "10.00,0.00,0.00,10.00")]
    [InlineData("it is carried without a rate", 3, "invoices.csv", "8.00,0.00,0.32", "8.00,0.00,0.40")]
    [InlineData("the invoice is in the old currency", 3, "invoices.csv", "b_fx,2024-10,EUR", "b_fx,2024-10,USD")]
    [InlineData("late usage loses its period", 3, "invoice_lines.csv", "1,Usage,Compute,2024-09,3.00", "1,Usage,Compute,2024-10,3.00")]
    [InlineData("late usage is billed twice", 3, "invoice_lines.csv", "1,Usage,Compute,2024-09,3.00", "1,Usage,Compute,2024-09,8.00")]
    [InlineData("a change's usage is given to the next month", 3, "invoice_lines.csv", "Late,2024-09,4.00", "Late,2024-11,4.00")]
    [InlineData("an account is forgotten", 4, "invoices.csv", "2024-10-000003,c_file,2024-10", "2024-10-000003,a_carry,2024-10")]
    [InlineData("numbers go on from the month before", 5, "invoices.csv", "2024-10-000001", "2024-10-000007")]
    [InlineData("an earlier outcome is another one now", 2, "payments.csv", "pm_e,declined,insufficient_funds", "pm_e,action_required,")]
    [InlineData("the mail of a late payment tells less than is owed", 6, "emails.csv", "receipt,e@example.com,2024-10-05T10:00:00Z,0.00", "receipt,e@example.com,2024-10-05T10:00:00Z,-5.00")]
    [InlineData("an amount carried to another currency stays", 8, "journal.csv", "2024-10,write_off,0.40,,USD", "2024-10,receivable,0.40,,USD")]
    [InlineData("an issue is posted in the month after", 8, "journal.csv", "2024-10,receivable,4.00,,USD", "2024-11,receivable,4.00,,USD")]
    [InlineData("a late payment is posted in the closed month", 8, "journal.csv", "2024-10,cash_transfer,15.00,,USD", "2024-09,cash_transfer,15.00,,USD")]
    [InlineData("an earlier decision is another one now", 0, "decisions.csv", "2024-09-000005,charge,acted", "2024-09-000005,charge,revised")]
    public void What_crosses_the_boundary_wrongly_is_reported(string what, int invariant, string file, string was, string becomes)
    {
        using var store = Honest();
        var findings = store.Break("2024-10", file, was, becomes).Check();
        Assert.True(findings.Any(f => f.Invariant == invariant), $"not reported: {what}; but {string.Join("\n", findings)}");
    }

    [Fact]
    public void An_issued_invoice_never_changes()
    {
        using var store = Honest();
        store.Row("invoices.csv", "a_carry", October, "2024-09-000001,a_carry,2024-09,USD,0.30,0.00,0.00,0.30,0.00,0.00,0.30,carried_forward,2024-10-01T00:00:00Z");
        var path = Path.Combine(store.Out("2024-10"), "invoices.csv");
        var row = "2024-09-000001,a_carry,2024-09,USD,0.30,0.00,0.00,0.30,0.00,0.00,0.30,carried_forward,2024-10-01T00:00:00Z\n";
        File.WriteAllText(path, File.ReadAllText(path).Replace("2024-10-000001", row + "2024-10-000001", StringComparison.Ordinal));
        Assert.Empty(store.Check().Select(f => f.ToString()));
        File.WriteAllText(path, File.ReadAllText(path).Replace(row, row.Replace("0.30", "0.40", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains(store.Check(), f => f is { Invariant: 4, File: "invoices.csv", Account: "a_carry" });
    }

    [Fact]
    public void Lines_of_an_earlier_invoice_never_change()
    {
        using var store = Honest();
        store.Break("2024-10", "invoice_lines.csv", "2024-09-000001,1,Usage,Compute,2024-09,0.30", "2024-09-000001,1,Usage,Compute,2024-09,0.31");
        Assert.Contains(store.Check(), f => f is { Invariant: 4, File: "invoice_lines.csv" });
    }

    [Fact]
    public void Usage_imported_after_a_close_is_late_only_if_it_was()
    {
        using var store = Honest();

        // With every file there from the start the first close would have had to bill it all.
        store.Close("2024-09");
        Assert.Contains(store.Check(), f => f is { Invariant: 3, Account: "c_file" });
    }

    internal static Scenario Honest()
    {
        var store = new Scenario()
            .Accounts(
                "a_carry,A,,USD,UTC,,,active,", "b_fx,B,,USD,UTC,,,active,", "c_file,C,,USD,UTC,,,active,", "d_change,D,,USD,UTC,,,active,",
                "e_dunned,E,e@example.com,USD,UTC,,,active,", "f_once,F,,USD,UTC,,,active,")
            .Methods("pm_a,a_carry,true,12,2030", "pm_b,b_fx,true,12,2030", "pm_c,c_file,true,12,2030", "pm_d,d_change,true,12,2030", "pm_e,e_dunned,true,12,2030", "pm_f,f_once,true,12,2030")
            .Input("fx.csv", "as_of,base,quote,rate\n2024-09-01,EUR,USD,2\n2024-10-31,EUR,USD,1.25\n")
            .Usage(
                "one.csv",
                Row("a_carry", "2024-09", "0.3"), Row("a_carry", "2024-10", "10"), Row("b_fx", "2024-09", "0.4"), Row("b_fx", "2024-10", "8", "EUR"),
                Row("c_file", "2024-09", "5"), Row("d_change", "2024-09", "6"), Row("e_dunned", "2024-09", "15"), Row("e_dunned", "2024-10", "9"), Row("f_once", "2024-09", "2"))
            .Usage("two.csv", Row("c_file", "2024-09", "3"), Row("c_file", "2024-10", "7"));

        store.Invoice("2024-09-000001", "a_carry", "USD", October, [("Compute", "2024-09", 0.30m)], status: "carried_forward")
            .Decide("a_carry", October, "2024-09-000001", "charge", "acted", "due=0.30;method=pm_a")
            .Invoice("2024-09-000002", "b_fx", "USD", October, [("Compute", "2024-09", 0.40m)], status: "carried_forward")
            .Decide("b_fx", October, "2024-09-000002", "charge", "acted", "due=0.40;method=pm_b")
            .Invoice("2024-09-000003", "c_file", "USD", October, [("Compute", "2024-09", 5)], paid: 5)
            .Pays("c_file", October, "2024-09-000003", 5, "USD", "pm_c")
            .Invoice("2024-09-000004", "d_change", "USD", October, [("Compute", "2024-09", 6)], paid: 6)
            .Pays("d_change", October, "2024-09-000004", 6, "USD", "pm_d")
            .Invoice("2024-09-000005", "e_dunned", "USD", October, [("Compute", "2024-09", 15)], status: "open")
            .Decide("e_dunned", October, "2024-09-000005", "charge", "acted", "due=15.00;method=pm_e")
            .Attempt("e_dunned", October, "2024-09-000005", 1, 15, "USD", "pm_e", "declined", "insufficient_funds")
            .Decide("e_dunned", October, "2024-09-000005", "failed_charge", "acted", "due=15.00;method=pm_e")
            .Email("e_dunned", October, "2024-09-000005", "payment_failed", "e@example.com", 15, "USD", AsOf(October, "$15.00"))
            .Invoice("2024-09-000006", "f_once", "USD", October, [("Compute", "2024-09", 2)], paid: 2)
            .Pays("f_once", October, "2024-09-000006", 2, "USD", "pm_f")
            .Close("2024-09", "one.csv");

        store.Change("b_fx", "2024-10-10T00:00:00Z", "change_currency", "EUR")
            .Change("d_change", "2024-10-20T00:00:00Z", "late_usage", "4")
            .Change("e_dunned", "2024-10-05T10:00:00Z", "bank_transfer", "15")
            .Transfer("e1", "e_dunned", "2024-09-000005", 15, "USD", "2024-10-05T10:00:00Z", "2024-10")
            .Decide("e_dunned", "2024-10-05T10:00:00Z", "2024-09-000005", "retry_charge", "superseded", "due=15.00", "due=0.00", "e_dunned/change/1")
            .Email("e_dunned", "2024-10-05T10:00:00Z", "2024-09-000005", "receipt", "e@example.com", 0, "USD", AsOf("2024-10-05T10:00:00Z", "$0.00"))
            .Invoice("2024-10-000001", "a_carry", "USD", November, [("Compute", "2024-10", 10)], carriedIn: 0.30m, paid: 10.30m)
            .Pays("a_carry", November, "2024-10-000001", 10.30m, "USD", "pm_a")
            .Invoice("2024-10-000002", "b_fx", "EUR", November, [("Compute", "2024-10", 8)], carriedIn: 0.32m, paid: 8.32m)
            .Post("b_fx", November, "2024-10", "USD", "2024-10-000002", ("write_off", 0.40m), ("receivable", -0.40m))
            .Post("b_fx", November, "2024-10", "EUR", "2024-10-000002", ("receivable", 0.32m), ("write_off", -0.32m))
            .Pays("b_fx", November, "2024-10-000002", 8.32m, "EUR", "pm_b")
            .Invoice("2024-10-000003", "c_file", "USD", November, [("Compute", "2024-09", 3), ("Compute", "2024-10", 7)], paid: 10)
            .Pays("c_file", November, "2024-10-000003", 10, "USD", "pm_c")
            .Invoice("2024-10-000004", "d_change", "USD", November, [("Late", "2024-09", 4)], paid: 4)
            .Pays("d_change", November, "2024-10-000004", 4, "USD", "pm_d")
            .Invoice("2024-10-000005", "e_dunned", "USD", November, [("Compute", "2024-10", 9)], paid: 9)
            .Pays("e_dunned", November, "2024-10-000005", 9, "USD", "pm_e")
            .Stands("2024-09-000005", 0, 15, "paid");
        return store.Close("2024-10");
    }

    internal static string Row(string account, string month, string cost, string currency = "USD") =>
        $"{account},{month}-10T00:00:00Z,,Usage,Compute,,,,,{cost},{currency}";

    internal static string AsOf(string at, string balance) => $"As of {at[..10]} {at[11..19]} UTC (UTC+00:00), your balance is {balance}.";
}
