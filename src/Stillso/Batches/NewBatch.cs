namespace Stillso;

/// <summary>Jobs that are counted together, and what follows when they are finished.</summary>
/// <param name="Id">The batch's name; opening one that exists changes nothing.</param>
public sealed record NewBatch(string Id)
{
    /// <summary>Enqueued when every job has finished and none is dead.</summary>
    public NewJob? OnSuccess { get; init; }

    /// <summary>Enqueued at the first dead job.</summary>
    public NewJob? OnFailure { get; init; }

    /// <summary>Enqueued when every job has finished, dead ones included.</summary>
    public NewJob? OnComplete { get; init; }
}

/// <summary>Where a batch stands.</summary>
public sealed record BatchState(string Id, long Pending, long Total, long Dead, bool Completed);
