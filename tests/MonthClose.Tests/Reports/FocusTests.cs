namespace MonthClose.Tests;

/// <summary>Invoices as FOCUS rows, and tax by rate.</summary>
public sealed class FocusTests
{
    static Invoice Taxed(params InvoiceLine[] lines)
    {
        var subtotal = lines.Sum(l => l.Amount);
        return new Invoice
        {
            Id = "a/2024-09", Number = "2024-09-000001", Period = "2024-09", Currency = Currency.Get("EUR"), Lines = lines, Subtotal = subtotal, TaxRate = 0.200m, Tax = 2m,
        };
    }

    [Fact]
    public void There_is_a_row_per_line_and_one_for_the_tax_and_late_usage_keeps_its_month()
    {
        var invoice = Taxed(new InvoiceLine("Usage", "Compute", "2024-09", 8), new InvoiceLine("Usage", "Compute", "2024-02", 2), new InvoiceLine("Tax", "VAT", "2024-09", 1));
        var rows = FocusReport.RowsOf(invoice, "a", "=A", "Europe/Berlin").ToList();
        Assert.Equal([8m, 2, 1, 2], rows.Select(r => r.BilledCost));
        Assert.Equal(("2024-08-31T22:00:00Z", "2024-09-30T22:00:00Z"), (rows[0].BillingStart, rows[0].BillingEnd));
        Assert.Equal(("2024-01-31T23:00:00Z", "2024-02-29T23:00:00Z", "Compute, 2024-02"), (rows[1].ChargeStart, rows[1].ChargeEnd, rows[1].Description));
        Assert.Equal(("Tax", "Tax at 20 %"), (rows[3].Category, rows[3].Description));
    }

    [Fact]
    public void Tax_adds_up_by_country_rate_and_currency()
    {
        var tax = new TaxReport();
        tax.Add(Taxed(new InvoiceLine("Usage", "Compute", "2024-09", 10), new InvoiceLine("Tax", "VAT", "2024-09", 1)), "DE");
        tax.Add(Taxed(new InvoiceLine("Usage", "Compute", "2024-09", 10)), "DE");
        tax.Add(Taxed(new InvoiceLine("Usage", "Compute", "2024-09", 10)), null);
        Assert.Equal(
            ["2024-09,,0.2,EUR,1,10.00,2.00,0.00", "2024-09,DE,0.2,EUR,2,20.00,4.00,1.00"], tax.Rows("2024-09").Select(r => string.Join(',', r.Select(c => c.ToFile()))));
        Assert.Equal(7m, tax.Sums["EUR"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Rows_are_in_order_of_their_cost_however_few_are_held_at_once(int atOnce)
    {
        var folder = Directory.CreateTempSubdirectory("monthclose-").FullName;
        try
        {
            using (var focus = new FocusReport(folder, "-Seller", atOnce))
            {
                foreach (var n in new[] { 5, 3, 9, 1, 7, 2, 8 }) focus.Add(Taxed(new InvoiceLine("Usage", "S", "2024-09", n)), $"a{n}", "A", "UTC");
                var rows = focus.Rows().ToList();
                Assert.Equal(14, rows.Count);
                Assert.Equal(rows.Select(r => decimal.Parse(r[0].Value!)).Order(), rows.Select(r => decimal.Parse(r[0].Value!)));
                // Of one cost, by account.
                Assert.Equal(["a1", "a2", "a2", "a3", "a5", "a7", "a8", "a9"], rows.Where(r => r[0].Value == "2.00").Select(r => r[1].Value!));
                Assert.All(rows, r => Assert.Equal("'-Seller", r[11].ToFile()));
                Assert.Equal(35 + 14, focus.Billed["EUR"]);
            }
            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
