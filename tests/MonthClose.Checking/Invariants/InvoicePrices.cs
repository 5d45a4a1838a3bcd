namespace MonthClose.Checking;

/// <summary>Prices every invoice again from the usage: the part of invariant 3 that a charge stands on.</summary>
internal static class InvoicePrices
{
    private const string LinesFile = "invoice_lines.csv";

    public static IEnumerable<Finding> Check(CloseView view) =>
        view.Numbered.SelectMany(invoice => CheckLines(view, invoice).Concat(CheckSums(view, invoice)));

    /// <summary>The late usage that is in the invoice, or null when no choice of it explains the lines.</summary>
    public static IReadOnlyList<ChangeRow>? LateUsageIn(CloseView view, InvoiceRow invoice)
    {
        // Issue draws no seq, so at the instant of issue only the lines can tell what came before it.
        var late = view.ChangesOfAccount[invoice.AccountId]
            .Where(c => c.Change == "late_usage" && c.At <= invoice.IssuedAt).OrderBy(c => c.Seq).ToList();
        var certain = late.Count(c => c.At < invoice.IssuedAt);
        var written = view.Lines[invoice.InvoiceNumber!].Select(Key).ToList();
        for (var count = certain; count <= late.Count; count++)
        {
            if (Expected(view, invoice, late.Take(count)).SequenceEqual(written))
            {
                return late[..count];
            }
        }

        return null;
    }

    private static IEnumerable<Finding> CheckLines(CloseView view, InvoiceRow invoice)
    {
        var usage = view.UsageOfAccount[invoice.AccountId].ToList();
        if (usage.Any(u => !u.Rated || u.Currency != invoice.Currency))
        {
            yield return At(LinesFile, invoice, "is issued though a row of its usage has no price in its currency: it should be parked");
            yield break;
        }

        if (LateUsageIn(view, invoice) is null)
        {
            yield return At(
                LinesFile, invoice,
                $"lines are {Show(view.Lines[invoice.InvoiceNumber!].Select(Key))}, the usage gives {Show(Expected(view, invoice, []))}");
        }

        if (!view.Lines[invoice.InvoiceNumber!].Select(l => l.LineNumber).SequenceEqual(Enumerable.Range(1, view.Lines[invoice.InvoiceNumber!].Count())))
        {
            yield return At(LinesFile, invoice, "lines are not numbered 1, 2, 3 in order");
        }
    }

    private static IEnumerable<Finding> CheckSums(CloseView view, InvoiceRow invoice)
    {
        var sum = view.Lines[invoice.InvoiceNumber!].Sum(l => l.Amount);
        if (invoice.Subtotal != sum)
        {
            yield return At("invoices.csv", invoice, $"subtotal {invoice.Subtotal} is not the sum of its lines, {sum}");
        }

        if (invoice.Tax != 0 || invoice.CarriedIn != 0)
        {
            yield return At("invoices.csv", invoice, $"tax {invoice.Tax} and carried_in {invoice.CarriedIn} should be 0");
        }

        if (invoice.Total != invoice.Subtotal + invoice.Tax + invoice.CarriedIn)
        {
            yield return At("invoices.csv", invoice, $"total {invoice.Total} is not subtotal + tax + carried_in");
        }
    }

    private static IEnumerable<(string, string, string, decimal)> Expected(CloseView view, InvoiceRow invoice, IEnumerable<ChangeRow> late) =>
        view.UsageOfAccount[invoice.AccountId].Select(u => (u.Category, u.Service, u.Period, u.Cost))
            .Concat(late.Select(c => ("Usage", "Late", view.Options.Period, Amounts.Parse(c.Value))))
            .GroupBy(u => (Category: u.Item1, Service: u.Item2, Period: u.Item3))
            .OrderBy(g => g.Key.Category, CodePoints.Order).ThenBy(g => g.Key.Service, CodePoints.Order)
            .ThenBy(g => g.Key.Period, CodePoints.Order)
            .Select(g => (g.Key.Category, g.Key.Service, g.Key.Period, Currencies.Round(g.Sum(u => u.Item4), invoice.Currency!)));

    private static (string, string, string, decimal) Key(InvoiceLineRow line) =>
        (line.ChargeCategory, line.ServiceName, line.FromPeriod, line.Amount);

    private static string Show(IEnumerable<(string, string, string, decimal)> lines) => $"[{string.Join(" ", lines)}]";

    private static Finding At(string file, InvoiceRow invoice, string what) =>
        new(3, file, invoice.AccountId, $"{invoice.InvoiceNumber} {what}");
}
