namespace MonthClose.Checking;

/// <summary>Rule 6: in which currency a bank transfer arrives.</summary>
internal static class TransferCurrency
{
    /// <summary>
    /// That of the oldest open invoice, else the account's. What was issued or settled in the transfer's own second may
    /// have been so before or after it: then payments.csv tells which it was.
    /// </summary>
    public static string Of(
        ChangeRow transfer, IReadOnlyList<InvoiceState> invoices, string accountCurrency, IReadOnlyList<PaymentRow> payments)
    {
        var open = invoices.Where(i => i.IsOpen).ToList();
        var read = open.FirstOrDefault()?.Currency ?? accountCurrency;
        var others = open.Where(i => i.InFlight?.SettledAt != transfer.At).Select(i => i.Currency).Take(1)
            .Concat(invoices.Where(i => i.Row.IssuedAt == transfer.At).Select(i => i.Currency))
            .Append(open.All(i => i.InFlight?.SettledAt == transfer.At) ? accountCurrency : read);
        var used = payments.Where(p => p.IsTransfer && p.DecidedAt == transfer.At).Select(p => p.Currency).ToHashSet(StringComparer.Ordinal);
        return used.Contains(read) ? read : others.FirstOrDefault(used.Contains) ?? read;
    }
}
