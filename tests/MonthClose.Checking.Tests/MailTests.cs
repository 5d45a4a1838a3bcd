using MonthClose.Checking;

namespace CheckingTests;

/// <summary>What a mail says beside its balance, and what it carries.</summary>
public sealed class MailTests
{
    private const string Start = "2017-08-07T19:31:09Z";
    private const string Number = "2017-07-000001";

    [Theory]
    [InlineData("HUF", "That is HUF 2,565 at 1 USD = 256.5 HUF, the rate of 2017-08-07.", true)]
    [InlineData("HUF", "That is 2565 Ft at 1 USD = 256.50 HUF, the rate of 2017-08-07.", true)]
    [InlineData("HUF", "That is HUF 2,566 at 1 USD = 256.5 HUF, the rate of 2017-08-07.", false)]
    [InlineData("HUF", "That is -HUF 2,565 at 1 USD = 256.5 HUF, the rate of 2017-08-07.", false)]
    [InlineData("HUF", "That is HUF 2,565 at 1 USD = 256 HUF, the rate of 2017-08-07.", false)]
    [InlineData("HUF", "That is HUF 2,565 at 1 USD = 256.5 HUF, the rate of 2017-08-06.", false)]
    [InlineData("HUF", "That is HUF 3,000 at 1 USD = 300 HUF, the rate of 2017-08-08.", false)]
    [InlineData("HUF", "", false)]
    [InlineData("EUR", "That is EUR 8.33 at 1 USD = 0.833333 EUR, the rate of 2017-08-01.", true)]
    [InlineData("EUR", "That is EUR 8.33 at 1 EUR = 1.2 USD, the rate of 2017-08-01.", true)]
    [InlineData("EUR", "That is EUR 8.33 at 1 USD = 0.83 EUR, the rate of 2017-08-01.", false)]
    [InlineData("JPY", "", true)]
    [InlineData("JPY", "That is JPY 1,100 at 1 USD = 110 JPY, the rate of 2017-08-01.", false)]
    [InlineData("", "", true)]
    [InlineData("", "That is HUF 2,565 at 1 USD = 256.5 HUF, the rate of 2017-08-07.", false)]
    public void The_balance_in_another_currency_is_that_of_the_latest_rate(string currency, string sentence, bool right)
    {
        using var close = Mailed(currency, $"As of 2017-08-07 19:31:09 UTC (UTC+00:00), your balance is $10.00.\n{sentence}");
        var findings = close.Check();
        Assert.Equal(right, findings.Count == 0);
        Assert.All(findings, f => Assert.Equal(6, f.Invariant));
    }

    [Theory]
    [InlineData(Number + ".pdf", "application/pdf", "%PDF-1.7\n", 100, true)]
    [InlineData(Number + ".pdf", "application/pdf", "%PDF-1.7\n", 41_000, false)]
    [InlineData(Number + ".pdf", "application/pdf", "<html>", 100, false)]
    [InlineData(Number + ".pdf", "text/plain", "%PDF-1.7\n", 100, false)]
    [InlineData("invoice.pdf", "application/pdf", "%PDF-1.7\n", 100, false)]
    [InlineData("", "", "", 0, false)]
    public void Each_mail_has_its_invoice_as_a_small_PDF(string name, string type, string start, int size, bool right)
    {
        const string text = "As of 2017-08-07 19:31:09 UTC (UTC+00:00), your balance is $10.00.";
        using var close = Mailed("", text);
        close.Options = new CheckOptions { RequirePdf = true };
        var attached = Convert.ToBase64String([.. System.Text.Encoding.ASCII.GetBytes(start), .. new byte[size]], Base64FormattingOptions.InsertLineBreaks);
        var part = name.Length == 0 ? "" : $"--x\nContent-Type: {type}; name={name}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment;\n filename=\"{name}\"\n\n{attached}\n";
        close.Break(
            "2017-07", $"emails/payment_failed.{Number}.2017-08-07@mc.eml", "Content-Type: text/plain; charset=utf-8\n\n" + text,
            $"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n{text}\n{part}--x--\n");
        Assert.Equal(right, close.Check().Count == 0);
    }

    [Theory]
    [InlineData("2017-08-07T19:31:08Z", true)]
    [InlineData(Start, false)]
    public void A_mail_of_the_second_in_which_an_unknown_charge_landed_may_have_come_before_it(string sent, bool right)
    {
        using var close = new Scenario()
            .Accounts("a,A,a@example.com,USD,UTC,,,active,").Methods("pm_a,a,true,,")
            .Usage("one.csv", SeveralPeriodsTests.Row("a", "2017-07", "10"))
            .Invoice(Number, "a", "USD", "2017-08-07T19:31:08Z", [("Compute", "2017-07", 10)], paid: 10)
            .Decide("a", sent, Number, "charge", "acted", "due=10.00;method=pm_a")
            .Attempt("a", Start, Number, 1, 10, "USD", "pm_a")
            .Email("a", Start, Number, "invoice", "a@example.com", 10, "USD", "As of 2017-08-07 19:31:09 UTC (UTC+00:00), your balance is $10.00.")
            .Close("2017-07");
        if (sent != Start) close.Break("2017-07", "payments.csv", $"{Start},{Start}", $"{sent},{Start}");
        Assert.Equal(right, close.Check().Count == 0);
    }

