namespace Stillso.Testing;

/// <summary>
/// The queue and the ledger in memory, for tests: one lock, and a transaction that fails leaves no trace. It shares the
/// transaction and is not durable; <see cref="ILedgerTransaction.Sql"/> is not there.
/// </summary>
/// <param name="leaseClock">Judges whether a worker is alive.</param>
public sealed class InMemoryStore(TimeProvider leaseClock) : IJobStore, ILedger, IDisposable
{
    readonly Lock gate = new();
    MemoryState state = new();
    long version;

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.SharesTransaction;

    /// <inheritdoc/>
    public IQueues Queues => new MemoryQueues(this);

    /// <inheritdoc/>
    public event Action? Committed;

    /// <inheritdoc/>
    public T Write<T>(Func<ILedgerTransaction, T> work)
    {
        T result;
        lock (gate)
        {
            // Work on a copy: what throws is forgotten whole.
            var copy = state.Copy();
            result = work(new MemoryTransaction(copy));
            state = copy;
            version++;
        }
        Committed?.Invoke();
        return result;
    }

    /// <inheritdoc/>
    public T Read<T>(Func<ILedgerTransaction, T> work)
    {
        lock (gate) return work(new MemoryTransaction(state.Copy()));
    }

    /// <inheritdoc/>
    public void Forget(DateTimeOffset before) => Change(s =>
    {
        s.Decisions.RemoveAll(d => d.At < before);
        s.Changes.RemoveAll(c => c.At < before);
        return s.Discarded.RemoveAll(d => d.At < before);
    });

    /// <inheritdoc/>
    public DateTimeOffset? NextOccurrence() => Change(s => new MemorySchedules(s).Next());

    /// <inheritdoc/>
    public Epoch BeginEpoch(string owner) => Change(s =>
    {
        var number = s.Epochs.Count + 1;
        s.Epochs[number] = leaseClock.GetUtcNow();
        return new Epoch(number, owner);
    });

    /// <inheritdoc/>
    public bool Heartbeat(long epoch) => Change(s =>
    {
        if (s.Epochs.GetValueOrDefault(epoch) is null) return false;
        s.Epochs[epoch] = leaseClock.GetUtcNow();
        return true;
    });

    /// <inheritdoc/>
    public void EndEpoch(long epoch) => Change(s => s.End(epoch));

    /// <inheritdoc/>
    public int ReturnLost(TimeSpan lostAfter) => Change(s => s.Epochs
        .Where(e => e.Value is { } beat && beat <= leaseClock.GetUtcNow() - lostAfter).Select(e => e.Key).ToList().Sum(e =>
        {
            new MemoryTransaction(s).Suspect(e);
            return s.End(e);
        }));

    /// <inheritdoc/>
    public IReadOnlyList<LeasedJob> Lease(LeaseRequest request) => Change(s =>
    {
        s.Fence(request.Epoch);
        return s.Lease(request);
    });

    /// <inheritdoc/>
    public long? Version => Volatile.Read(ref version);

    /// <inheritdoc/>
    public DateTimeOffset? NextDue(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds = null) => Change(s => s.Claimable(queues, kinds)
        .Select(j => (DateTimeOffset?)j.DueAt).FirstOrDefault());

    /// <inheritdoc/>
    public IReadOnlyList<WaitingJob> Waiting(string? orderingKey = null) => Change(s => s.Waiting(orderingKey));

    /// <inheritdoc/>
    public IReadOnlyList<long> Cancelled(long epoch) => Change(s => s.Jobs.Values.Where(j => j.Epoch == epoch && j.Progress is { IsCancelled: true }).Select(j => j.Id).ToList());

    /// <inheritdoc/>
    public JobProgress? ProgressOf(long job) => Change(s => !s.Jobs.TryGetValue(job, out var found) ? null
        : (found.Progress ?? new JobProgress(job, found.New.Kind, null, null, false, false)) with { IsRunning = found.State is MemoryJobState.Leased or MemoryJobState.Entered });

    /// <inheritdoc/>
    public IReadOnlyList<StoppedJob> Stopped(StoppedJobs? which = null) => Change(s => s.Stopped(which ?? new())
        .Select(j => new StoppedJob(j.Id, j.New.Kind, j.New.Payload, j.New.OrderingKey, j.State == MemoryJobState.Dead, j.Error) { Code = j.Code }).ToList());

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    internal T Change<T>(Func<MemoryState, T> change)
    {
        lock (gate) return change(state);
    }
}
