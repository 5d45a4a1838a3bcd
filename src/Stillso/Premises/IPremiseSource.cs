using System.Collections.Immutable;

namespace Stillso;

/// <summary>Reads facts again, for many jobs at once, inside the transaction that commits them to act.</summary>
public interface IPremiseSource
{
    /// <summary>The name under which premises refer to this source.</summary>
    string Name { get; }

    /// <summary>
    /// Locks the premises' subjects in key order, then reads their facts in one query per kind of fact.
    /// A result of null means that the facts cannot be read now: the job is deferred.
    /// </summary>
    IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises);

    /// <summary>
    /// Of the changes since the premise was believed, those that made the difference, in order of their seq.
    /// </summary>
    IEnumerable<RecordedChange> Causes(
        Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since);
}
