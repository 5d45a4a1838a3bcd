namespace MonthClose;

/// <summary>Tells a customer why a payment failed and what happens next.</summary>
static class FailureWords
{
    public static IReadOnlyList<string> Of(AccountBook book, Invoice invoice, EmailJob job)
    {
        var payment = book.Payments[job.Payment - 1];
        if (invoice.AmountDue == 0) return [$"A payment for your invoice {invoice.Number} failed, but the invoice has been settled since. You need not do anything."];
        var failed = $"We could not collect {invoice.Currency.Format(payment.Amount.Amount)} for your invoice {invoice.Number}.";
        // A paragraph of its own, so that its first words stay on one line of the text.
        var why = $"Reason: {Why(book, payment)}";
        if (job.NextAttempt is not { } next) return [failed, why];
        return [failed, why, $"We try again on {NoticeText.Local(next, book.Account.TimeZone)}, or at once when you add another payment method."];
    }

    static string Why(AccountBook book, Payment payment) => (book.DefaultMethod, payment.Status) switch
    {
        (null, _) => "no payment method is on file for your account. Please add one.",
        (_, Outcome.NoPaymentMethod) => "your payment method can no longer be used. Please add another one.",
        (_, Outcome.ActionRequired) => "your bank asks you to confirm this payment. Please sign in and authenticate it, or add another payment method.",
        _ => $"your card was declined{Because(payment.DeclineCode)}. Please check it, or add another payment method.",
    };

    // Of a lost or stolen card the bank alone may tell (Stripe docs, Decline codes).
    static string Because(string? code) => code switch
    {
        "insufficient_funds" => " for insufficient funds",
        "expired_card" => " because it has expired",
        "incorrect_cvc" or "invalid_cvc" => " because its security code is wrong",
        "incorrect_number" or "invalid_number" => " because its number is wrong",
        "card_velocity_exceeded" or "withdrawal_count_limit_exceeded" => " because it has reached its limit",
        "card_not_supported" => " because it does not support this kind of payment",
        "currency_not_supported" => " because it does not support the invoice's currency",
        "processing_error" => " because of an error at the bank",
        _ => " by your bank",
    };
}
