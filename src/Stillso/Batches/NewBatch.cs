namespace Stillso;

/// <summary>Jobs that are counted together, and what follows when they are finished.</summary>
/// <param name="Id">The batch's name; opening one that exists changes nothing.</param>
public sealed record NewBatch(string Id)
{
    /// <summary>Enqueued when every job has finished and all of them as <see cref="Success"/> wants.</summary>
    public NewJob? OnSuccess { get; init; }

    /// <summary>Enqueued at the first dead job.</summary>
    public NewJob? OnFailure { get; init; }

    /// <summary>Enqueued when every job has finished, however it has.</summary>
    public NewJob? OnComplete { get; init; }

    /// <summary>What success means.</summary>
    public BatchSuccess Success { get; init; }

    /// <summary>
    /// The batch is not complete before <see cref="ILedgerTransaction.Seal"/> was called, whatever has finished: for jobs that are
    /// enqueued in more than one transaction, and not by jobs of the batch.
    /// </summary>
    public bool StaysOpen { get; init; }
}

/// <summary>When a batch has succeeded.</summary>
public enum BatchSuccess
{
    /// <summary>No job is dead, parked or discarded. One that was superseded had nothing left to do, which is as good as done.</summary>
    NothingFailed,

    /// <summary>Every job has completed: one that was superseded counts against it too.</summary>
    AllCompleted,
}
