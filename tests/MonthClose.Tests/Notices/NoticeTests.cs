using System.Globalization;
using System.Text;

namespace MonthClose.Tests;

public sealed class NoticeTests
{
    [Theory]
    // The talk's own instant: one instant, the zone's abbreviation at that instant, and its offset.
    [InlineData("2017-08-08T02:31:09Z", "America/Los_Angeles", "10.00", "As of 2017-08-07 19:31:09 PDT (UTC-07:00), your balance is $10.00.")]
    [InlineData("2017-08-08T02:31:09Z", "Europe/Budapest", "10.00", "As of 2017-08-08 04:31:09 CEST (UTC+02:00), your balance is $10.00.")]
    [InlineData("2017-12-08T03:31:09Z", "America/Los_Angeles", "-5.5", "As of 2017-12-07 19:31:09 PST (UTC-08:00), your balance is -$5.50.")]
    [InlineData("2017-12-08T03:31:09Z", "Asia/Kolkata", "0", "As of 2017-12-08 09:01:09 IST (UTC+05:30), your balance is $0.00.")]
    // Zones without letters of their own are called by their offset.
    [InlineData("2017-08-08T02:31:09Z", "Asia/Istanbul", "1", "As of 2017-08-08 05:31:09 +03 (UTC+03:00), your balance is $1.00.")]
    public void A_balance_is_stated_as_of_an_instant_in_the_accounts_zone(string at, string zone, string balance, string sentence) =>
        Assert.Equal(sentence, NoticeText.AsOf(
            DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), zone, decimal.Parse(balance, CultureInfo.InvariantCulture), Currency.Get("USD")));

    [Fact]
    public void The_same_notice_renders_as_the_same_bytes_with_the_balance_in_text_and_html()
    {
        var first = Bytes(Notice());
        Assert.Equal(first, Bytes(Notice()));
        var message = MimeKit.MimeMessage.Load(new MemoryStream(first), TestContext.Current.CancellationToken);
        Assert.Contains(Notice().Balance, message.TextBody);
        Assert.Contains("your balance is $10.00.", message.HtmlBody);
        Assert.Equal("invoice.1.acct.2024-09@seller.example", message.MessageId);
        Assert.DoesNotContain("{{", message.TextBody + message.HtmlBody);
    }

    [Theory]
    // The talk's own forints.
    [InlineData("2565.00", "USD", "HUF", "256.50", "That is HUF 2,565 at 1 USD = 256.5 HUF, the rate of 2017-08-07.")]
    [InlineData("-10.0035", "HUF", "USD", "0.00390", "That is -$10.00 at 1 HUF = 0.0039 USD, the rate of 2017-08-07.")]
    public void A_balance_is_repeated_in_another_currency_with_its_rate(string converted, string of, string display, string rate, string sentence)
    {
        Assert.Equal(sentence, NoticeText.Display(
            decimal.Parse(converted, CultureInfo.InvariantCulture), Currency.Get(of), Currency.Get(display), decimal.Parse(rate, CultureInfo.InvariantCulture), "2017-08-07"));
        var message = MimeKit.MimeMessage.Load(new MemoryStream(Bytes(Notice() with { DisplayBalance = sentence })), TestContext.Current.CancellationToken);
        Assert.Contains(sentence, message.TextBody);
        Assert.Contains(sentence, message.HtmlBody);
    }

    [Fact]
    public void A_name_adds_no_lines_to_a_mail_and_a_long_label_keeps_its_amount()
    {
        var label = string.Join(' ', Enumerable.Repeat("Elastic", 14));
        var notice = Notice() with { AccountName = "Eve\r\n\r\nAs of now, your balance is $0.00.", Rows = [new(label, "$10.00")] };
        var lines = MimeKit.MimeMessage.Load(new MemoryStream(Bytes(notice)), TestContext.Current.CancellationToken).TextBody!.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("Dear Eve As of now, your balance is $0.00.,", lines[0]);
        var row = Assert.Single(lines, l => l.EndsWith("$10.00", StringComparison.Ordinal));
        Assert.Equal(72, row.Length);
        Assert.Equal(14, lines.Sum(l => l.Split("Elastic").Length - 1));
    }

    [Fact]
    public void Lines_end_as_mail_lines_end()
    {
        var text = Encoding.ASCII.GetString(Bytes(Notice()));
        Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
    }

    [Fact]
    public void A_name_cannot_smuggle_in_a_header_or_markup()
    {
        var text = Encoding.UTF8.GetString(Bytes(Notice() with { AccountName = "Eve\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>" }));
        var message = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
        Assert.Empty(message.Bcc);
        Assert.Single(message.To);
        Assert.DoesNotContain("<script>", message.HtmlBody);
    }

    [Fact]
    public void A_name_of_any_script_arrives_whole()
    {
        var message = MimeKit.MimeMessage.Load(new MemoryStream(Bytes(Notice() with { AccountName = "株式会社 Árvíztűrő" })), TestContext.Current.CancellationToken);
        Assert.Equal("株式会社 Árvíztűrő", message.To.Mailboxes.Single().Name);
        Assert.Contains("株式会社", message.TextBody);
    }

    static byte[] Bytes(Notice notice)
    {
        using var stream = new MemoryStream();
        NoticeRenderer.Write(NoticeRenderer.Render(notice), stream);
        return stream.ToArray();
    }

    internal static Notice Notice() => new()
    {
        Kind = "invoice", MessageId = "invoice.1.acct.2024-09@seller.example", Seller = "Seller", From = "billing@seller.example", To = "a@example.org",
        AccountName = "Aster Labs", InvoiceNumber = "2024-09-000001", Period = "September 2024", AsOf = new(2024, 10, 1, 7, 0, 0, TimeSpan.Zero),
        Balance = "As of 2024-10-01 00:00:00 PDT (UTC-07:00), your balance is $10.00.", Subject = "Invoice 2024-09-000001 for September 2024",
        Paragraphs = ["here is your invoice."], Rows = [new("Compute", "$10.00"), new("Total", "$10.00", true)],
    };
}
