using System.Collections.Immutable;
using Stillso;

namespace MonthClose;

/// <summary>What happens when an invoice has nothing left to collect.</summary>
static class Settlement
{
    /// <summary>The invoice is paid: dunning ends at once, its hold is released, a receipt follows a charge or transfer.</summary>
    /// <param name="book">Whose.</param>
    /// <param name="invoice">Which.</param>
    /// <param name="now">When.</param>
    /// <param name="cause">The change that settled it; null: a charge did.</param>
    /// <param name="believed">What was believed of the account when the charge was decided; null: the receipt believes what is so now.</param>
    public static void Paid(AccountBook book, Invoice invoice, DateTimeOffset now, string? cause, Premise? believed = null)
    {
        invoice.Status = InvoiceStatus.Paid;
        End(book, invoice, now, cause, "the invoice is paid", CloseReasons.InvoicePaid);
        if (book.Payments.Any(p => p.InvoiceId == invoice.Id && p.Status == Outcome.Succeeded))
            book.Enqueue(new EmailJob(book.Account.Id, invoice.Id, "receipt"), invoice.Id, Notices.Facts, now, believed: believed);
    }

    /// <summary>What is due is too small to be charged: it waits for the next invoice.</summary>
    public static void CarriedForward(AccountBook book, Invoice invoice, DateTimeOffset now, string? cause)
    {
        invoice.Status = InvoiceStatus.CarriedForward;
        End(book, invoice, now, cause, "what is due is below the gateway's minimum and is carried forward", CloseReasons.BelowMinimum);
    }

    /// <summary>Credits that settle an open invoice without a charge in flight are applied at once, and so is what has become too small.</summary>
    public static void AtOnce(AccountBook book, DateTimeOffset now, string? cause)
    {
        foreach (var invoice in book.Invoices.Where(i => i.Status == InvoiceStatus.Open && !book.IsInFlight(i.Id)))
        {
            var left = invoice.AmountDue - book.UsableCredits(invoice.Currency, now);
            // Before the first charge the step itself decides: it is reached also when nothing is due.
            var isTooSmall = invoice.Dunning is not DunningState.FirstCharge && GatewayMinimum.IsBelow(left, invoice.Currency);
            if (invoice.AmountDue > 0 && (left <= 0 || isTooSmall)) CreditLedger.Apply(book, invoice, now);
            if (invoice.AmountDue == 0) Paid(book, invoice, now, cause);
            else if (isTooSmall) CarriedForward(book, invoice, now, cause);
        }
    }

    static void End(AccountBook book, Invoice invoice, DateTimeOffset now, string? cause, string reason, string code)
    {
        // Before a charge has failed nothing waits for a later day.
        if (invoice.Dunning != DunningState.FirstCharge) book.Out.Add(new Outgoing.Needless(invoice.Id, reason, code, now));
        invoice.Dunning = DunningState.Over;
        book.Save(invoice);
        if (book.OpenHold(invoice.Id) is not null)
            book.Enqueue(new ReleaseJob(book.Account.Id, invoice.Id, cause), invoice.Id, [Facts.Due], now);
    }
}
