using Stillso;

namespace MonthClose;

/// <summary>The lines of an invoice, and what they post.</summary>
static class InvoiceLines
{
    /// <summary>FOCUS ChargeCategory of what is tax already.</summary>
    public const string TaxCategory = "Tax";

    /// <summary>One line per (category, service, period): exact sums, each converted, then rounded once, half away from zero.</summary>
    public static IReadOnlyList<InvoiceLine> Of(Rating rating, IReadOnlyList<LateUsage> late, Conversions conversions) =>
        [.. rating.Lines.Concat(late.GroupBy(l => (Period: l.Period ?? rating.Period, l.Cost.Currency)).Select(g => new RatedLine("Usage", "Late", g.Key.Period, g.Key.Currency.Code, g.Sum(l => l.Cost.Amount))))
            .GroupBy(l => (l.Category, l.Service, l.FromPeriod))
            .Select(g => new InvoiceLine(g.Key.Category, g.Key.Service, g.Key.FromPeriod, Round(g, conversions)))
            .OrderBy(l => l.Category, CodePoints.Order).ThenBy(l => l.Service, CodePoints.Order)
            .ThenBy(l => l.FromPeriod, CodePoints.Order)];

    /// <summary>The entry: what is owed against revenue by service and tax. What was carried in is owed already.</summary>
    public static void Post(AccountBook book, Invoice invoice, DateTimeOffset now)
    {
        var sides = invoice.Lines
            .Select(l => (Account: l.Category == TaxCategory ? LedgerAccount.TaxPayable : LedgerAccount.Revenue(l.Service), l.Amount))
            .Append((Account: LedgerAccount.TaxPayable, Amount: invoice.Tax))
            .GroupBy(l => l.Account, StringComparer.Ordinal)
            .OrderBy(g => g.Key, CodePoints.Order)
            .Select(g => Side(g.Key, -g.Sum(l => l.Amount)))
            .Prepend(Side(LedgerAccount.Receivable, invoice.Subtotal + invoice.Tax))
            .Where(l => l.Debit != 0 || l.Credit != 0);
        book.Post(new JournalEntry($"{invoice.Id}/issued", now, invoice.PostedIn!, invoice.Currency, invoice.Id, [.. sides]));
    }

    static decimal Round(IEnumerable<RatedLine> parts, Conversions conversions) => new Money(
        parts.GroupBy(p => p.Currency, StringComparer.Ordinal).OrderBy(g => g.Key, CodePoints.Order)
            .Sum(g => conversions.Convert(g.Sum(p => p.Amount), g.Key)), conversions.Currency).Round().Amount;

    static JournalLine Side(string account, decimal amount) => new(account, Math.Max(amount, 0), Math.Max(-amount, 0));
}
