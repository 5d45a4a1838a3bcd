using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using MonthClose.Checking;

namespace AppTests;

/// <summary>Ledger, reports and gateway tell one story, per currency.</summary>
[Collection(nameof(RandomWorld))]
public sealed class BooksAgreeLawTests(RandomWorld random)
{
    [Fact]
    public Task The_independent_checker_finds_nothing_wrong_in_both_months() => random.Holds(world => Assert.Empty(CloseChecker.Check(
        world.World, [new ClosedPeriod("2024-09", world.SeptemberInTheEnd), new ClosedPeriod("2024-10", world.October)],
        new CheckOptions { RequireReports = true, RequirePdf = true }).Select(f => f.ToString())));

    [Fact]
    public Task Debits_equal_credits_in_every_entry_and_in_the_trial_balance() => random.Holds(world =>
    {
        var journal = CloseFiles.Read(world.October).Journal;
        Assert.NotEmpty(journal);
        Assert.All(journal.GroupBy(j => (j.Entry, j.Currency)), e => Assert.Equal(0, e.Sum(j => j.Net)));
        foreach (var (folder, month) in new[] { (world.SeptemberInTheEnd, "2024-09"), (world.October, "2024-10") })
        {
            var rows = Report(folder, "trial_balance.csv");
            Same(Sums(rows, "debit"), Sums(rows, "credit"));
            var closing = journal.Where(j => string.CompareOrdinal(j.Period, month) <= 0).GroupBy(j => $"{j.LedgerAccount} {j.Currency}").ToDictionary(g => g.Key, g => g.Sum(j => j.Net));
            Same(closing, rows.GroupBy(r => $"{r["ledger_account"]} {r["currency"]}").ToDictionary(g => g.Key, g => g.Sum(r => Number(r["closing"]))));
        }
    });

    [Fact]
    public Task The_gateway_took_what_the_ledger_the_payments_and_the_reports_say_that_it_took() => random.Holds(world =>
    {
        var taken = TakenByTheGateway(world);
        Assert.NotEmpty(taken);
        var files = CloseFiles.Read(world.October);
        Same(taken, Balance(files, "cash_gateway"));
        Same(taken, files.Payments.Where(p => p is { Status: "succeeded", IsTransfer: false }).GroupBy(p => p.Currency).ToDictionary(g => g.Key, g => g.Sum(p => p.Amount)));
        var reconciled = Report(world.October, "cash_reconciliation.csv");
        Same(taken, Sums(reconciled, "ours"));
        Same(taken, Sums(reconciled, "gateway"));
        Assert.All(reconciled, r => Assert.Equal("matched", r["state"]));
        // A month's summary has the charges of its invoices, whenever they were made.
        Same(taken, Added(Summary(world.SeptemberInTheEnd, "charged"), Summary(world.October, "charged")));
    });

    [Fact]
    public Task Bank_transfers_are_the_same_in_the_ledger_the_payments_and_the_summary() => random.Holds(world =>
    {
        foreach (var folder in new[] { world.September, world.October })
        {
            var files = CloseFiles.Read(folder);
            var received = files.Payments.Where(p => p.IsTransfer).GroupBy(p => p.Currency).ToDictionary(g => g.Key, g => g.Sum(p => p.Amount));
            Same(received, Balance(files, "cash_transfer"));
            // What a transfer leaves over belongs to no invoice, and still to one month alone.
            Same(received, folder == world.October ? Added(Summary(world.SeptemberInTheEnd, "transferred"), Summary(folder, "transferred")) : Summary(folder, "transferred"));
        }
    });

    [Fact]
    public Task Receivables_are_the_unpaid_invoices_and_what_no_later_invoice_took_up() => random.Holds(world =>
    {
        var (september, october) = (CloseFiles.Read(world.SeptemberInTheEnd), CloseFiles.Read(world.October));
        var tookUp = october.Invoices.Where(i => i.CarriedIn != 0).Select(i => i.AccountId).ToHashSet();
        var unpaid = september.Invoices.Where(i => i.Status != "carried_forward" || !tookUp.Contains(i.AccountId)).Concat(october.Invoices)
            .GroupBy(i => i.Currency!).ToDictionary(g => g.Key, g => g.Sum(i => i.AmountDue!.Value));
        Same(unpaid, Balance(october, "receivable"));

        var open = september.Invoices.Concat(october.Invoices).Where(i => i.Status == "open").GroupBy(i => i.Currency!).ToDictionary(g => g.Key, g => g.Sum(i => i.AmountDue!.Value));
        Same(open, Sums(Report(world.October, "receivables_aging.csv"), "amount_due"));
    });

