using System.Collections.Immutable;
using Stillso;

namespace MonthClose;

/// <summary>Reads what jobs believe about accounts again, many at once.</summary>
public sealed class AccountPremises(TimeProvider clock) : IPremiseSource
{
    /// <summary>The name under which premises refer to accounts.</summary>
    public const string Source = "account";

    /// <inheritdoc/>
    public string Name => Source;

    /// <inheritdoc/>
    public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises)
    {
        var now = clock.GetUtcNow();
        var books = AccountBooks.Load(
            transaction, [.. premises.Select(p => p.Subject)],
            withRatings: premises.Any(p => p.Believed.Any(f => f.Name == Facts.Usage)));
        Locks.InvoiceSeries(transaction, premises.Where(p => p.Believed.Any(f => f.Name == Facts.Usage)).Select(p => p.About));
        return [.. premises.Select(p => (ImmutableArray<Fact>?)Facts.Of(
            books[p.Subject], p.About, p.Believed.Select(f => f.Name), now))];
    }

    /// <inheritdoc/>
    public IEnumerable<RecordedChange> Causes(
        Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since)
    {
        var names = premise.Believed.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var touching = since.Where(c => names.Contains(WorldChanges.FactOf(c.Name))).ToList();
        // Amounts add up: each of them made a part of what is so. Of what overwrites, only the last one did.
        return touching.Where(c => WorldChanges.FactOf(c.Name) is Facts.Due or Facts.Usage
            || c == touching.Last(t => WorldChanges.FactOf(t.Name) == WorldChanges.FactOf(c.Name)));
    }
}
