using System.Text.Json;
using MimeKit;

namespace MonthClose.Tests;

/// <summary>What each kind of mail tells, from an account's book to the rendered text.</summary>
public sealed class NoticeWriterTests
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 7, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Next = new(2024, 10, 4, 16, 0, 0, TimeSpan.Zero);
    static readonly Currency Usd = Currency.Get("USD");
    static readonly Dictionary<string, string> Seller = new()
    {
        ["name"] = "Northwind & Sons", ["address"] = "1 Harbour Street, Seattle", ["tax_id"] = "US-00-0000000", ["from_email"] = "billing@seller.example",
    };

    [Theory]
    [InlineData("invoice")]
    [InlineData("receipt")]
    [InlineData("payment_failed")]
    [InlineData("hold_warning")]
    [InlineData("hold_placed")]
    [InlineData("hold_released")]
    public void Every_kind_is_complete_in_text_and_html(string kind)
    {
        var mail = Mail(kind, Book());
        foreach (var body in new[] { mail.TextBody, mail.HtmlBody })
        {
            Assert.Contains("Aster Labs", body);
            Assert.Contains("As of 2024-10-01 00:00:00 PDT (UTC-07:00), your balance is $76.00.", body);
            Assert.Contains("2024-09-000012", body);
            Assert.Contains("Tax ID US-00-0000000", body);
            Assert.DoesNotContain("{{", body);
            Assert.DoesNotContain("  .", body);
        }
        Assert.NotEqual("", mail.Subject);
        Assert.All(mail.TextBody!.Split('\n').Where(l => !l.StartsWith("As of", StringComparison.Ordinal)), line => Assert.InRange(line.TrimEnd().Length, 0, 72));
    }

    [Fact]
    public void An_invoice_names_what_is_unusual_of_a_line_and_adds_up()
    {
        var text = Mail("invoice", Book()).TextBody;
        foreach (var (label, amount) in new[]
        {
            ("Compute", "$100.00"), ("Late (August 2024)", "$2.00"), ("Support (Purchase, July 2024)", "$3.00"), ("Subtotal", "$105.00"), ("Tax 20 %", "$21.00"),
            ("Carried forward from earlier invoices", "$0.20"), ("Total", "$126.20"), ("Credits", "-$10.20"), ("Paid", "-$40.00"), ("Due", "$76.00"),
        }) Assert.Matches($@"(?m)^  {System.Text.RegularExpressions.Regex.Escape(label)} +{System.Text.RegularExpressions.Regex.Escape(amount)}\r?$", text);
    }

    [Theory]
    [InlineData(Outcome.Declined, "insufficient_funds", "your card was declined for insufficient funds.")]
    [InlineData(Outcome.Declined, "expired_card", "your card was declined because it has expired.")]
    [InlineData(Outcome.Declined, "lost_card", "your card was declined by your bank.")]
    [InlineData(Outcome.Declined, "stolen_card", "your card was declined by your bank.")]
    [InlineData(Outcome.Declined, null, "your card was declined by your bank.")]
    [InlineData(Outcome.ActionRequired, null, "your bank asks you to confirm this payment. Please sign in and authenticate it")]
    [InlineData(Outcome.NoPaymentMethod, null, "your payment method can no longer be used.")]
    public void A_failure_tells_why_and_when_the_next_attempt_is(string status, string? code, string says)
    {
        var text = Joined(Mail("payment_failed", Book(status, code)).TextBody!);
        Assert.Contains("We could not collect $76.00 for your invoice 2024-09-000012. Reason: " + says, text);
        Assert.Contains("We try again on 2024-10-04 09:00:00 PDT (UTC-07:00)", text);
        Assert.DoesNotContain("lost", text);
        Assert.DoesNotContain("stolen", text);
    }

    [Fact]
    public void Without_a_method_a_failure_says_so_and_blames_no_card()
    {
        var book = Book(Outcome.Declined, "insufficient_funds");
        book.Methods.Clear();
        var text = Mail("payment_failed", book).TextBody!;
        Assert.Contains("no payment method is on file for your account.", text);
        Assert.DoesNotContain("declined", text);
    }

    [Fact]
    public void A_notice_survives_being_stored_and_an_older_one_without_details_is_read()
    {
        var notice = Write("invoice", Book());
        var json = JsonSerializer.Serialize(notice);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Notice>(json)));
        var older = json.Replace("\"SellerDetails\":" + JsonSerializer.Serialize(notice.SellerDetails) + ",", "", StringComparison.Ordinal);
        Assert.NotEqual(json, older);
        Assert.Empty(JsonSerializer.Deserialize<Notice>(older)!.SellerDetails);
    }

    static MimeMessage Mail(string kind, AccountBook book)
    {
        using var stream = new MemoryStream();
        NoticeRenderer.Write(NoticeRenderer.Render(Write(kind, book)), stream);
        stream.Position = 0;
        return MimeMessage.Load(stream, TestContext.Current.CancellationToken);
    }

    static Notice Write(string kind, AccountBook book) => NoticeWriter.Write(
        book, book.Invoices[0], new EmailJob("acct", "acct/2024-09", kind, 1, kind == "payment_failed" ? 2 : 0, Next), $"{kind}.1@seller.example", new Conditions(new PriceList([]), new ExchangeRates([]), Seller), Now);

    static string Joined(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static AccountBook Book(string status = Outcome.Declined, string? code = null)
    {
        var book = new AccountBook(new Account { Id = "acct", Name = "Aster Labs", Email = "a@example.org", Currency = Usd, TimeZone = "America/Los_Angeles" });
        book.Methods.Add(new PaymentMethod { Id = "pm_card_visa", IsDefault = true });
        book.Invoices.Add(new Invoice
        {
            Id = "acct/2024-09", Number = "2024-09-000012", Period = "2024-09", Currency = Usd, Status = InvoiceStatus.Open, IssuedAt = Now,
            Lines = [new("Usage", "Compute", "2024-09", 100), new("Usage", "Late", "2024-08", 2), new("Purchase", "Support", "2024-07", 3)],
            Subtotal = 105, TaxRate = 0.2m, Tax = 21, CarriedIn = 0.20m, Total = 126.20m, CreditsApplied = 10.20m, AmountPaid = 40,
        });
        book.Payments.Add(new Payment { Ordinal = 1, InvoiceId = "acct/2024-09", Amount = new(40, Usd), MethodId = Outcome.BankTransfer, Status = Outcome.Succeeded, DecidedAt = Now, SettledAt = Now });
        book.Payments.Add(new Payment { Ordinal = 2, InvoiceId = "acct/2024-09", Attempt = 1, Amount = new(76, Usd), Status = status, DeclineCode = code, DecidedAt = Now, SettledAt = Now });
        book.Holds.Add(new Hold { InvoiceId = "acct/2024-09", PlacedAt = Now, Reason = "76.00 USD due" });
        return book;
    }
}
