using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>credits.csv: every credit in the ledger, from where it came: imported, granted, a transfer's rest, a negative invoice.</summary>
internal static class CreditReport
{
    private sealed record Origin(string CreditId, string Account, string? Kind, string Currency, IReadOnlyList<Instant> GrantedAt, Instant? ExpiresAt, decimal Amount);

    public static void Check(ReportFile file, IReadOnlyList<CloseView> bases)
    {
        file.MustBeInOrder(
            Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Number, Cell.Number, Cell.Number, Cell.Text);
        var problems = bases.Select(b => Problems(file, b).ToList()).ToList();
        foreach (var (what, account) in problems.MinBy(p => p.Count)!.Take(10))
        {
            file.Report(what, account);
        }

        var told = file.Rows.GroupBy(r => file.At(r, "currency"))
            .ToDictionary(g => g.Key, g => g.Sum(r => Amounts.Parse(file.At(r, "remaining"))), StringComparer.Ordinal);
        LedgerReports.Balances(file, bases, told, "customer_credit", -1);
    }

    private static IEnumerable<(string What, string? Account)> Problems(ReportFile file, CloseView view)
    {
        var known = Named(view).ToDictionary(o => o.CreditId, StringComparer.Ordinal);
        var rests = Rests(view);
        var applied = view.Close.CreditsApplied.Where(c => c.Amount > 0).GroupBy(c => c.CreditId)
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Amount), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var asOf = file.AsOf() ?? Instant.MaxValue;
        foreach (var row in file.Rows)
        {
            var (id, account) = (file.At(row, "credit_id").TrimStart('\''), file.At(row, "account_id").TrimStart('\''));
            var (currency, amount) = (file.At(row, "currency"), Amounts.Parse(file.At(row, "amount")));
            if (!seen.Add(id))
            {
                yield return ($"{id} is there twice", account);
            }

            var at = InstantPattern.ExtendedIso.Parse(file.At(row, "granted_at"));
            bool IsRest(Origin r) => (r.Account, r.Currency, r.Amount) == (account, currency, amount);
            // Rests of one amount are told apart by their instants.
            if (!known.TryGetValue(id, out var origin)
                && (origin = rests.Find(r => IsRest(r) && at.Success && r.GrantedAt.Contains(at.Value)) ?? rests.Find(IsRest)) is not null)
            {
                rests.Remove(origin);
            }

            if (origin is null)
            {
                yield return ($"{id} of {amount} {currency} is no credit that the other files know", account);
                continue;
            }

            var used = applied.GetValueOrDefault(id);
            var left = origin.Amount - used;
            var state = left == 0 ? "used" : origin.ExpiresAt <= asOf ? "expired" : "usable";
            var expected = string.Join(',', ReportFile.Text(origin.Account), origin.Kind ?? file.At(row, "kind"), origin.Currency, ReportFile.Time(origin.ExpiresAt),
                ReportFile.Money(origin.Amount, origin.Currency), ReportFile.Money(used, origin.Currency), ReportFile.Money(left, origin.Currency), state);
            string[] columns = ["account_id", "kind", "currency", "expires_at", "amount", "applied", "remaining", "state"];
            var written = string.Join(',', columns.Select(c => file.At(row, c)));
            if (written != expected)
            {
                yield return ($"{id} is '{written}', by the other files '{expected}'", account);
            }

            if (!at.Success || !origin.GrantedAt.Contains(at.Value))
            {
                yield return ($"{id} was granted at {file.At(row, "granted_at")}, by the other files {string.Join(" or ", origin.GrantedAt)}", account);
            }
        }

        foreach (var lost in known.Values.Where(o => !seen.Contains(o.CreditId)).Concat(rests))
        {
            yield return ($"lacks {lost.CreditId} of {lost.Amount} {lost.Currency}", lost.Account);
        }
    }

    /// <summary>Credits that have a name in other files.</summary>
    private static IEnumerable<Origin> Named(CloseView view)
    {
        var posted = view.Close.Journal.Where(j => j.LedgerAccount == "customer_credit" && j.Credit > 0)
            .ToLookup(j => j.Reference ?? "", StringComparer.Ordinal);
        var imported = view.World.Credits.Where(c => posted.Contains(c.CreditId))
            .Select(c => new Origin(c.CreditId, c.AccountId, c.Kind, c.Currency, [c.GrantedAt], c.ExpiresAt, c.Amount));
        var granted = view.Close.Changes.Where(c => c.Change == "grant_credit" && posted.Contains(c.ChangeId))
            .Select(c => new Origin(c.ChangeId, c.AccountId, "goodwill", posted[c.ChangeId].First().Currency, [c.At], null, Amounts.Parse(c.Value)));
        var negative = view.Close.CreditsApplied.Where(c => c.Amount < 0)
            .Select(c => new Origin(c.CreditId, c.AccountId, "goodwill", c.Currency, [c.AppliedAt], null, -c.Amount));
        return imported.Concat(granted).Concat(negative).DistinctBy(o => o.CreditId);
    }

    /// <summary>What transfers left: payments.csv has their amounts, but not the names of the credits.</summary>
    private static List<Origin> Rests(CloseView view) =>
    [
        .. view.Close.Payments.Where(p => p is { IsTransfer: true, InvoiceNumber: null }).Select(p => new Origin(
            p.PaymentId, p.AccountId, "prepaid", p.Currency,
            [
                p.DecidedAt, p.SettledAt ?? p.DecidedAt,
                .. view.ChangesOfAccount[p.AccountId].Where(c => c.Change == "bank_transfer" && c.At <= p.DecidedAt).Select(c => c.At),
            ], null, p.Amount)),
    ];
}