    [Fact]
    public Task Revenue_and_tax_are_what_the_invoices_of_their_month_say() => random.Holds(world =>
    {
        foreach (var folder in new[] { world.September, world.SeptemberInTheEnd, world.October })
        {
            var files = CloseFiles.Read(folder);
            var currency = files.Invoices.ToDictionary(i => i.InvoiceNumber!, i => i.Currency!);
            var lines = files.InvoiceLines.Where(l => currency.ContainsKey(l.InvoiceNumber)).ToLookup(l => l.ChargeCategory == "Tax");
            Same(
                lines[false].GroupBy(l => $"{l.ServiceName} {currency[l.InvoiceNumber]}").ToDictionary(g => g.Key, g => g.Sum(l => l.Amount)),
                Report(folder, "revenue.csv").GroupBy(r => $"{r["service_name"]} {r["currency"]}").ToDictionary(g => g.Key, g => g.Sum(r => Number(r["amount"]))));
            var tax = Report(folder, "tax.csv");
            Same(files.Invoices.GroupBy(i => i.Currency!).ToDictionary(g => g.Key, g => g.Sum(i => i.Tax!.Value)), Sums(tax, "tax"));
            Same(lines[true].GroupBy(l => currency[l.InvoiceNumber]).ToDictionary(g => g.Key, g => g.Sum(l => l.Amount)), Sums(tax, "tax_lines"));
        }
    });

    [Fact]
    public Task Credits_that_are_left_are_what_the_ledger_owes() => random.Holds(world =>
    {
        var (september, october) = (CloseFiles.Read(world.SeptemberInTheEnd), CloseFiles.Read(world.October));
        var credits = Report(world.October, "credits.csv");
        Assert.NotEmpty(credits);
        Same(Sums(credits, "remaining").ToDictionary(c => c.Key, c => -c.Value), Balance(october, "customer_credit"));
        // A row of a negative amount is the making of a credit, not its use.
        var used = september.CreditsApplied.Concat(october.CreditsApplied).DistinctBy(c => (c.CreditId, c.InvoiceNumber, c.AppliedAt, c.Amount)).Where(c => c.Amount > 0);
        Same(used.GroupBy(c => c.CreditId).ToDictionary(g => g.Key, g => g.Sum(c => c.Amount)), credits.ToDictionary(c => c["credit_id"], c => Number(c["applied"])));
    });

    // The gateway's own file, not what a close wrote of it.
    static Dictionary<string, decimal> TakenByTheGateway(ClosedMonths world)
    {
        using var connection = new SqliteConnection($"Data Source={world.Scratch["store.db.gateway"]};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select upper(currency), sum(amount) from payment_intents where charge_status = 'succeeded' group by currency";
        using var reader = command.ExecuteReader();
        var taken = new Dictionary<string, decimal>();
        while (reader.Read()) taken.Add(reader.GetString(0), reader.GetInt64(1) / Currencies.ToGatewayUnits(1, reader.GetString(0)));
        return taken;
    }

    static Dictionary<string, decimal> Balance(CloseFiles files, string account) =>
        files.Journal.Where(j => j.LedgerAccount == account).GroupBy(j => j.Currency).ToDictionary(g => g.Key, g => g.Sum(j => j.Net));

    static Dictionary<string, decimal> Summary(string folder, string sums)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reports", "summary.json")));
        return json.RootElement.GetProperty(sums).EnumerateObject().ToDictionary(p => p.Name, p => Number(p.Value.GetString()!));
    }

    static Dictionary<string, decimal> Added(Dictionary<string, decimal> one, Dictionary<string, decimal> other) =>
        one.Concat(other).GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Sum(s => s.Value));

    static List<Dictionary<string, string>> Report(string folder, string file)
    {
        var table = WorldTable.Read(Path.Combine(folder, "reports", file));
        return [.. table.Rows.Select(r => table.Columns.Zip(r).ToDictionary(f => f.First, f => f.Second))];
    }

    static Dictionary<string, decimal> Sums(List<Dictionary<string, string>> rows, string column) =>
        rows.GroupBy(r => r["currency"]).ToDictionary(g => g.Key, g => g.Sum(r => Number(r[column])));

    static decimal Number(string text) => text.Length == 0 ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);

    // Of what is nowhere there is nothing.
    static void Same(Dictionary<string, decimal> expected, Dictionary<string, decimal> told) => Assert.Equal(
        expected.Where(e => e.Value != 0).OrderBy(e => e.Key, StringComparer.Ordinal), told.Where(t => t.Value != 0).OrderBy(t => t.Key, StringComparer.Ordinal));
}
