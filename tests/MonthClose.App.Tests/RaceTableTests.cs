using MonthClose.Checking;

namespace AppTests;

/// <summary>Every row of the race table, through the public command: outcome, the gateway's books, decision and cause.</summary>
public sealed class RaceTableTests(ChangingWorld closed) : IClassFixture<ChangingWorld>
{
    [Fact]
    public void Every_race_has_a_test()
    {
        var shown = File.ReadAllLines(Path.Combine(ChangingWorld.World, "races.csv")).Skip(1).Select(l => l.Split(',', 2)[1].Trim('"'));
        Assert.Equal(shown.Order(), Rows.Select(r => r.Race).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_close_does_what_the_table_says(string race)
    {
        var expected = Rows.Single(r => r.Race == race);
        var seen = See(race);
        Assert.Equal(expected.Status, seen.Invoice.Status);
        Assert.Equal(expected.Attempts, string.Join(' ', seen.Attempts.Select(p => p.Status)));
        // The gateway's own books: what succeeded there is exactly what the invoice was charged.
        Assert.Equal(seen.Attempts.Where(p => p.Status == "succeeded").Select(p => p.IdempotencyKey), seen.Charged.Select(c => c.IdempotencyKey));
        if (expected.Decision is { } decision)
        {
            var rows = seen.Decisions.Where(d => d.Step == expected.Step && d.Causes.Contains(seen.Change)).ToList();
            // Several mails tell of a change; each other step decides about it once.
            if (expected.Step == "email") Assert.Contains(rows, r => r.Decision == decision);
            else Assert.Equal(decision, Assert.Single(rows).Decision);
        }
        expected.More?.Invoke(seen);
    }

    public static TheoryData<string> Names => [.. Rows.Select(r => r.Race)];

    sealed record Row(string Race, string Status, string Attempts, string? Step = null, string? Decision = null, Action<Seen>? More = null);

    sealed record Seen(
        string Account, InvoiceRow Invoice, List<PaymentRow> Attempts, List<PaymentRow> Transfers, List<GatewayChargeRow> Charged, List<DecisionRow> Decisions,
        List<EmailRow> Emails, List<HoldRow> Holds, List<ChangeRow> Changes, List<InvoiceLineRow> Lines, List<EmlFile> Mails)
    {
        public string Change => Changes.FirstOrDefault()?.ChangeId ?? "";

        public int Count(string kind) => Emails.Count(e => e.Kind == kind);

        public string Text(string kind) => Mails.First(m => m.MessageId == Emails.First(e => e.Kind == kind).MessageId).Text;
    }

    const string Four = "declined declined declined declined";

    static readonly List<Row> Rows =
    [
        new("before charge: credit ≥ due", "paid", "", "charge", "superseded", s => Assert.Equal(s.Invoice.Total, s.Invoice.CreditsApplied)),
        new("before charge: credit < due", "paid", "succeeded", "charge", "revised", s => Assert.Equal(s.Invoice.Total - 10, s.Attempts[0].Amount)),
        new("before charge: bank transfer ≥ due", "paid", "", "charge", "superseded", s =>
        {
            Assert.Equal([s.Invoice.Total!.Value, 500 - s.Invoice.Total.Value], s.Transfers.Select(t => t.Amount));
            Assert.Null(s.Transfers[1].InvoiceNumber);
            Assert.Equal(1, s.Count("receipt"));
        }),
        new("before charge: bank transfer < due", "paid", "succeeded", "charge", "revised", s => Assert.Equal(s.Invoice.Total - 10, s.Attempts[0].Amount)),
        new("before charge: another default card", "paid", "succeeded", "charge", "revised", s => Assert.StartsWith("pm_card_mastercard_new", s.Attempts[0].PaymentMethodId)),
        new("before charge: all cards removed", "open", "no_payment_method no_payment_method no_payment_method no_payment_method", "charge", "revised", s =>
        {
            Assert.Equal(4, s.Count("payment_failed"));
            Assert.Single(s.Holds);
        }),
        new("during charge: credit granted", "paid", "succeeded", "email", "revised", s =>
        {
            Assert.Equal(s.Invoice.Total, s.Attempts[0].Amount);
            Assert.Equal(-15, s.Emails.Single(e => e.Kind == "receipt").Balance);
        }),
        new("during charge: bank transfer", "paid", "succeeded", "email", "revised", s =>
        {
            Assert.Equal(s.Invoice.Total, s.Attempts[0].Amount);
            Assert.Null(Assert.Single(s.Transfers).InvoiceNumber);
        }),
        new("during charge: bank transfer, and the charge fails", "paid", "declined", "failed_charge", "superseded", s => Assert.Equal(0, s.Count("payment_failed"))),
        new("during charge: all cards removed", "paid", "succeeded"),
        new("before failed_charge: new default card", "paid", "declined succeeded", "failed_charge", "revised", s =>
        {
            Assert.Equal(0, s.Count("payment_failed"));
            Assert.Equal(s.Attempts[0].DecidedAt, s.Attempts[1].DecidedAt);
        }),
        new("before failed_charge: all cards removed", "open", "declined no_payment_method no_payment_method no_payment_method", "failed_charge", "revised",
            s => Assert.Contains("no payment method is on file", s.Text("payment_failed"))),
        new("before failed_charge: paid by credit", "paid", "declined", "failed_charge", "superseded", s => Assert.Equal(0, s.Count("payment_failed"))),
        new("before failed_charge: paid by transfer", "paid", "declined", "failed_charge", "superseded", s => Assert.Equal(0, s.Count("payment_failed"))),
        new("before retry_charge: paid by credit", "paid", "declined", "retry_charge", "superseded", s => Assert.Equal(1, s.Count("payment_failed"))),
        new("before retry_charge: paid by transfer", "paid", "declined", "retry_charge", "superseded", s => Assert.Equal(1, s.Count("payment_failed"))),
        new("before hold: paid by credit", "paid", Four, "hold", "superseded", s => Assert.Empty(s.Holds)),
        new("before hold: paid by transfer", "paid", Four, "hold", "superseded", s => Assert.Empty(s.Holds)),
        new("after hold: paid", "paid", Four, "release", "acted", s =>
        {
            Assert.NotNull(Assert.Single(s.Holds).ReleasedAt);
            Assert.Equal(1, s.Count("hold_released"));
        }),
        new("after hold: new default card", "paid", Four + " succeeded", "retry_charge", "acted", s =>
        {
            Assert.NotNull(Assert.Single(s.Holds).ReleasedAt);
            Assert.Equal(1, s.Count("hold_released"));
        }),
        new("before email: credit granted", "paid", "succeeded", "email", "revised", s => Assert.Equal(-7, s.Emails[0].Balance)),
        new("before email: address changed", "paid", "succeeded", "email", "revised", s => Assert.StartsWith("new-address@", s.Emails[0].To)),
        new("before invoice: late usage", "paid", "succeeded", "invoice", "revised", s => Assert.Equal(12.35m, s.Lines.Single(l => l.ServiceName == "Late").Amount)),
        new("after invoice: late usage", "paid", "succeeded", More: s => Assert.DoesNotContain(s.Lines, l => l.ServiceName == "Late")),
        new("after invoice: account closed", "open", Four, "hold", "superseded", s =>
        {
            Assert.Empty(s.Holds);
            Assert.Equal(0, s.Count("hold_warning"));
            Assert.Equal(4, s.Count("payment_failed"));
        }),
        new("after invoice: currency changed", "paid", "succeeded", More: s => Assert.Equal("USD", s.Attempts[0].Currency)),
        new("charge delivered twice", "paid", "succeeded", More: Once),
        new("charge delivered twice while it is sent", "paid", "succeeded", More: Once),
        new("invoice delivered twice", "paid", "succeeded", More: Once),
        new("e-mail delivered twice", "paid", "succeeded", More: Once),
        new("failed_charge delivered twice", "open", Four, More: s => Assert.Equal(4, s.Decisions.Count(d => d.Step == "failed_charge"))),
        new("hold and release delivered twice", "paid", Four, "release", "acted", s =>
        {
            Assert.NotNull(Assert.Single(s.Holds).ReleasedAt);
            Assert.Equal(1, s.Decisions.Count(d => d.Step == "hold"));
            Assert.Equal(1, s.Decisions.Count(d => d.Step == "release"));
        }),
    ];

    static void Once(Seen s)
    {
        Assert.Equal(["charge", "email", "email"], s.Decisions.Select(d => d.Step));
        Assert.Equal(["invoice", "receipt"], s.Emails.Select(e => e.Kind));
        Assert.Empty(s.Changes);
    }

    Seen See(string race)
    {
        var account = File.ReadAllLines(Path.Combine(ChangingWorld.World, "races.csv")).Single(l => l.Split(',', 2)[1].Trim('"') == race).Split(',')[0];
        var f = closed.Files;
        var invoice = f.Invoices.Single(i => i.AccountId == account);
        var payments = f.Payments.Where(p => p.AccountId == account).ToList();
        var keys = payments.Select(p => p.IdempotencyKey).ToHashSet();
        return new Seen(
            account, invoice, [.. payments.Where(p => p.Attempt is not null).OrderBy(p => p.Attempt)], [.. payments.Where(p => p.IsTransfer)],
            [.. f.GatewayCharges.Where(c => keys.Contains(c.IdempotencyKey) && c.Status == "succeeded")],
            [.. f.Decisions.Where(d => d.AccountId == account)], [.. f.Emails.Where(e => e.AccountId == account)],
            [.. f.Holds.Where(h => h.AccountId == account)], [.. f.Changes.Where(c => c.AccountId == account)],
            [.. f.InvoiceLines.Where(l => l.InvoiceNumber == invoice.InvoiceNumber)], [.. f.EmlFiles]);
    }
}
