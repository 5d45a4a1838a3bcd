using NodaTime;

namespace MonthClose.Checking;

/// <summary>What is owed, what the gateway took, and what was parked or superseded.</summary>
internal static class OpenReports
{
    public static void Aging(ReportFile file, IReadOnlyList<CloseView> bases)
    {
        var asOf = file.AsOf() ?? Instant.MaxValue;
        file.MustHave([.. bases.Select(b => (IReadOnlyList<IReadOnlyList<string>>)[.. b.Numbered
            .Where(i => i is { Status: "open" or "parked", IssuedAt: not null } && i.AmountDue is not (null or 0))
            .Select(i =>
            {
                var days = (int)Math.Floor((asOf - i.IssuedAt!.Value).TotalDays);
                return (IReadOnlyList<string>)
                [
                    ReportFile.Time(asOf), ReportFile.Text(i.AccountId), i.InvoiceNumber!, i.Currency!, ReportFile.Time(i.IssuedAt), $"{days}",
                    days <= 30 ? "0-30" : days <= 60 ? "31-60" : days <= 90 ? "61-90" : "90+", ReportFile.Money(i.AmountDue!.Value, i.Currency!),
                ];
            })])]);
        file.MustBeInOrder(Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Number, Cell.Text, Cell.Number);

        var told = file.Rows.Select(r => (Currency: file.At(r, "currency"), Due: Amounts.Parse(file.At(r, "amount_due")))).ToList();
        var carried = bases.Select(b => b.Numbered.Where(i => i.Status == "carried_forward" && b.CarriedOn(i) is null).Select(i => (Currency: i.Currency!, Due: i.AmountDue ?? 0)));
        var agree = bases.Zip(carried).Any(pair =>
        {
            var sums = told.Concat(pair.Second).GroupBy(t => t.Currency).ToDictionary(g => g.Key, g => g.Sum(t => t.Due), StringComparer.Ordinal);
            var balances = pair.First.Close.Journal.Where(j => j.LedgerAccount == "receivable").GroupBy(j => j.Currency)
                .ToDictionary(g => g.Key, g => g.Sum(j => j.Net), StringComparer.Ordinal);
            return sums.Keys.Union(balances.Keys).All(c => sums.GetValueOrDefault(c) == balances.GetValueOrDefault(c));
        });
        if (!agree)
        {
            file.Report("with what is carried forward does not add up to receivable in the journal");
        }
    }

    public static void Cash(ReportFile file, IReadOnlyList<CloseView> bases)
    {
        if (!bases[0].Options.HasGatewayBooks)
        {
            file.MustHave([]);
            return;
        }

        var signs = bases.SelectMany(b => new[] { CashRows(b, 1), CashRows(b, -1) }).ToArray();
        file.MustHave(signs);
        file.MustBeInOrder(Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Number, Cell.Number, Cell.Number, Cell.Text);
        var told = file.Rows.GroupBy(r => file.At(r, "currency"))
            .ToDictionary(g => g.Key, g => g.Sum(r => Amounts.Parse(file.At(r, "ours"))), StringComparer.Ordinal);
        LedgerReports.Balances(file, bases, told, "cash_gateway", 1);
    }

    /// <summary>Which book is taken from which in `difference` is not laid down.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> CashRows(CloseView view, int sign)
    {
        var ours = view.Close.Payments.Where(p => p is { Status: "succeeded", IsTransfer: false, GatewayReference: not null })
            .ToLookup(p => p.GatewayReference!, StringComparer.Ordinal);
        var theirs = view.Close.GatewayCharges.Where(g => g.Status == "succeeded").ToLookup(g => g.GatewayReference, StringComparer.Ordinal);
        return [.. ours.Select(g => g.Key).Union(theirs.Select(g => g.Key)).Select(reference =>
        {
            var (payment, charge) = (ours[reference].FirstOrDefault(), theirs[reference].FirstOrDefault());
            var owner = payment ?? view.Close.Payments.FirstOrDefault(p => p.GatewayReference == reference);
            var currency = payment?.Currency ?? charge!.Currency.ToUpperInvariant();
            var gateway = theirs[reference].Sum(g => g.Amount) / Currencies.ToGatewayUnits(1, currency);
            var here = ours[reference].Sum(p => p.Amount);
            return (IReadOnlyList<string>)
            [
                reference, ReportFile.Text(owner?.AccountId), owner?.InvoiceNumber ?? "", currency, payment is null ? "" : ReportFile.Money(here, currency),
                charge is null ? "" : ReportFile.Money(gateway, currency), ReportFile.Money(sign * (here - gateway), currency),
                payment is null ? "missing_here" : charge is null ? "missing_at_gateway" : here == gateway ? "matched" : "amount_differs",
            ];
        })];
    }

    public static void Exceptions(ReportFile file, CloseView view, string period)
    {
        var all = view.Close.Decisions.Where(d => d.Decision is "parked" or "superseded").ToList();
        var ofPeriod = all.Where(d => d.InvoiceNumber?.StartsWith(period + "-", StringComparison.Ordinal) != false).ToList();
        var earliest = Bills.EndOf(period, DateTimeZone.ForOffset(Offset.FromHours(14)));
        file.MustHave(Counted(ofPeriod), Counted(ofPeriod.Where(d => d.InvoiceNumber is not null || d.At >= earliest)), Counted(all));
        file.MustBeInOrder(Cell.Text, Cell.Text, Cell.Text, Cell.Number);
    }

    private static IReadOnlyList<IReadOnlyList<string>> Counted(IEnumerable<DecisionRow> decisions) =>
    [
        .. decisions.GroupBy(d => (d.Decision, d.Step, Reason: d.Reason ?? ""))
            .Select(g => (IReadOnlyList<string>)[g.Key.Decision, g.Key.Step, ReportFile.Text(g.Key.Reason), $"{g.Count()}"]),
    ];
}
