using Stillso;

namespace MonthClose;

/// <summary>How credits come into a book and settle its invoices.</summary>
static class CreditLedger
{
    /// <summary>Usable credits in the order in which they are used: earliest expiry, then earliest grant, then id.</summary>
    public static IEnumerable<Credit> InOrder(AccountBook book, Currency currency, DateTimeOffset now) =>
        book.Credits.Where(c => c.IsUsable(currency, now))
            .OrderBy(c => c.ExpiresAt ?? DateTimeOffset.MaxValue).ThenBy(c => c.GrantedAt).ThenBy(c => c.Id, CodePoints.Order);

    /// <summary>Applies usable credits to what is due, by the facts of this moment.</summary>
    /// <returns>What they settled.</returns>
    public static decimal Apply(AccountBook book, Invoice invoice, DateTimeOffset now)
    {
        var applied = 0m;
        foreach (var credit in InOrder(book, invoice.Currency, now).ToList())
        {
            var part = Math.Min(credit.Remaining.Amount, invoice.AmountDue);
            if (part <= 0) break;
            Use(book, invoice, credit, part, now);
            applied += part;
        }
        return applied;
    }

    /// <summary>Adds a credit and posts where it comes from.</summary>
    public static Credit Grant(AccountBook book, string id, Money amount, string kind, DateTimeOffset now, string from, string period)
    {
        var credit = book.Save(new Credit
        {
            Id = id, Amount = amount, Remaining = amount, GrantedAt = now, Kind = kind, Posted = true,
        });
        book.Credits.Add(credit);
        book.Post(JournalEntry.Of($"{id}/granted", now, period, amount, from, LedgerAccount.CustomerCredit, id));
        return credit;
    }

    /// <summary>A negative total is owed to the customer: it becomes a credit, and the invoice is paid.</summary>
    public static void FromNegativeTotal(AccountBook book, Invoice invoice, DateTimeOffset now)
    {
        var owed = new Money(-invoice.AmountDue, invoice.Currency);
        var credit = Grant(book, $"{invoice.Id}/credit", owed, "goodwill", now, LedgerAccount.Receivable, invoice.PostedIn!);
        book.NewUses.Add(new CreditUse(invoice.Id, ++book.CreditUseCount, credit.Id, -owed, now));
        invoice.CreditsApplied -= owed.Amount;
    }

    /// <summary>Posts the credits that were imported, once, when the account's close begins.</summary>
    public static void PostImported(AccountBook book, string period, DateTimeOffset now)
    {
        foreach (var credit in book.Credits.Where(c => !c.Posted))
        {
            var from = credit.Kind == "prepaid" ? LedgerAccount.OpeningBalance : LedgerAccount.Promotions;
            book.Post(JournalEntry.Of($"{credit.Id}/granted", now, period, credit.Amount, from, LedgerAccount.CustomerCredit, credit.Id));
            credit.Posted = true;
            book.Save(credit);
        }
    }

    static void Use(AccountBook book, Invoice invoice, Credit credit, decimal part, DateTimeOffset now)
    {
        var amount = new Money(part, invoice.Currency);
        credit.Remaining -= amount;
        invoice.CreditsApplied += part;
        book.Save(credit);
        book.Save(invoice);
        var use = new CreditUse(invoice.Id, ++book.CreditUseCount, credit.Id, amount, now);
        book.NewUses.Add(use);
        book.Post(JournalEntry.Of(
            $"{invoice.Id}/credit/{use.Ordinal}", now, Posting.PeriodFor(book, invoice.Period), amount,
            LedgerAccount.CustomerCredit, LedgerAccount.Receivable, invoice.Id));
    }
}
