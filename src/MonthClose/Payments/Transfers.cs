using Stillso;

namespace MonthClose;

/// <summary>How money received outside the gateway is used.</summary>
static class Transfers
{
    /// <summary>
    /// A transfer settles the oldest open invoices of its currency; what is left becomes a credit.
    /// While a charge of one of them is in flight it waits for the outcome.
    /// </summary>
    public static void Receive(AccountBook book, string changeId, decimal amount, DateTimeOffset now)
    {
        var open = Open(book).ToList();
        var currency = open.FirstOrDefault()?.Currency ?? book.Account.Currency;
        if (new Money(amount, currency).Round().Amount != amount)
            throw new ChangeRefusedException($"{amount} has more decimals than {currency.Code} has ({currency.Digits}).");
        var transfer = new WaitingTransfer(changeId, new Money(amount, currency), now);
        book.Transfers.Add(book.Save(transfer));
        UseWaiting(book, now);
    }

    /// <summary>Uses the transfers that wait for no charge any more.</summary>
    public static void UseWaiting(AccountBook book, DateTimeOffset now)
    {
        foreach (var transfer in book.Transfers.ToList())
        {
            var open = Open(book).Where(i => i.Currency == transfer.Amount.Currency).ToList();
            if (open.Any(i => book.IsInFlight(i.Id))) continue;
            book.Transfers.Remove(transfer);
            book.Save(transfer);
            Use(book, transfer, open, now);
        }
    }

    static IEnumerable<Invoice> Open(AccountBook book) =>
        book.Invoices.Where(i => i.Status == InvoiceStatus.Open && i.AmountDue > 0)
            .OrderBy(i => i.IssuedAt).ThenBy(i => i.Period, CodePoints.Order);

    static void Use(AccountBook book, WaitingTransfer transfer, List<Invoice> open, DateTimeOffset now)
    {
        var left = transfer.Amount.Amount;
        var part = 0;
        foreach (var invoice in open)
        {
            var used = Math.Min(left, invoice.AmountDue);
            if (used <= 0) break;
            left -= used;
            invoice.AmountPaid += used;
            book.Save(invoice);
            Add(book, invoice.Id, new Money(used, invoice.Currency), transfer, now);
            book.Post(JournalEntry.Of(
                $"{transfer.ChangeId}/{++part}", now, Posting.PeriodFor(book, invoice.Period), new Money(used, invoice.Currency),
                LedgerAccount.CashTransfer, LedgerAccount.Receivable, invoice.Id));
        }
        if (left > 0)
        {
            var rest = new Money(left, transfer.Amount.Currency);
            Add(book, null, rest, transfer, now);
            CreditLedger.Grant(book, $"{transfer.ChangeId}/rest", rest, "prepaid", now, LedgerAccount.CashTransfer, Posting.PeriodFor(book, Month(book, now)));
        }
    }

    static void Add(AccountBook book, string? invoiceId, Money amount, WaitingTransfer transfer, DateTimeOffset now) =>
        book.Payments.Add(book.Save(new Payment
        {
            Ordinal = book.Payments.Count + 1, InvoiceId = invoiceId, Amount = amount, MethodId = Outcome.BankTransfer,
            Status = Outcome.Succeeded, DecidedAt = transfer.ReceivedAt, SettledAt = now,
        }));

    static string Month(AccountBook book, DateTimeOffset now) =>
        book.Invoices.LastOrDefault()?.Period ?? now.UtcDateTime.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
}
