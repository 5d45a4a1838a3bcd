namespace Stillso;

/// <summary>A worker's life. Every write of a job carries the epoch that leased it, and is refused when it is over.</summary>
/// <param name="Number">Counts up over all workers of a store.</param>
/// <param name="Owner">Who, in words for a person: host and process.</param>
public sealed record Epoch(long Number, string Owner);

/// <summary>The worker was declared lost; what it held belongs to others now.</summary>
public sealed class EpochOverException(long epoch)
    : Exception($"Epoch {epoch} is over: its heartbeat was late and its jobs were returned. The worker starts a new one.");

/// <summary>
/// A commit was sent and not answered: what it had to say is so, or it is not. A worker forgets what it holds, as if it
/// had died and another had come; whoever takes up its jobs reads what is so.
/// </summary>
public sealed class CommitUnknownException(Exception? inner = null) : Exception("A commit was not answered: it may have happened.", inner);

/// <summary>What a worker asks for.</summary>
/// <param name="Epoch">Who asks.</param>
/// <param name="Queues">From which queues.</param>
/// <param name="Now">The business clock.</param>
/// <param name="Limit">At most how many.</param>
public sealed record LeaseRequest(long Epoch, IReadOnlyList<string> Queues, DateTimeOffset Now, int Limit)
{
    /// <summary>The kinds that it can run; null: any. Others are left for workers that can.</summary>
    public IReadOnlyCollection<JobKind>? Kinds { get; init; }
}
