using System.Collections.Immutable;

namespace Stillso;

/// <summary>The answer to "is it still so?" for one premise.</summary>
/// <param name="Premise">What was believed.</param>
/// <param name="Found">What is so now.</param>
/// <param name="FoundAt">When that was read, in UTC.</param>
/// <param name="Causes">The changes that made it so, as far as nothing has told of them yet.</param>
public sealed record Verdict(
    Premise Premise, ImmutableArray<Fact> Found, DateTimeOffset FoundAt, ImmutableArray<string> Causes)
{
    /// <summary>Whether every believed fact still has its value.</summary>
    public bool Holds => Premise.Believed.SequenceEqual(Found);

    /// <summary>The found value of a fact.</summary>
    public string this[string name] => Found.First(f => f.Name == name).Value;

    /// <summary>Compares what is found with what was believed, and finds the changes that explain it.</summary>
    public static Verdict Of(
        ILedgerTransaction transaction, IPremiseSource source, Premise premise, ImmutableArray<Fact> found, DateTimeOffset now) =>
        Of(transaction, transaction.ChangesSince(premise.Subject, 0), source, premise, found, now);

    internal static Verdict Of(
        ILedgerTransaction transaction, IEnumerable<RecordedChange> changes, IPremiseSource source, Premise premise, ImmutableArray<Fact> found,
        DateTimeOffset now)
    {
        if (!changes.Any()) return new Verdict(premise, found, now, []);
        var named = transaction.NamedCauses(premise.Subject);
        var since = changes.Where(c => c.Seq > premise.Seq || !named.Contains(c.Id)).ToList();
        return new Verdict(premise, found, now, [.. source.Causes(premise, found, since).Select(c => c.Id)]);
    }
}
