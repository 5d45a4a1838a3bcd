using System.Collections.Immutable;

namespace MonthClose;

/// <summary>Which mails follow what.</summary>
static class Notices
{
    /// <summary>What a mail believes.</summary>
    public static readonly ImmutableArray<string> Facts = [MonthClose.Facts.Due, MonthClose.Facts.Email];

    /// <summary>What a warning of a hold believes.</summary>
    public static readonly ImmutableArray<string> WarningFacts = [MonthClose.Facts.Due, MonthClose.Facts.Status, MonthClose.Facts.Email];

    /// <summary>The invoice's own mail, made when its first charge step has committed.</summary>
    public static void Invoice(AccountBook book, Invoice invoice, DateTimeOffset now) =>
        book.Enqueue(new EmailJob(book.Account.Id, invoice.Id, "invoice"), invoice.Id, Facts, now);
}
