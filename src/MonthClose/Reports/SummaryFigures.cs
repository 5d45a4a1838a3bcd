namespace MonthClose;

/// <summary>What a summary adds up over invoices and payments, one after the other.</summary>
sealed class SummaryFigures
{
    public SortedDictionary<string, long> Invoices { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Payments { get; } = new(StringComparer.Ordinal);

    public CurrencySums Invoiced { get; } = new();

    public CurrencySums Tax { get; } = new();

    public CurrencySums CarriedIn { get; } = new();

    public CurrencySums Credited { get; } = new();

    public CurrencySums Refunded { get; } = new();

    public CurrencySums Charged { get; } = new();

    public CurrencySums Transferred { get; } = new();

    public CurrencySums Due { get; } = new();

    public CurrencySums CarriedForward { get; } = new();

    public void Add(Invoice i)
    {
        Count(Invoices, BookWriter.StatusWord(i.Status));
        if (i.Number is null) return;
        var currency = i.Currency.Code;
        Invoiced.Add(currency, i.Total);
        Tax.Add(currency, i.Tax);
        CarriedIn.Add(currency, i.CarriedIn);
        // A negative total is turned into a credit, whole: no credit settles such an invoice.
        Credited.Add(currency, Math.Max(i.CreditsApplied, 0));
        Refunded.Add(currency, Math.Max(-i.CreditsApplied, 0));
        Due.Add(currency, i.AmountDue);
        CarriedForward.Add(currency, i.Status == InvoiceStatus.CarriedForward ? i.AmountDue : 0);
    }

    public void Add(Payment p)
    {
        Count(Payments, p.Status!);
        if (p is { Status: Outcome.Succeeded, Attempt: not null }) Charged.Add(p.Amount.Currency.Code, p.Amount.Amount);
        if (p.MethodId == Outcome.BankTransfer) Transferred.Add(p.Amount.Currency.Code, p.Amount.Amount);
    }

    static void Count(SortedDictionary<string, long> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
