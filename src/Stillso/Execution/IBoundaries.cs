namespace Stillso;

/// <summary>
/// The boundaries of an attempt, where a test or a script changes the world. Everything is called by the worker's
/// loop, one call at a time.
/// </summary>
public interface IBoundaries
{
    /// <summary>The jobs are leased; their decide transaction has not begun.</summary>
    /// <returns>Those that are to be delivered once more, concurrently.</returns>
    IReadOnlyList<Work> Before(IReadOnlyList<Work> works);

    /// <summary>The line is committed; nothing has been sent.</summary>
    IReadOnlyList<Work> During(IReadOnlyList<Work> works);

    /// <summary>The transaction of this phase has run and is about to commit.</summary>
    void Committing(Phase phase, IReadOnlyList<Work> works)
    {
    }

    /// <summary>The transaction that completes these jobs is about to commit.</summary>
    void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction);

    /// <summary>The jobs have completed; nothing else has been leased.</summary>
    IReadOnlyList<Work> After(IReadOnlyList<Work> works);
}
