namespace Stillso;

/// <summary>What follows when jobs of a batch have finished: said once for all stores, which call it in the transaction that counts them out.</summary>
public static class BatchCallbacks
{
    /// <summary>Whether a batch is complete now.</summary>
    public static bool Completes(BatchState batch) => batch is { IsComplete: false, IsOpen: false, Pending: 0 };

    /// <summary>The jobs to enqueue now.</summary>
    /// <param name="before">Where the batch stood.</param>
    /// <param name="after">Where it stands with those counted out.</param>
    /// <param name="batch">Its callbacks.</param>
    public static IEnumerable<NewJob> Due(BatchState before, BatchState after, NewBatch batch)
    {
        if (before.Dead == 0 && after.Dead > 0 && batch.OnFailure is { } failure) yield return failure;
        if (!Completes(after)) yield break;
        if (Succeeded(after, batch.Success) && batch.OnSuccess is { } success) yield return success;
        if (batch.OnComplete is { } complete) yield return complete;
    }

    static bool Succeeded(BatchState batch, BatchSuccess success) =>
        batch is { Dead: 0, Parked: 0, Discarded: 0, IsCancelled: false } && (success == BatchSuccess.NothingFailed || batch.Superseded == 0);
}
