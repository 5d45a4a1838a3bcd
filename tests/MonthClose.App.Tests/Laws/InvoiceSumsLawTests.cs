using System.Globalization;
using MonthClose.Checking;

namespace AppTests;

/// <summary>An invoice adds up, by the files alone.</summary>
[Collection(nameof(RandomWorld))]
public sealed class InvoiceSumsLawTests(RandomWorld random)
{
    [Fact]
    public Task The_lines_of_an_invoice_add_up_to_its_subtotal_and_with_tax_and_what_was_carried_in_to_its_total() => random.Holds(world =>
    {
        foreach (var folder in Folders(world))
        {
            var files = CloseFiles.Read(folder);
            var lines = files.InvoiceLines.ToLookup(l => l.InvoiceNumber);
            Assert.NotEmpty(files.Invoices);
            Assert.All(files.Invoices, i => Assert.Equal((i.Subtotal, i.Total), (lines[i.InvoiceNumber!].Sum(l => l.Amount), i.Subtotal + i.Tax + i.CarriedIn)));
        }
        Assert.Contains(CloseFiles.Read(world.October).InvoiceLines, l => l.FromPeriod == "2024-10");
    });

    [Fact]
    public Task The_tax_of_an_invoice_is_the_accounts_rate_on_what_is_not_tax_already_and_never_below_zero() => random.Holds(world =>
    {
        var accounts = WorldTable.Read(Path.Combine(world.World, "accounts.csv"));
        var rates = accounts.Rows.ToDictionary(a => a[accounts["account_id"]], a => a[accounts["tax_rate"]] is { Length: > 0 } rate ? decimal.Parse(rate, CultureInfo.InvariantCulture) : 0);
        Assert.Contains(rates.Values, r => r > 0);
        foreach (var folder in Folders(world))
        {
            var files = CloseFiles.Read(folder);
            var taxable = files.InvoiceLines.Where(l => l.ChargeCategory != "Tax").ToLookup(l => l.InvoiceNumber, l => l.Amount);
            Assert.All(files.Invoices, i => Assert.Equal(Math.Max(0, Currencies.Round(taxable[i.InvoiceNumber!].Sum() * rates[i.AccountId], i.Currency!)), i.Tax));
        }
    });

    [Fact]
    public Task What_is_due_is_the_total_less_the_credits_and_payments_that_are_listed_for_the_invoice() => random.Holds(world =>
    {
        foreach (var folder in Folders(world))
        {
            var files = CloseFiles.Read(folder);
            var credits = files.CreditsApplied.ToLookup(c => c.InvoiceNumber, c => c.Amount);
            var paid = files.Payments.Where(p => p is { Status: "succeeded", InvoiceNumber: not null }).ToLookup(p => p.InvoiceNumber, p => p.Amount);
            Assert.All(files.Invoices, i => Assert.Equal(
                (i.CreditsApplied, i.AmountPaid, i.AmountDue),
                (credits[i.InvoiceNumber!].Sum(), paid[i.InvoiceNumber].Sum(), i.Total - i.CreditsApplied - i.AmountPaid)));
            Assert.All(files.Invoices, i => Assert.Equal(i.Status == "paid", i.AmountDue == 0));
        }
    });

    [Fact]
    public Task What_october_carried_in_is_what_september_carried_forward() => random.Holds(world =>
    {
        var forward = CloseFiles.Read(world.SeptemberInTheEnd).Invoices.Where(i => i.Status == "carried_forward").ToDictionary(i => i.AccountId);
        foreach (var invoice in CloseFiles.Read(world.October).Invoices)
        {
            // What changed its currency on the way was converted, which the checker prices; here it only may not vanish.
            if (forward.GetValueOrDefault(invoice.AccountId) is not { } earlier) Assert.Equal(0, invoice.CarriedIn);
            else if (earlier.Currency == invoice.Currency) Assert.Equal(earlier.AmountDue, invoice.CarriedIn);
        }
    });

    static string[] Folders(ClosedMonths world) => [world.September, world.SeptemberInTheEnd, world.October];
}
