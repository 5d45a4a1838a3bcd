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
    /// The changes that made the facts what they are found to be, in order of their seq: those that made a difference to
    /// what was believed, and those that made what was believed and that nothing has told of yet.
    /// </summary>
    /// <param name="premise">What was believed.</param>
    /// <param name="found">What is so now.</param>
    /// <param name="since">The changes since then, and the older ones that no decision has named.</param>
    IEnumerable<RecordedChange> Causes(
        Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since);
}