    /// <summary>Before it the charge was owed, and the transfer waited; after it neither.</summary>
    [Theory]
    [InlineData(10, true)]
    [InlineData(3, true)]
    [InlineData(-7, true)]
    [InlineData(-17, false)]
    public void So_may_the_transfers_that_waited_for_it(int told, bool right)
    {
        const string sent = "2017-08-07T19:31:08Z";
        var balance = told < 0 ? $"-${-told}.00" : $"${told}.00";
        using var close = new Scenario()
            .Accounts("a,A,a@example.com,USD,UTC,,,active,").Methods("pm_a,a,true,,")
            .Usage("one.csv", SeveralPeriodsTests.Row("a", "2017-07", "10"))
            .Invoice(Number, "a", "USD", sent, [("Compute", "2017-07", 10)], paid: 10)
            .Decide("a", sent, Number, "charge", "acted", "due=10.00;method=pm_a")
            .Change("a", sent, "bank_transfer", "7")
            .Attempt("a", Start, Number, 1, 10, "USD", "pm_a")
            .Transfer("t1", "a", "", 7, "USD", Start, "2017-07")
            .Email("a", Start, Number, "invoice", "a@example.com", told, "USD", $"As of 2017-08-07 19:31:09 UTC (UTC+00:00), your balance is {balance}.")
            .Close("2017-07");
        close.Break("2017-07", "payments.csv", $"{Start},{Start}\nt1", $"{sent},{Start}\nt1");
        var findings = close.Check();
        Assert.True(right == (findings.Count == 0), string.Join("\n", findings));
    }

    [Theory]
    [InlineData(80, 0, true)]
    [InlineData(80, 123, true)]
    [InlineData(80, 203, false)]
    [InlineData(20, 183, true)]
    [InlineData(20, 0, false)]
    public void What_a_credit_leaves_below_the_gateways_minimum_is_carried_forward_at_once(int credit, int told, bool right)
    {
        const string later = "2017-08-07T19:31:10Z";
        var carried = credit == 80;
        using var close = new Scenario()
            .Accounts("a,A,a@example.com,HUF,UTC,,,active,").Methods()
            .Usage("one.csv", SeveralPeriodsTests.Row("a", "2017-07", "203").Replace("USD", "HUF", StringComparison.Ordinal))
            .Invoice(Number, "a", "HUF", Start, [("Compute", "2017-07", 203)], status: "open")
            .Decide("a", Start, Number, "charge", "acted", "due=203;method=")
            .Attempt("a", Start, Number, 1, 203, "HUF", "", "no_payment_method")
            .Decide("a", Start, Number, "failed_charge", "acted", "due=203;method=")
            .Change("a", Start, "grant_credit", $"{credit}").Granted("a/change/1", "a", credit, "HUF", Start, "2017-07");
        if (carried) close.Applied("a/change/1", "a", Number, credit, "HUF", Start, "2017-07").Stands(Number, credit, 0, "carried_forward");
        close.Email("a", later, Number, "payment_failed", "a@example.com", told, "HUF", $"As of 2017-08-07 19:31:10 UTC (UTC+00:00), your balance is Ft{told}.").Close("2017-07");
        var wrong = close.Check().Where(f => f.Message.Contains("tells a balance", StringComparison.Ordinal)).ToList();
        Assert.Equal(right, wrong.Count == 0);
    }

    private static Scenario Mailed(string currency, string text) => new Scenario()
        .Accounts($"a,A,a@example.com,USD,UTC,,,active,{currency}").Methods()
        .Input("fx.csv", "as_of,base,quote,rate\n2017-08-01,EUR,USD,1.2\n2017-08-01,USD,HUF,250\n2017-08-07T19:31:09Z,USD,HUF,256.5\n2017-08-08,USD,HUF,300\n")
        .Usage("one.csv", SeveralPeriodsTests.Row("a", "2017-07", "10"))
        .Invoice(Number, "a", "USD", Start, [("Compute", "2017-07", 10)], status: "open")
        .Decide("a", Start, Number, "charge", "acted", "due=10.00;method=")
        .Attempt("a", Start, Number, 1, 10, "USD", "", "no_payment_method")
        .Decide("a", Start, Number, "failed_charge", "acted", "due=10.00;method=")
        .Email("a", Start, Number, "payment_failed", "a@example.com", 10, "USD", text)
        .Close("2017-07");
}
