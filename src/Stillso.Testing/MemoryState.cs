namespace Stillso.Testing;

enum MemoryJobState { Waiting, Leased, Entered, Parked, Dead }

sealed record MemoryJob(long Id, NewJob New, DateTimeOffset RunAt, MemoryJobState State, int Attempt, long Epoch, IReadOnlySet<long> WaitsFor, string? Error = null)
{
    public bool IsAlive => State is not (MemoryJobState.Parked or MemoryJobState.Dead);

    public LeasedJob Lease() => new(Id, New.Kind, New.Payload, New.OrderingKey, Attempt, New.MaxAttempts, RunAt, New.Premises, New.Batch) { Occurrence = New.Occurrence, TraceParent = New.TraceParent };

    public WaitingJob AsWaiting() => new(Id, New.Kind, New.Payload, New.OrderingKey, RunAt, New.Premises);
}

/// <summary>Everything that the store in memory has. Values are immutable, so that a copy is cheap.</summary>
sealed class MemoryState
{
    public long LastJob { get; set; }
    public SortedDictionary<long, MemoryJob> Jobs { get; init; } = [];
    public Dictionary<string, long> Keys { get; init; } = [];
    public Dictionary<long, DateTimeOffset?> Epochs { get; init; } = [];
    public Dictionary<string, (NewBatch Batch, BatchState State)> Batches { get; init; } = [];
    public Dictionary<string, long> Seqs { get; init; } = [];
    public List<RecordedChange> Changes { get; init; } = [];
    public List<Decision> Decisions { get; init; } = [];
    public List<Intent> Intents { get; init; } = [];
    public Dictionary<string, ScheduleState> Schedules { get; init; } = [];

    public MemoryState Copy() => new()
    {
        LastJob = LastJob, Jobs = new(Jobs), Keys = new(Keys), Epochs = new(Epochs), Batches = new(Batches), Seqs = new(Seqs),
        Changes = [.. Changes], Decisions = [.. Decisions], Intents = [.. Intents], Schedules = new(Schedules),
    };

    public void Fence(long epoch)
    {
        if (Epochs.GetValueOrDefault(epoch) is null) throw new EpochOverException(epoch);
    }

    public bool TryHold(string key, long job)
    {
        Keys.TryAdd(key, job);
        return Keys[key] == job;
    }

    public void Release(string? key, long job)
    {
        if (key is not null && Keys.GetValueOrDefault(key) == job) Keys.Remove(key);
    }

    public int End(long epoch)
    {
        if (Epochs.ContainsKey(epoch)) Epochs[epoch] = null;
        var held = Jobs.Values.Where(j => j.Epoch == epoch && j.State is MemoryJobState.Leased or MemoryJobState.Entered).ToList();
        foreach (var job in held.Where(j => j.Epoch == epoch))
        {
            Release(job.New.OrderingKey, job.Id);
            Jobs[job.Id] = job with { State = MemoryJobState.Waiting, Epoch = 0, Attempt = job.State == MemoryJobState.Leased ? job.Attempt - 1 : job.Attempt };
        }
        return held.Count(j => j.Epoch == epoch);
    }

    public IReadOnlyList<WaitingJob> Waiting(string? key) =>
        [.. Jobs.Values.Where(j => j.State == MemoryJobState.Waiting && (key is null || j.New.OrderingKey == key))
            .OrderBy(j => j.RunAt).ThenBy(j => j.Id).Select(j => j.AsWaiting())];
}
