using System.Globalization;

namespace MonthClose;

/// <summary>Puts what an account's book says into the words of a mail.</summary>
public static class NoticeWriter
{
    /// <summary>The notice of a mail that is made now.</summary>
    /// <param name="book">Whose.</param>
    /// <param name="invoice">What it is about.</param>
    /// <param name="job">Which mail.</param>
    /// <param name="messageId">Derived from its cause.</param>
    /// <param name="conditions">Of the invoice's period: the seller, and the rates of a display currency.</param>
    /// <param name="now">The instant of its balance.</param>
    public static Notice Write(AccountBook book, Invoice invoice, EmailJob job, string messageId, Conditions conditions, DateTimeOffset now)
    {
        var (period, business) = (InWords(invoice.Period), conditions.Seller);
        var (subject, paragraphs) = Words(book, invoice, job, period);
        return new Notice
        {
            Kind = job.Kind, MessageId = messageId, Seller = business.GetValueOrDefault("name", "MonthClose"), SellerDetails = Details(business),
            From = business.GetValueOrDefault("from_email", "billing@monthclose.invalid"),
            To = book.Account.Email!, AccountName = book.Account.Name, InvoiceNumber = invoice.Number ?? "", Period = period, AsOf = now,
            Balance = NoticeText.AsOf(now, book.Account.TimeZone, book.Balance(invoice.Currency, now), invoice.Currency),
            DisplayBalance = Display(book, invoice.Currency, conditions.Rates, now),
            Subject = subject, Paragraphs = paragraphs, Rows = Rows(invoice), Lines = [.. invoice.Lines.Select(l => new NoticeRow(Label(l, invoice.Period), invoice.Currency.Format(l.Amount)))],
            AccountId = book.Account.Id, Country = book.Account.Country, Currency = invoice.Currency.Code, Notes = invoice.Notes,
            Issued = NoticeText.DateAndZone(invoice.IssuedAt!.Value, book.Account.TimeZone),
        };
    }

    // Without a rate the balance stands alone.
    static string? Display(AccountBook book, Currency currency, ExchangeRates rates, DateTimeOffset now)
    {
        if (book.Account.DisplayCurrency is not { } code || code == currency.Code || rates.Convert(1, currency.Code, code, now) is not { } rate) return null;
        var balance = rates.Convert(book.Balance(currency, now), currency.Code, code, now)!.Value;
        return NoticeText.Display(balance.Amount, currency, Currency.Get(code), rate.Amount, rate.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    static (string Subject, IReadOnlyList<string> Paragraphs) Words(AccountBook book, Invoice invoice, EmailJob job, string period)
    {
        var (number, zone) = (invoice.Number, book.Account.TimeZone);
        var due = invoice.Currency.Format(invoice.AmountDue);
        return job.Kind switch
        {
            "invoice" => ($"Invoice {number} for {period}", [$"Here is your invoice {number} for {period}.", AfterInvoice(book, invoice, due)]),
            "receipt" => ($"Receipt for invoice {number}", ["Thank you: your invoice is paid.", .. book.Payments
                .Where(p => p.InvoiceId == invoice.Id && p.Status == Outcome.Succeeded)
                .Select(p => $"{p.Amount.Currency.Format(p.Amount.Amount)} {(p.MethodId == Outcome.BankTransfer ? "received by bank transfer" : "charged to your card")} on {NoticeText.Date(p.SettledAt!.Value, zone)}.")]),
            "payment_failed" => ($"Payment of invoice {number} failed", FailureWords.Of(book, invoice, job)),
            "hold_warning" => ($"Your account will be put on hold: invoice {number} is unpaid",
                [$"{due} of your invoice {number} is still unpaid.", $"If it is not paid by {NoticeText.Local(job.NextAttempt!.Value, zone)}, your account will be put on hold."]),
            "hold_placed" => ($"Your account is on hold: invoice {number} is unpaid",
                [$"Your account has been put on hold, because your invoice {number} was not paid: {book.Holds.Last(h => h.InvoiceId == invoice.Id).Reason}.",
                    invoice.AmountDue > 0 ? "It is released as soon as the invoice is paid." : "It has been paid since; the hold is being released."]),
            _ => ("Your account is no longer on hold", [$"Your invoice {number} is settled. The hold on your account has been released."]),
        };
    }

    static string AfterInvoice(AccountBook book, Invoice invoice, string due) => invoice.Status switch
    {
        InvoiceStatus.Paid => "Nothing is left to pay.",
        InvoiceStatus.CarriedForward => $"{due} is too little to be charged by card: it will be on your next invoice.",
        _ when book.IsInFlight(invoice.Id) => $"{due} is due, and its payment is being processed; you need not do anything.",
        _ => $"{due} is due. It could not be collected yet; a second mail tells you why and what happens next.",
    };

    static List<NoticeRow> Rows(Invoice invoice)
    {
        var rows = new List<NoticeRow>();
        void Add(string label, decimal amount, bool strong = false) => rows.Add(new NoticeRow(label, invoice.Currency.Format(amount), strong));
        if (invoice.Tax != 0 || invoice.CarriedIn != 0) Add("Subtotal", invoice.Subtotal);
        if (invoice.Tax != 0) Add(string.Create(CultureInfo.InvariantCulture, $"Tax {invoice.TaxRate * 100:0.####} %"), invoice.Tax);
        if (invoice.CarriedIn != 0) Add("Carried forward from earlier invoices", invoice.CarriedIn);
        Add("Total", invoice.Total, true);
        if (invoice.CreditsApplied != 0) Add("Credits", -invoice.CreditsApplied);
        if (invoice.AmountPaid != 0) Add("Paid", -invoice.AmountPaid);
        Add("Due", invoice.AmountDue, true);
        return rows;
    }

    // What is usual goes without saying: only another category than usage, and another month than the invoice's, are named.
    static string Label(InvoiceLine line, string period)
    {
        var category = line.Category == "Usage" ? null : line.Category;
        var month = line.FromPeriod == period ? null : InWords(line.FromPeriod);
        var unusual = string.Join(", ", new[] { category, month }.OfType<string>());
        return unusual.Length == 0 ? line.Service : $"{line.Service} ({unusual})";
    }

    static List<string> Details(IReadOnlyDictionary<string, string> business)
    {
        var details = new List<string>();
        if (business.TryGetValue("address", out var address) && address.Length > 0) details.Add(address);
        if (business.TryGetValue("tax_id", out var taxId) && taxId.Length > 0) details.Add($"Tax ID {taxId}");
        return details;
    }

    static string InWords(string period)
    {
        var month = BillingPeriod.Parse(period);
        return new DateOnly(month.Year, month.Month, 1).ToString("MMMM yyyy", CultureInfo.InvariantCulture);
    }
}
