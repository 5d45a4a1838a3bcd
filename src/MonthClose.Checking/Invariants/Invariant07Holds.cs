using NodaTime;

namespace MonthClose.Checking;

/// <summary>(7) Every hold had an amount due when it was placed, and none outlives it.</summary>
internal static class Invariant07Holds
{
    /// <summary>With a real clock the release is a job of its own and may wait a while.</summary>
    private static readonly Duration ReleaseMayTake = Duration.FromHours(1);

    public static IEnumerable<Finding> Check(CloseView view)
    {
        var holds = view.Close.Holds.ToLookup(h => h.InvoiceNumber, StringComparer.Ordinal);
        foreach (var stray in holds.Where(g => view.Numbered.All(i => i.InvoiceNumber != g.Key)))
        {
            yield return new Finding(7, "holds.csv", stray.First().AccountId, $"a hold for {stray.Key}, which is no invoice");
        }

        foreach (var invoice in view.InvoicesOfAccount.SelectMany(g => g))
        {
            var rows = holds[invoice.InvoiceNumber!].ToList();
            var placed = view.Replay(invoice).MomentsOf(invoice).Where(m => m.Decision is { Step: "hold", Acted: true }).ToList();
            if (rows.Count > 1 || rows.Count != placed.Count)
            {
                yield return At(invoice, $"has {rows.Count} holds by {placed.Count} decisions");
            }

            foreach (var finding in rows.Zip(placed).SelectMany(pair => Placed(invoice, pair.First, pair.Second))
                .Concat(rows.SelectMany(row => Released(view, invoice, row))))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> Placed(InvoiceRow invoice, HoldRow hold, Moment moment)
    {
        if (hold.PlacedAt != moment.Decision.At || hold.AccountId != invoice.AccountId)
        {
            yield return At(invoice, $"its hold of {hold.PlacedAt} was decided at {moment.Decision.At}");
        }

        if (moment.Net <= 0 || moment.Carried)
        {
            yield return At(invoice, $"was held at {hold.PlacedAt} with nothing due");
        }

        if (moment.Closed)
        {
            yield return At(invoice, $"was held at {hold.PlacedAt} on a closed account");
        }

        var words = hold.Reason.Split(' ');
        if (words is not [var amount, var currency, "due"] || currency != invoice.Currency
            || (Amounts.TryParse(amount) != moment.Net && Amounts.TryParse(amount) != moment.Due))
        {
            yield return At(invoice, $"was held for '{hold.Reason}', not '{moment.Net} {invoice.Currency} due'");
        }
    }

    private static IEnumerable<Finding> Released(CloseView view, InvoiceRow invoice, HoldRow hold)
    {
        if (invoice.Status is "open" or "parked" && hold.ReleasedAt is not null)
        {
            yield return At(invoice, $"its hold was released with {invoice.AmountDue} still due");
        }
        else if (invoice.Status is "paid" or "carried_forward" && hold.ReleasedAt is null && !IsKept(view, hold, Instant.MaxValue))
        {
            yield return At(invoice, $"its hold stays though it is {invoice.Status}");
        }

        if (invoice.Status == "paid" && hold.ReleasedAt is { } released)
        {
            var paidAt = view.PaymentsOfInvoice[invoice.InvoiceNumber!].Where(p => p.Status == "succeeded").Select(p => p.SettledAt ?? p.DecidedAt)
                .Concat(view.CreditsApplied[invoice.InvoiceNumber!].Select(c => c.AppliedAt))
                .DefaultIfEmpty(hold.PlacedAt).Max();
            if (released < paidAt || (released > paidAt + ReleaseMayTake && !IsKept(view, hold, released - ReleaseMayTake)) || paidAt < hold.PlacedAt)
            {
                yield return At(invoice, $"was held from {hold.PlacedAt} to {released}, and paid at {paidAt}");
            }
        }
    }

    /// <summary>Rule 8: another invoice that was held for keeps the hold on.</summary>
    private static bool IsKept(CloseView view, HoldRow hold, Instant until) =>
        view.Close.Holds.Any(h => h.AccountId == hold.AccountId && h.InvoiceNumber != hold.InvoiceNumber && (h.ReleasedAt is null || h.ReleasedAt >= until));

    private static Finding At(InvoiceRow invoice, string what) =>
        new(7, "holds.csv", invoice.AccountId, $"{invoice.InvoiceNumber} {what}");
}
