namespace Stillso.Testing;

enum MemoryJobState { Waiting, Leased, Entered, Parked, Dead }

sealed record MemoryJob(long Id, NewJob New, DateTimeOffset RunAt, MemoryJobState State, int Attempt, long Epoch, IReadOnlySet<long> WaitsFor, string? Error = null, bool HasTurn = false, bool HasBegun = false)
{
    public bool IsAlive => State is not (MemoryJobState.Parked or MemoryJobState.Dead);

    public bool HasUniqueKey(string key) => New.UniqueKey == key && IsAlive && !(HasBegun && New.UniqueUntil == UniqueUntil.Begun);

    public LeasedJob Lease() => new(Id, New.Kind, New.Payload, New.OrderingKey, Attempt, New.MaxAttempts, RunAt, New.Premises, New.Batch) { Occurrence = New.Occurrence, Version = New.Version, TraceParent = New.TraceParent };

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
    public Dictionary<string, DateTimeOffset> UniqueKeys { get; init; } = [];
    public HashSet<string> Paused { get; init; } = [];
    public Dictionary<string, Limit> Limits { get; init; } = [];
    public Dictionary<LimitCount, DateTimeOffset> Turns { get; init; } = [];

    public MemoryState Copy() => new()
    {
        LastJob = LastJob, Jobs = new(Jobs), Keys = new(Keys), Epochs = new(Epochs), Batches = new(Batches), Seqs = new(Seqs),
        Changes = [.. Changes], Decisions = [.. Decisions], Intents = [.. Intents], Schedules = new(Schedules),
        UniqueKeys = new(UniqueKeys), Paused = [.. Paused], Limits = new(Limits), Turns = new(Turns),
    };

    public void Fence(long epoch)
    {
        if (Epochs.GetValueOrDefault(epoch) is null) throw new EpochOverException(epoch);
    }

    /// <summary>What waits for nothing but its time.</summary>
    public IEnumerable<MemoryJob> Claimable(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds) => Jobs.Values.Where(j =>
        j.State == MemoryJobState.Waiting && j.WaitsFor.Count == 0 && queues.Contains(j.New.Queue) && !Paused.Contains(j.New.Queue)
        && (kinds is null || kinds.Contains(new JobKind(j.New.Kind, j.New.Version)))
        && (j.New.OrderingKey is not { } key || !Keys.TryGetValue(key, out var holder) || holder == j.Id));

    /// <summary>Takes due jobs, as many as limits allow.</summary>
    public IReadOnlyList<LeasedJob> Lease(LeaseRequest request)
    {
        var held = Jobs.Values.Where(j => j.State is MemoryJobState.Leased or MemoryJobState.Entered).ToList();
        var running = held.Where(j => j.New.Limit is not null).Select(j => new LimitCount(j.New.Limit!, j.New.LimitKey))
            .Concat(held.Select(j => new LimitCount(Limit.OfQueue(j.New.Queue).Name, ""))).CountBy(c => c).ToDictionary();
        var admission = new Admission(Limits.Values, running, count => Turns.TryGetValue(count, out var next) ? next : null, request.Now);
        var (taken, queues) = (new List<LeasedJob>(), request.Queues.ToList());
        foreach (var job in Claimable(request.Queues, request.Kinds).Where(j => j.RunAt <= request.Now).OrderBy(j => queues.IndexOf(j.New.Queue))
            .ThenBy(j => Rank.Of(j.RunAt, j.New.Priority)).ThenBy(j => j.New.OrderingKey, CodePoints.Order).ThenBy(j => j.Id).ToList())
        {
            if (taken.Count == request.Limit) break;
            if (job.New.OrderingKey is { } key && Keys.TryGetValue(key, out var holder) && holder != job.Id) continue;
            if (admission.TurnOf(job.New.Queue, job.New.Limit, job.New.LimitKey, job.HasTurn) is not { } turn) continue;
            if (turn > request.Now) Jobs[job.Id] = job with { HasTurn = true, RunAt = turn };
            else
            {
                if (job.New.OrderingKey is not null) Keys[job.New.OrderingKey] = job.Id;
                Jobs[job.Id] = job with { State = MemoryJobState.Leased, Epoch = request.Epoch, Attempt = job.Attempt + 1, HasTurn = false };
                taken.Add(Jobs[job.Id].Lease());
            }
        }
        foreach (var (count, next) in admission.Drawn) Turns[count] = next;
        return taken;
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
