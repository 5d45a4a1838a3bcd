using Stillso;

namespace MonthClose;

/// <summary>tax.csv: the tax of the period's invoices by country, rate and currency.</summary>
sealed class TaxReport
{
    public const string File = "tax.csv";
    public const string Header = "period,country,tax_rate,currency,invoices,taxable,tax,tax_lines";

    readonly Dictionary<(string Country, decimal Rate, string Currency), Row> rows = [];

    /// <summary>Tax charged and tax passed on, by currency.</summary>
    public CurrencySums Sums { get; } = new();

    public void Add(Invoice invoice, string? country)
    {
        var key = (country ?? "", invoice.TaxRate, invoice.Currency.Code);
        var passedOn = invoice.Lines.Where(l => l.Category == InvoiceLines.TaxCategory).Sum(l => l.Amount);
        var row = rows.GetValueOrDefault(key);
        rows[key] = new Row(row.Invoices + 1, row.Taxable + invoice.Subtotal - passedOn, row.Tax + invoice.Tax, row.TaxLines + passedOn);
        Sums.Add(invoice.Currency.Code, invoice.Tax + passedOn);
    }

    public IEnumerable<Cell[]> Rows(string period) =>
        rows.OrderBy(r => r.Key.Country, CodePoints.Order).ThenBy(r => r.Key.Rate).ThenBy(r => r.Key.Currency, CodePoints.Order).Select(r => new[]
        {
            Cell.Text(period), Cell.Text(r.Key.Country), new Cell(Decimals.ToText(r.Key.Rate), false), Cell.Text(r.Key.Currency), Cell.Number(r.Value.Invoices),
            Cell.Amount(r.Value.Taxable, r.Key.Currency), Cell.Amount(r.Value.Tax, r.Key.Currency), Cell.Amount(r.Value.TaxLines, r.Key.Currency),
        });

    readonly record struct Row(long Invoices, decimal Taxable, decimal Tax, decimal TaxLines);
}
