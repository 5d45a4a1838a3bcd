namespace MonthClose.Tests;

public sealed class FailedChargeTests
{
    // Found by a simulated close: a card that was added was tried at once by a retry, failed, and was tried again by the step that followed an older failure.
    [Theory]
    [InlineData("new", false, "old")]
    [InlineData("new", true, "old", "new")]
    [InlineData("new", false, "old", "another")]
    [InlineData("old", true, "old")]
    [InlineData("old", false, "old", "new")]
    [InlineData("new", false, "none")]
    public void A_card_is_new_if_it_is_not_the_one_that_failed_last(string now, bool isKnown, params string[] failed)
    {
        var book = new AccountBook(new Account { Id = "a", Name = "A", Currency = Currency.Get("USD"), TimeZone = "UTC" });
        book.Methods.Add(new PaymentMethod { Id = now, IsDefault = true });
        foreach (var method in failed) book.Payments.Add(Paid(book, "a/2024-09", method == "none" ? null : method, attempt: book.Payments.Count + 1));
        // Of another invoice, and a transfer.
        book.Payments.Add(Paid(book, "a/2024-08", now, attempt: 1));
        book.Payments.Add(Paid(book, "a/2024-09", "bank_transfer", attempt: null));
        Assert.Equal(!isKnown, FailedChargeHandler.IsNewMethod(book, "a/2024-09"));
    }

    static Payment Paid(AccountBook book, string invoice, string? method, int? attempt) => new()
    {
        Ordinal = book.Payments.Count + 1, InvoiceId = invoice, Amount = new Money(10, Currency.Get("USD")), MethodId = method, Attempt = attempt,
        Status = "declined", DecidedAt = default,
    };
}
