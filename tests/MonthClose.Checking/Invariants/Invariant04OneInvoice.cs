using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>(4) Every account with usage has exactly one invoice for the period, numbered or parked with a reason.</summary>
internal static class Invariant04OneInvoice
{
    private const string InvoicesFile = "invoices.csv";

    public static IEnumerable<Finding> Check(CloseView view)
    {
        var invoices = view.Close.Invoices.ToLookup(i => i.AccountId, StringComparer.Ordinal);
        foreach (var account in view.World.Accounts.Keys.Union(invoices.Select(g => g.Key)))
        {
            var count = invoices[account].Count();
            var hasUsage = view.UsageOfAccount[account].Any();
            var mayHaveLate = view.ChangesOfAccount[account].Any(c => c.Change == "late_usage");
            if (count > 1 || (hasUsage && count == 0) || (!hasUsage && !mayHaveLate && count > 0))
            {
                yield return new Finding(4, InvoicesFile, account, $"{count} invoices for an account {(hasUsage ? "with" : "without")} usage to bill");
            }
        }

        foreach (var finding in view.Close.Invoices.SelectMany(i => i.InvoiceNumber is null ? Parked(view, i) : Numbered(view, i)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> Parked(CloseView view, InvoiceRow invoice)
    {
        if (invoice.Status != "parked" || invoice.IssuedAt is not null || invoice.Total is not null)
        {
            yield return At(invoice, $"has no number, but status {invoice.Status}, total {invoice.Total}, issued_at {invoice.IssuedAt}");
        }

        if (!view.DecisionsOfAccount[invoice.AccountId].Any(d => d.Decision == "parked" && d.Reason is not null))
        {
            yield return At(invoice, "is parked without a decision that gives the reason");
        }

        if (view.UsageOfAccount[invoice.AccountId].All(u => u.Rated && u.Currency == (invoice.Currency ?? u.Currency))
            && view.ChangesOfAccount[invoice.AccountId].All(c => c.Change != "change_currency"))
        {
            yield return At(invoice, "is parked though all of its usage has a price in its currency");
        }
    }

    private static IEnumerable<Finding> Numbered(CloseView view, InvoiceRow invoice)
    {
        if (invoice.Period != view.Options.Period)
        {
            yield return At(invoice, $"is for {invoice.Period}");
        }

        if (invoice.IssuedAt is not { } issuedAt || view.World.Accounts.GetValueOrDefault(invoice.AccountId) is not { } account)
        {
            yield return At(invoice, "has no issued_at, or no account");
            yield break;
        }

        var month = LocalDatePattern.Iso.Parse(view.Options.Period + "-01").GetValueOrThrow();
        var end = account.Zone.AtStartOfDay(month.PlusMonths(1)).ToInstant();
        if (issuedAt < end)
        {
            yield return At(invoice, $"was issued at {issuedAt}, before its month ended there at {end}");
        }
    }

    private static Finding At(InvoiceRow invoice, string what) =>
        new(4, InvoicesFile, invoice.AccountId, $"{invoice.InvoiceNumber ?? "(no number)"} {what}");
}
