using System.Globalization;

namespace MonthClose;

/// <summary>Puts what an account's book says into the words of a mail.</summary>
static class NoticeWriter
{
    public static Notice Write(AccountBook book, Invoice invoice, EmailJob job, string messageId, IReadOnlyDictionary<string, string> business, DateTimeOffset now)
    {
        var zone = book.Account.TimeZone;
        var seller = business.GetValueOrDefault("name", "MonthClose");
        var month = BillingPeriod.Parse(invoice.Period);
        var period = new DateOnly(month.Year, month.Month, 1).ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        var (subject, paragraphs) = Words(book, invoice, job, period);
        return new Notice
        {
            Kind = job.Kind, MessageId = messageId, Seller = seller, From = business.GetValueOrDefault("from_email", "billing@monthclose.invalid"),
            To = book.Account.Email!, AccountName = book.Account.Name, InvoiceNumber = invoice.Number ?? "", Period = period, AsOf = now,
            Balance = NoticeText.AsOf(now, zone, book.Balance(invoice.Currency, now), invoice.Currency), Subject = subject, Paragraphs = paragraphs,
            Rows = Rows(invoice, job.Kind),
        };
    }

    static (string Subject, IReadOnlyList<string> Paragraphs) Words(AccountBook book, Invoice invoice, EmailJob job, string period)
    {
        var (number, zone) = (invoice.Number, book.Account.TimeZone);
        var due = invoice.Currency.Format(invoice.AmountDue);
        return job.Kind switch
        {
            "invoice" => ($"Invoice {number} for {period}", [$"here is your invoice {number} for {period}.", AfterInvoice(book, invoice, due)]),
            "receipt" => ($"Receipt for invoice {number}", ["thank you: your invoice is paid.", .. book.Payments
                .Where(p => p.InvoiceId == invoice.Id && p.Status == Outcome.Succeeded)
                .Select(p => $"{p.Amount.Currency.Format(p.Amount.Amount)} {(p.MethodId == Outcome.BankTransfer ? "received by bank transfer" : "charged to your card")} on {NoticeText.Date(p.SettledAt!.Value, zone)}.")]),
            "payment_failed" => ($"Payment of invoice {number} failed", Failed(book, invoice, job)),
            "hold_warning" => ($"Your account will be put on hold: invoice {number} is unpaid",
                [$"{due} of your invoice {number} is still unpaid.", $"If it is not paid by {NoticeText.Local(job.NextAttempt!.Value, zone)}, your account will be put on hold."]),
            "hold_placed" => ($"Your account is on hold: invoice {number} is unpaid",
                [$"your account has been put on hold, because your invoice {number} was not paid: {book.Holds.Last(h => h.InvoiceId == invoice.Id).Reason}.",
                    invoice.AmountDue > 0 ? "It is released as soon as the invoice is paid." : "It has been paid since; the hold is being released."]),
            _ => ("Your account is no longer on hold", [$"your invoice {number} is settled. The hold on your account has been released."]),
        };
    }

    static string AfterInvoice(AccountBook book, Invoice invoice, string due) => invoice.Status switch
    {
        InvoiceStatus.Paid => "Nothing is left to pay.",
        InvoiceStatus.CarriedForward => $"{due} is too little to be charged by card: it will be on your next invoice.",
        _ when book.IsInFlight(invoice.Id) => $"{due} is due, and its payment is being processed; you need not do anything.",
        _ => $"{due} is due. It could not be collected yet; a second mail tells you why and what happens next.",
    };

    static List<string> Failed(AccountBook book, Invoice invoice, EmailJob job)
    {
        var payment = book.Payments[job.Payment - 1];
        var what = book.DefaultMethod is null || payment.Status == Outcome.NoPaymentMethod
            ? book.DefaultMethod is null ? "no payment method is on file for your account: please add one." : "your payment method can no longer be used: please add another one."
            : payment.Status == Outcome.ActionRequired
                ? "your bank asks you to confirm this payment: please sign in and authenticate it, or add another payment method."
                : $"your card was declined{Because(payment.DeclineCode)}. Please check it, or add another payment method.";
        var paragraphs = new List<string> { $"we could not collect {invoice.Currency.Format(payment.Amount.Amount)} for your invoice {invoice.Number}: {what}" };
        if (invoice.AmountDue == 0) paragraphs = [$"a payment for your invoice {invoice.Number} failed, but the invoice has been settled since. You need not do anything."];
        else if (job.NextAttempt is { } next) paragraphs.Add($"We try again on {NoticeText.Local(next, book.Account.TimeZone)}, or at once when you add another payment method.");
        return paragraphs;
    }

    // Of a lost or stolen card the bank alone may tell (Stripe docs, Decline codes).
    static string Because(string? code) => code switch
    {
        "insufficient_funds" => " for insufficient funds",
        "expired_card" => " because it has expired",
        "incorrect_cvc" => " because its security code is wrong",
        "processing_error" => " because of an error at the bank",
        _ => " by your bank",
    };

    static List<NoticeRow> Rows(Invoice invoice, string kind)
    {
        var rows = new List<NoticeRow>();
        string Format(decimal amount) => invoice.Currency.Format(amount);
        if (kind is "invoice")
            rows.AddRange(invoice.Lines.Select(l => new NoticeRow(l.Category == "Usage" ? l.Service : $"{l.Service} ({l.Category})", Format(l.Amount))));
        rows.Add(new NoticeRow("Total", Format(invoice.Total), true));
        if (invoice.CreditsApplied != 0) rows.Add(new NoticeRow("Credits", Format(-invoice.CreditsApplied)));
        if (invoice.AmountPaid != 0) rows.Add(new NoticeRow("Paid", Format(-invoice.AmountPaid)));
        rows.Add(new NoticeRow("Due", Format(invoice.AmountDue), true));
        return rows;
    }
}
