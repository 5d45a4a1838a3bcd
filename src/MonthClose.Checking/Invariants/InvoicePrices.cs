namespace MonthClose.Checking;

/// <summary>Prices every invoice again from the usage: the part of invariant 3 that a charge stands on.</summary>
internal static class InvoicePrices
{
    private const string LinesFile = "invoice_lines.csv";
    private const string InvoicesFile = "invoices.csv";

    public static IEnumerable<Finding> Check(CloseView view) =>
    [
        .. view.Folders.SelectMany(f => f.World.Prices.WithoutFirstTier).Distinct()
            .Select(p => new Finding(3, "prices.csv", null, $"{p.Sku} in {p.Currency} has no tier from 0: such a world is refused")),
        .. view.Numbered.Where(i => i.Currency is not null).SelectMany(invoice => CheckLines(view, invoice)
            .Concat(CheckSums(view, invoice)).Concat(CheckTax(view, invoice)).Concat(CheckCarriedIn(view, invoice)).Concat(CheckCurrency(view, invoice))),
    ];

    private static IEnumerable<Finding> CheckLines(CloseView view, InvoiceRow invoice)
    {
        var explained = view.Pricing.Explain(invoice);
        var lines = view.Lines[invoice.InvoiceNumber!].ToList();
        if (explained is { Late: null, Usual: null })
        {
            yield return At(LinesFile, invoice, "is issued though a row of its usage has no price, or no rate to its currency: it should be parked");
            yield break;
        }

        if (explained.Late is null)
        {
            yield return At(
                LinesFile, invoice,
                $"lines are {Show(lines.Select(l => new Line(l.ChargeCategory, l.ServiceName, l.FromPeriod, l.Amount)))}, the usage gives {Show(explained.Usual!)}");
        }

        if (!lines.Select(l => l.LineNumber).SequenceEqual(Enumerable.Range(1, lines.Count)))
        {
            yield return At(LinesFile, invoice, "lines are not numbered 1, 2, 3 in order");
        }
    }

    private static IEnumerable<Finding> CheckSums(CloseView view, InvoiceRow invoice)
    {
        var sum = view.Lines[invoice.InvoiceNumber!].Sum(l => l.Amount);
        if (invoice.Subtotal != sum)
        {
            yield return At(InvoicesFile, invoice, $"subtotal {invoice.Subtotal} is not the sum of its lines, {sum}");
        }

        if (invoice.Total != invoice.Subtotal + invoice.Tax + invoice.CarriedIn)
        {
            yield return At(InvoicesFile, invoice, $"total {invoice.Total} is not subtotal + tax + carried_in");
        }
    }

    private static IEnumerable<Finding> CheckTax(CloseView view, InvoiceRow invoice)
    {
        var taxable = view.Lines[invoice.InvoiceNumber!].Where(l => l.ChargeCategory != "Tax").Sum(l => l.Amount);
        var tax = Tax(taxable, view.Pricing.TaxRate(invoice), invoice.Currency!);
        if (invoice.Tax != tax)
        {
            yield return At(InvoicesFile, invoice, $"tax is {invoice.Tax}: {view.Pricing.TaxRate(invoice)} of {taxable} is {tax}");
        }
    }

    /// <summary>Rule 3: rounded like a line, never below 0.</summary>
    public static decimal Tax(decimal taxable, Rational rate, string currency) => Math.Max(0, Currencies.Round(taxable * rate, currency));

    private static IEnumerable<Finding> CheckCarriedIn(CloseView view, InvoiceRow invoice)
    {
        if (invoice.IssuedAt is null)
        {
            yield break;
        }

        var carriedIn = view.Replay(invoice).Invoice(invoice).CarriedIn;
        if (carriedIn is null)
        {
            yield return At(InvoicesFile, invoice, "is issued though what was carried forward has no rate to its currency: it should be parked");
        }
        else if (invoice.CarriedIn != carriedIn)
        {
            yield return At(InvoicesFile, invoice, $"carried_in is {invoice.CarriedIn}: earlier invoices carried forward {carriedIn}");
        }
    }

    private static IEnumerable<Finding> CheckCurrency(CloseView view, InvoiceRow invoice)
    {
        if (invoice.IssuedAt is { } issuedAt && view.World.Accounts.ContainsKey(invoice.AccountId)
            && view.Replay(invoice).Facts.CurrenciesAt(issuedAt) is var currencies && !currencies.Contains(invoice.Currency!))
        {
            yield return At(InvoicesFile, invoice, $"is in {invoice.Currency}: then the account's currency was {string.Join(" or ", currencies)}");
        }
    }

    private static string Show(IEnumerable<Line> lines) =>
        $"[{string.Join(" ", lines.Select(l => $"({l.Category}, {l.Service}, {l.Period}, {l.Amount})"))}]";

    private static Finding At(string file, InvoiceRow invoice, string what) =>
        new(3, file, invoice.AccountId, $"{invoice.InvoiceNumber} {what}");
}
