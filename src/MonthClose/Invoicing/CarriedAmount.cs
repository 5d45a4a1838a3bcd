namespace MonthClose;

/// <summary>What an earlier invoice carried forward, in the currency of the invoice that takes it up.</summary>
/// <param name="From">The earlier invoice.</param>
/// <param name="Amount">Rounded to the new invoice's currency.</param>
sealed record CarriedAmount(Invoice From, decimal Amount)
{
    /// <summary>Everything that waits for the account's next invoice.</summary>
    public static IEnumerable<CarriedAmount> Of(AccountBook book, Conversions conversions) =>
        book.Invoices.Where(i => i.Status == InvoiceStatus.CarriedForward && i.CarriedTo is null && i.AmountDue != 0)
            .Select(i => new CarriedAmount(i, new Money(conversions.Convert(i.AmountDue, i.Currency.Code), conversions.Currency).Round().Amount));

    /// <summary>
    /// The new invoice takes it up. It stays in receivable; where the currency has changed, what is owed in the one is
    /// written off and owed in the other.
    /// </summary>
    public void MoveTo(AccountBook book, Invoice invoice, DateTimeOffset now)
    {
        From.CarriedTo = invoice.Id;
        book.Save(From);
        if (From.Currency == invoice.Currency) return;
        book.Post(JournalEntry.Of(
            $"{From.Id}/carried_out", now, invoice.PostedIn!, new Money(From.AmountDue, From.Currency), LedgerAccount.WriteOff, LedgerAccount.Receivable, From.Id));
        book.Post(JournalEntry.Of(
            $"{From.Id}/carried_in", now, invoice.PostedIn!, new Money(Amount, invoice.Currency), LedgerAccount.Receivable, LedgerAccount.WriteOff, invoice.Id));
    }
}
