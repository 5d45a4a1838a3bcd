namespace Stillso;

/// <summary>
/// The queue. It may be lost: due work can be derived again from the ledger. Where it cannot be used now, its members throw a
/// <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IJobStore
{
    /// <summary>What this store can do.</summary>
    StoreTraits Traits { get; }

    /// <summary>Pauses and limits.</summary>
    IQueues Queues { get; }

    /// <summary>Begins a worker's life.</summary>
    Epoch BeginEpoch(string owner);

    /// <summary>Says that the epoch's worker is alive.</summary>
    /// <returns>False when the epoch is over.</returns>
    bool Heartbeat(long epoch);

    /// <summary>Ends an epoch and returns its jobs, at once and together.</summary>
    void EndEpoch(long epoch);

    /// <summary>Ends every epoch whose heartbeat is older than <paramref name="lostAfter"/> by the store's clock.</summary>
    /// <returns>How many jobs were returned.</returns>
    int ReturnLost(TimeSpan lostAfter);

    /// <summary>Takes due jobs, in order of rank, never two of one ordering key, none of a paused queue, and no more than limits allow.</summary>
    /// <exception cref="EpochOverException">The epoch is over.</exception>
    IReadOnlyList<LeasedJob> Lease(LeaseRequest request);

    /// <summary>
    /// Another number than before after anybody, in any process, has committed; null: the store cannot tell. A worker that waits
    /// asks every few milliseconds, so it must cost next to nothing.
    /// </summary>
    long? Version => null;

    /// <summary>
    /// Comes when something has been committed, by whatever thread, so that a worker that waits looks at once. A store may leave it out, and may say it too often; where
    /// it learns what other processes commit, it says that too. What listens is not to throw: the commit has happened.
    /// </summary>
    event Action? Committed
    {
        add { }
        remove { }
    }

    /// <summary>When the next waiting job of these queues and kinds (null: any) becomes due that no job of its key holds up; null: none waits.</summary>
    DateTimeOffset? NextDue(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds = null);

    /// <summary>Jobs that wait for their time or their turn, in order of becoming due.</summary>
    IReadOnlyList<WaitingJob> Waiting(string? orderingKey = null);

    /// <summary>The jobs of an epoch that somebody has cancelled and that have not ended.</summary>
    IReadOnlyList<long> Cancelled(long epoch);

    /// <summary>How far a job is; null: it has ended.</summary>
    JobProgress? ProgressOf(long job);

    /// <summary>Jobs that wait for a person, in order of their ids: those that <see cref="ILedgerTransaction.Replay(StoppedJobs, DateTimeOffset)"/> would take; null: all.</summary>
    IReadOnlyList<StoppedJob> Stopped(StoppedJobs? which = null);
}

/// <summary>
/// The store cannot be used now: its disk is full, its database is away. Nothing was committed, and it is nobody's fault: no job is
/// charged an attempt. A worker forgets what it holds and begins anew when the store is back.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a store promises, by name.</summary>
[Flags]
public enum StoreTraits
{
    /// <summary>Nothing beyond the contract.</summary>
    None = 0,

    /// <summary>A handler's writes and its job's completion commit together.</summary>
    SharesTransaction = 1,

    /// <summary>What was committed survives a crash of the machine.</summary>
    Durable = 2,
}
