using Stillso;

namespace MonthClose;

/// <summary>
/// The biggest open invoices. Amounts of several currencies do not compare: each currency's biggest comes first, then each
/// one's second, until there are enough.
/// </summary>
sealed class BiggestInvoices(int count)
{
    readonly SortedDictionary<string, List<OpenInvoice>> kept = new(CodePoints.Order);

    public void Add(OpenInvoice invoice)
    {
        if (!kept.TryGetValue(invoice.Currency.Code, out var list)) kept.Add(invoice.Currency.Code, list = []);
        var at = list.FindIndex(i => i.AmountDue < invoice.AmountDue);
        if (at < 0 && list.Count == count) return;
        list.Insert(at < 0 ? list.Count : at, invoice);
        if (list.Count > count) list.RemoveAt(count);
    }

    /// <summary>Those that were chosen, by currency, biggest first.</summary>
    public IReadOnlyList<OpenInvoice> Chosen
    {
        get
        {
            var chosen = Enumerable.Range(0, count).SelectMany(rank => kept.Values.Where(l => l.Count > rank).Select(l => l[rank])).Take(count).ToHashSet();
            return [.. kept.Values.SelectMany(l => l).Where(chosen.Contains)];
        }
    }
}
