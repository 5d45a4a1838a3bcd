namespace MonthClose.Checking;

/// <summary>(4) Every account with usage has exactly one invoice for the period, numbered or parked with a reason.</summary>
internal static class Invariant04OneInvoice
{
    private const string InvoicesFile = "invoices.csv";

    public static IEnumerable<Finding> Check(CloseView view)
    {
        foreach (var folder in view.Folders)
        {
            var invoices = view.Close.Invoices.Where(i => i.Period == folder.Period).CountBy(i => i.AccountId).ToDictionary(StringComparer.Ordinal);
            foreach (var account in folder.World.Accounts.Keys.Union(invoices.Keys))
            {
                var count = invoices.GetValueOrDefault(account);
                var hasUsage = view.Pricing.Bills.MustBill(account, folder);
                var mayHave = hasUsage || view.Pricing.Bills.MayBill(account, folder)
                    || view.ChangesOfAccount[account].Any(c => c.Change == "late_usage");
                if (count > 1 || (hasUsage && count == 0) || (!mayHave && count > 0))
                {
                    yield return new Finding(
                        4, InvoicesFile, account, $"{count} invoices of {folder.Period} for an account {(hasUsage ? "with" : "without")} usage to bill");
                }
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

        if (view.Pricing.Bills.Folder(invoice.Period) is { } folder && view.World.Accounts.GetValueOrDefault(invoice.AccountId) is { } account
            && Currencies(view, invoice, account).All(currency => CanBePriced(view, invoice, folder, account, currency)))
        {
            yield return At(invoice, "is parked though all of its usage has a price in its currency");
        }
    }

    /// <summary>No row tells when the invoice was to be made: any currency that the account ever had may have been its own.</summary>
    private static IEnumerable<string> Currencies(CloseView view, InvoiceRow invoice, WorldAccount account) =>
        view.ChangesOfAccount[invoice.AccountId].Where(c => c.Change == "change_currency").Select(c => c.Value!)
            .Append(invoice.Currency ?? account.Currency).Append(account.Currency).Distinct();

    private static bool CanBePriced(CloseView view, InvoiceRow invoice, PeriodFolder folder, WorldAccount account, string currency)
    {
        var charges = view.Pricing.Bills.Charges(invoice.AccountId, folder, currency, parkedKeepTheirs: true);
        return Bills.Lines(charges, folder, account, currency) is not null
            && view.InvoicesOfAccount[invoice.AccountId].Where(i => i.Status == "carried_forward")
                .All(i => i.Currency == currency || folder.World.Rates.Find(i.Currency!, currency, Bills.EndOf(folder.Period, account.Zone)) is not null);
    }

    private static IEnumerable<Finding> Numbered(CloseView view, InvoiceRow invoice)
    {
        if (view.Pricing.Bills.Folder(invoice.Period) is null)
        {
            yield return At(invoice, $"is for {invoice.Period}");
            yield break;
        }

        if (invoice.IssuedAt is not { } issuedAt || view.World.Accounts.GetValueOrDefault(invoice.AccountId) is not { } account)
        {
            yield return At(invoice, "has no issued_at, or no account");
            yield break;
        }

        var end = Bills.EndOf(invoice.Period, account.Zone);
        if (issuedAt < end)
        {
            yield return At(invoice, $"was issued at {issuedAt}, before its month ended there at {end}");
        }
    }

    private static Finding At(InvoiceRow invoice, string what) =>
        new(4, InvoicesFile, invoice.AccountId, $"{invoice.InvoiceNumber ?? "(no number)"} {what}");
}
