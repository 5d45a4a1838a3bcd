namespace MonthClose;

/// <summary>How payment methods come and go.</summary>
static class MethodChanges
{
    /// <summary>A token becomes the account's default, whether it is new, known or was removed.</summary>
    public static void AddDefault(AccountBook book, string token)
    {
        foreach (var other in book.Methods.Where(m => m.IsDefault))
        {
            other.IsDefault = false;
            book.Save(other);
        }
        var method = book.Methods.FirstOrDefault(m => m.Id == token);
        if (method is null) book.Methods.Add(method = new PaymentMethod { Id = token });
        method.IsDefault = true;
        book.Save(method);
    }

    /// <summary>Removes every method in our books; the gateway would still take the tokens.</summary>
    public static void RemoveAll(AccountBook book)
    {
        foreach (var method in book.Methods.Where(m => m.IsDefault))
        {
            method.IsDefault = false;
            book.Save(method);
        }
    }

    /// <summary>A new default method, while an invoice is in dunning or has caused a hold, is charged at once.</summary>
    public static void ChargeAtOnce(AccountBook book, string cause, DateTimeOffset now)
    {
        foreach (var invoice in book.Invoices.Where(i =>
            i.Status == InvoiceStatus.Open && i.Dunning == DunningState.Waiting && i.AmountDue > 0 && !book.IsInFlight(i.Id)))
        {
            var failed = book.Payments.LastOrDefault(p => p.InvoiceId == invoice.Id && p.IsAttempt)?.MethodId;
            if (book.DefaultMethod is not { } method || method.Id == failed || ChargeDecision.IsRefusedForGood(book, method.Id)) continue;
            invoice.Dunning = DunningState.Retrying;
            book.Save(invoice);
            book.Enqueue(new RetryChargeJob(book.Account.Id, invoice.Id, cause), invoice.Id, [Facts.Due, Facts.Method], now);
        }
    }
}
