using NodaTime;

namespace MonthClose.Checking;

/// <summary>How an invoice's lines come about; <paramref name="Late"/> is null when nothing explains them.</summary>
/// <param name="Late">The changes `late_usage` that are in it.</param>
/// <param name="Usual">Its lines without any of them; null when something has no price or no rate.</param>
internal sealed record Explanation(IReadOnlyList<ChangeRow>? Late, IReadOnlyList<Line>? Usual);

/// <summary>Prices invoices again from the usage, each once.</summary>
internal sealed class Pricing(CloseView view)
{
    private readonly Dictionary<string, Explanation> _explained = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instant> _firstIssue = view.Numbered.Where(i => i.IssuedAt is not null)
        .GroupBy(i => i.Period, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(i => i.IssuedAt!.Value), StringComparer.Ordinal);

    public Bills Bills { get; } = new(view.Folders, view.Close.Invoices);

    public Explanation Explain(InvoiceRow invoice)
    {
        if (!_explained.TryGetValue(invoice.InvoiceNumber!, out var explanation))
        {
            explanation = Find(invoice);
            _explained[invoice.InvoiceNumber!] = explanation;
        }

        return explanation;
    }

    /// <summary>The tax rate that held for the account when the invoice's period was closed.</summary>
    public Rational TaxRate(InvoiceRow invoice) =>
        Bills.Folder(invoice.Period)?.World.Accounts.GetValueOrDefault(invoice.AccountId)?.TaxRate ?? Rational.Zero;

    /// <summary>Rule 6: converted like a cost of the later invoice, if the currency is another one.</summary>
    public decimal? Carry(InvoiceRow from, InvoiceRow to, DateTimeZone zone) =>
        from.Currency == to.Currency ? from.AmountDue
        : Bills.Folder(to.Period)?.World.Rates.Find(from.Currency!, to.Currency!, Bills.EndOf(to.Period, zone)) is { } conversion
            ? Currencies.Round((from.AmountDue ?? 0) * conversion.Rate, to.Currency!)
            : null;

    public Instant? FirstIssue(string period) => _firstIssue.TryGetValue(period, out var at) ? at : null;

    private Explanation Find(InvoiceRow invoice)
    {
        if (Bills.Folder(invoice.Period) is not { } folder || view.World.Accounts.GetValueOrDefault(invoice.AccountId) is not { } account)
        {
            return new Explanation(null, null);
        }

        var written = view.Lines[invoice.InvoiceNumber!].Select(l => new Line(l.ChargeCategory, l.ServiceName, l.FromPeriod, l.Amount)).ToList();
        var late = LateCandidates(invoice);

        // Issue draws no seq, so at the instant of issue only the lines can tell what came before it.
        var certain = late.Count(c => c.At < invoice.IssuedAt);
        Explanation? first = null;
        foreach (var parkedKeepTheirs in new[] { true, false })
        {
            var charges = Bills.Charges(invoice.AccountId, folder, invoice.Currency!, parkedKeepTheirs);
            first ??= new Explanation(null, Bills.Lines(charges, folder, account, invoice.Currency!));
            for (var count = certain; count <= late.Count; count++)
            {
                foreach (var lines in Placed(late[..count], folder.Index).Select(placed => Bills.Lines([.. charges, .. placed], folder, account, invoice.Currency!)))
                {
                    if (lines?.SequenceEqual(written) == true)
                    {
                        return first with { Late = late[..count] };
                    }
                }
            }

            if (view.Folders.Count == 1)
            {
                break;
            }
        }

        return first!;

        IEnumerable<IEnumerable<Charge>> Placed(List<ChangeRow> changes, int upTo) =>
            Places([.. changes.Select(c => BeingClosed(c, upTo))], upTo).Select(places => changes.Zip(places, (change, index) => new Charge(
                "Usage", "Late", view.Folders[index].Period, view.Replay(invoice).LateUsage.GetValueOrDefault(change.ChangeId, account.Currency),
                Rational.TryParse(change.Value) ?? Rational.Zero)));
    }

    private List<ChangeRow> LateCandidates(InvoiceRow invoice)
    {
        var earlier = view.InvoicesOfAccount[invoice.AccountId]
            .Where(i => i.IssuedAt < invoice.IssuedAt || (i.IssuedAt == invoice.IssuedAt && string.CompareOrdinal(i.Period, invoice.Period) < 0))
            .SelectMany(i => Explain(i).Late ?? []).ToHashSet();
        return [.. view.ChangesOfAccount[invoice.AccountId]
            .Where(c => c.Change == "late_usage" && c.At <= invoice.IssuedAt && !earlier.Contains(c)).OrderBy(c => c.Seq)];
    }

    /// <summary>The least period that can have been the one being closed when the change came: one that had issued invoices.</summary>
    private int BeingClosed(ChangeRow change, int upTo) =>
        Enumerable.Range(0, upTo + 1).LastOrDefault(i => _firstIssue.TryGetValue(view.Folders[i].Period, out var at) && at < change.At);

    /// <summary>Every way to give each change a period, none before its least and none before that of an earlier change.</summary>
    private static IEnumerable<IReadOnlyList<int>> Places(IReadOnlyList<int> least, int upTo)
    {
        if (least.Count == 0)
        {
            return [[]];
        }

        return Places([.. least.Take(least.Count - 1)], upTo).SelectMany(before =>
            Enumerable.Range(0, upTo + 1).Where(i => i >= least[^1] && (before.Count == 0 || i >= before[^1])).Select(i => (IReadOnlyList<int>)[.. before, i]));
    }
}
