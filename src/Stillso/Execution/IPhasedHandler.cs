namespace Stillso;

/// <summary>Jobs of one kind that are in one phase together, in one transaction.</summary>
/// <param name="Works">In order of their ordering keys when time is simulated.</param>
/// <param name="Transaction">Everything written in it commits together, or not at all.</param>
/// <param name="Now">The business clock; it does not move inside a phase.</param>
public sealed record Batch<TJob>(IReadOnlyList<Work<TJob>> Works, ILedgerTransaction Transaction, DateTimeOffset Now);

/// <summary>
/// Runs jobs of one kind in phases: decide → (prepare → send →) act → settle. Deciding, sending and settling are
/// set-based and synchronous, each in one transaction; preparing and acting are outside any.
/// In every transaction each job is told what comes next (<see cref="Work.Complete"/>, <see cref="Work.Act"/>, …).
/// If one job throws, the batch rolls back and is run again in halves; only what fails alone is charged an attempt.
/// </summary>
public interface IPhasedHandler<TJob>
{
    /// <summary>
    /// How many jobs of this kind one worker has past their decision at once. Effects that cannot be asked about are in
    /// doubt together when the process dies: the fewer, the better.
    /// </summary>
    int AtOnce => int.MaxValue;

    /// <summary>
    /// The <see cref="IPremiseSource"/>s, by name, whose facts these jobs write. A warning is logged when a job that believes such a fact is enqueued with nothing
    /// that orders the two.
    /// </summary>
    IReadOnlyList<string> Writes => [];

    /// <summary>Whether and when a job that has failed is tried again. It is asked outside any transaction, and is to decide by what it is told.</summary>
    Retry AfterFailure(LeasedJob job, Exception error) => Retry.AsUsual;

    /// <summary>Decides with premises locked and read again. A job whose attempt was broken off comes here again.</summary>
    void Decide(Batch<TJob> batch);

    /// <summary>Harmless, repeatable preparations, after <see cref="Work.Prepare"/>.</summary>
    Task PrepareAsync(Work<TJob> work, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The line, after <see cref="PrepareAsync"/>.</summary>
    void Send(Batch<TJob> batch)
    {
        foreach (var work in batch.Works) work.Act();
    }

    /// <summary>The effect, after <see cref="Work.Act"/>.</summary>
    Task ActAsync(Work<TJob> work, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>What came of it.</summary>
    void Settle(Batch<TJob> batch)
    {
        foreach (var work in batch.Works) work.Complete();
    }
}
