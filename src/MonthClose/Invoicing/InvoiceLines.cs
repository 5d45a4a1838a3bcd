using Stillso;

namespace MonthClose;

/// <summary>The lines of an invoice, and what they post.</summary>
static class InvoiceLines
{
    /// <summary>One line per (category, service, period), summed exactly, then rounded once, half away from zero.</summary>
    public static IReadOnlyList<InvoiceLine> Of(AccountBook book, string period, IReadOnlyList<LateUsage> late) =>
        [.. book.Rating!.Lines.Concat(late.Select(l => new InvoiceLine("Usage", "Late", period, l.Cost.Amount)))
            .GroupBy(l => (l.Category, l.Service, l.FromPeriod))
            .Select(g => new InvoiceLine(
                g.Key.Category, g.Key.Service, g.Key.FromPeriod, new Money(g.Sum(l => l.Amount), book.Account.Currency).Round().Amount))
            .OrderBy(l => l.Category, CodePoints.Order).ThenBy(l => l.Service, CodePoints.Order)
            .ThenBy(l => l.FromPeriod, CodePoints.Order)];

    /// <summary>The entry: what is owed against revenue by service; lines of category Tax are not ours.</summary>
    public static void Post(AccountBook book, Invoice invoice, DateTimeOffset now)
    {
        var sides = invoice.Lines
            .GroupBy(l => l.Category == "Tax" ? LedgerAccount.TaxPayable : LedgerAccount.Revenue(l.Service), StringComparer.Ordinal)
            .OrderBy(g => g.Key, CodePoints.Order)
            .Select(g => Side(g.Key, -g.Sum(l => l.Amount)))
            .Prepend(Side(LedgerAccount.Receivable, invoice.Total))
            .Where(l => l.Debit != 0 || l.Credit != 0);
        book.Post(new JournalEntry($"{invoice.Id}/issued", now, invoice.Period, invoice.Currency, invoice.Id, [.. sides]));
    }

    static JournalLine Side(string account, decimal amount) => new(account, Math.Max(amount, 0), Math.Max(-amount, 0));
}
