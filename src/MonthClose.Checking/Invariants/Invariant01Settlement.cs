namespace MonthClose.Checking;

/// <summary>(1) Gateway charges + credits + transfers never exceed an invoice's total, and equal it when it is paid.</summary>
internal static class Invariant01Settlement
{
    private const string InvoicesFile = "invoices.csv";

    public static IEnumerable<Finding> Check(CloseView view) =>
        view.Numbered.SelectMany(i => Settlement(view, i).Concat(Columns(view, i)).Concat(Status(i)));

    /// <summary>Credits and transfers may be used over several periods.</summary>
    public static IEnumerable<Finding> CheckCredits(CloseView view) => [.. Credits(view), .. Transfers(view)];

    private static IEnumerable<Finding> Settlement(CloseView view, InvoiceRow invoice)
    {
        var payments = view.PaymentsOfInvoice[invoice.InvoiceNumber!].ToList();
        var charged = view.Options.HasGatewayBooks
            ? payments.Where(p => !p.IsTransfer).SelectMany(view.GatewayChargesOf).Distinct()
                .Where(g => g.Status == "succeeded").Sum(g => g.Amount) / Currencies.ToGatewayUnits(1, invoice.Currency!)
            : payments.Where(p => !p.IsTransfer && p.Status == "succeeded").Sum(p => p.Amount);
        var transfers = payments.Where(p => p.IsTransfer && p.Status == "succeeded").Sum(p => p.Amount);
        var credits = view.CreditsApplied[invoice.InvoiceNumber!].Sum(c => c.Amount);
        var settled = charged + transfers + credits;
        if (settled > invoice.Total || (invoice.Status == "paid" && settled != invoice.Total))
        {
            yield return At(
                invoice, $"charges {charged} + transfers {transfers} + credits {credits} = {settled}, of a total of {invoice.Total}, status {invoice.Status}");
        }
    }

    private static IEnumerable<Finding> Columns(CloseView view, InvoiceRow invoice)
    {
        var credits = view.CreditsApplied[invoice.InvoiceNumber!].ToList();
        if (invoice.CreditsApplied != credits.Sum(c => c.Amount))
        {
            yield return At(invoice, $"credits_applied {invoice.CreditsApplied}, by credits_applied.csv {credits.Sum(c => c.Amount)}");
        }

        var paid = view.PaymentsOfInvoice[invoice.InvoiceNumber!].Where(p => p.Status == "succeeded").Sum(p => p.Amount);
        if (invoice.AmountPaid != paid)
        {
            yield return At(invoice, $"amount_paid {invoice.AmountPaid}, by payments.csv {paid}");
        }

        if (invoice.AmountDue != invoice.Total - invoice.CreditsApplied - invoice.AmountPaid || invoice.AmountDue < 0)
        {
            yield return At(invoice, $"amount_due {invoice.AmountDue} is not total − credits_applied − amount_paid, at least 0");
        }

        var sign = Math.Sign(invoice.Total ?? 0);
        if (credits.Any(c => Math.Sign(c.Amount) != sign || c.Currency != invoice.Currency || c.AccountId != invoice.AccountId))
        {
            yield return At(invoice, "a credit applied to it has another account, currency or sign");
        }
    }

    private static IEnumerable<Finding> Status(InvoiceRow invoice)
    {
        var minimum = Currencies.GatewayMinimum(invoice.Currency!);
        var fits = invoice.Status switch
        {
            "paid" => invoice.AmountDue == 0,
            "carried_forward" => invoice.AmountDue > 0 && invoice.AmountDue < minimum,
            "open" => invoice.AmountDue >= minimum,
            _ => invoice.AmountDue > 0,
        };
        if (!fits)
        {
            yield return At(invoice, $"is {invoice.Status} with an amount_due of {invoice.AmountDue}");
        }
    }

    private static IEnumerable<Finding> Credits(CloseView view)
    {
        var imported = view.World.Credits.ToDictionary(c => c.CreditId, StringComparer.Ordinal);
        foreach (var used in view.Close.CreditsApplied.GroupBy(c => c.CreditId, StringComparer.Ordinal))
        {
            if (!imported.TryGetValue(used.Key, out var credit))
            {
                continue;
            }

            var first = used.First();
            if (used.Sum(u => u.Amount) > credit.Amount
                || used.Any(u => u.AccountId != credit.AccountId || u.Currency != credit.Currency
                    || u.AppliedAt < credit.GrantedAt || u.AppliedAt >= credit.ExpiresAt))
            {
                yield return new Finding(1, "credits_applied.csv", first.AccountId, $"{used.Key} is applied beyond its amount, owner, currency or time");
            }
        }
    }

    /// <summary>What the bank brought is used up to the last cent: on invoices, or as a credit.</summary>
    private static IEnumerable<Finding> Transfers(CloseView view)
    {
        foreach (var account in view.Close.Payments.Select(p => p.AccountId).Concat(view.Close.Changes.Select(c => c.AccountId)).Distinct())
        {
            // While a charge has no outcome a transfer may still wait for it.
            if (view.PaymentsOfAccount[account].Any(p => p.SettledAt is null || p.Status == "unknown"))
            {
                continue;
            }

            // Without an invoice there is nothing that a transfer could be for but the account's own currency.
            var received = view.InvoicesOfAccount[account].FirstOrDefault() is { } invoice
                ? view.Replay(invoice).Received.Where(r => r.Value != 0).OrderBy(r => r.Key, StringComparer.Ordinal).ToList()
                : null;
            var used = view.PaymentsOfAccount[account].Where(p => p.IsTransfer && p.Amount != 0).GroupBy(p => p.Currency)
                .Select(g => KeyValuePair.Create(g.Key, g.Sum(p => p.Amount))).OrderBy(u => u.Key, StringComparer.Ordinal).ToList();
            var arrived = view.ChangesOfAccount[account].Where(c => c.Change == "bank_transfer").Sum(c => Amounts.Parse(c.Value));
            if (received is null ? arrived != used.Sum(u => u.Value) : !received.SequenceEqual(used))
            {
                yield return new Finding(
                    1, "payments.csv", account,
                    $"bank transfers of {(received is null ? arrived : string.Join(", ", received))} were received, {string.Join(", ", used)} were used");
            }
        }
    }

    private static Finding At(InvoiceRow invoice, string what) =>
        new(1, InvoicesFile, invoice.AccountId, $"{invoice.InvoiceNumber} {what}");
}
