using System.Collections.Immutable;

namespace Stillso.Testing;

enum MemoryJobState { Waiting, Leased, Entered, Parked, Dead }

sealed record MemoryJob(long Id, NewJob New, DateTimeOffset RunAt, MemoryJobState State, int Attempt, long Epoch, IReadOnlySet<Awaited> WaitsFor, string? Error = null, string Code = "", bool HasTurn = false, bool HasBegun = false, int LostWith = 0, int LostAlone = 0, JobProgress? Progress = null, string? Checkpoint = null)
{
    public bool IsAlive => State is not (MemoryJobState.Parked or MemoryJobState.Dead);

    public bool IsReady => State == MemoryJobState.Waiting && WaitsFor.Count == 0;

    /// <summary>A job of low priority is due that much later.</summary>
    public DateTimeOffset DueAt => RunAt.AddMilliseconds(Math.Max(0, Place.Rank - RunAt.ToUnixTimeMilliseconds()));

    public Place Place => new(Rank.Of(RunAt, New.Priority), New.OrderingKey, Id);

    public bool HasUniqueKey(string key) => New.UniqueKey == key && IsAlive && !(HasBegun && New.UniqueUntil == UniqueUntil.Begun);

    public LeasedJob Lease() => new(Id, New.Kind, New.Payload, New.OrderingKey, Attempt, New.MaxAttempts, RunAt, New.Premises, New.Batch) { Occurrence = New.Occurrence, Version = New.Version, TraceParent = New.TraceParent, Deadline = New.Deadline, LostWith = LostWith, Epoch = Epoch, Checkpoint = Checkpoint };

    public WaitingJob AsWaiting() => new(Id, New.Kind, New.Payload, New.OrderingKey, RunAt, New.Premises);
}

/// <summary>What a job waits for: another job, or a batch.</summary>
readonly record struct Awaited(long Job, string? Batch = null);

/// <summary>Where a job stands among those that may be leased.</summary>
readonly record struct Place(long Rank, string? Key, long Id) : IComparable<Place>
{
    public int CompareTo(Place other)
    {
        if (Rank != other.Rank) return Rank.CompareTo(other.Rank);
        return CodePoints.Order.Compare(Key, other.Key) is not 0 and var byKey ? byKey : Id.CompareTo(other.Id);
    }
}

/// <summary>Everything that the store in memory has. A copy shares what it does not change, so that it costs nothing to make.</summary>
sealed class MemoryState
{
    public long LastJob { get; set; }
    public ImmutableSortedDictionary<long, MemoryJob>.Builder Jobs { get; init; } = ImmutableSortedDictionary.CreateBuilder<long, MemoryJob>();
    public ImmutableSortedSet<Place>.Builder Ready { get; init; } = ImmutableSortedSet.CreateBuilder<Place>();
    // How many jobs wait for others, or for batches.
    public int Dependent { get; set; }
    public ImmutableDictionary<string, long>.Builder Keys { get; init; } = ByName<long>();
    public ImmutableSortedDictionary<long, DateTimeOffset?>.Builder Epochs { get; init; } = ImmutableSortedDictionary.CreateBuilder<long, DateTimeOffset?>();
    public ImmutableDictionary<string, (NewBatch Batch, BatchState State)>.Builder Batches { get; init; } = ByName<(NewBatch, BatchState)>();
    public ImmutableDictionary<string, long>.Builder Seqs { get; init; } = ByName<long>();
    public ImmutableList<RecordedChange>.Builder Changes { get; init; } = ImmutableList.CreateBuilder<RecordedChange>();
    public ImmutableList<Decision>.Builder Decisions { get; init; } = ImmutableList.CreateBuilder<Decision>();
    public ImmutableList<Intent>.Builder Intents { get; init; } = ImmutableList.CreateBuilder<Intent>();
    public ImmutableList<DiscardedJob>.Builder Discarded { get; init; } = ImmutableList.CreateBuilder<DiscardedJob>();
    public ImmutableDictionary<string, ScheduleState>.Builder Schedules { get; init; } = ByName<ScheduleState>();
    public ImmutableDictionary<string, DateTimeOffset>.Builder UniqueKeys { get; init; } = ByName<DateTimeOffset>();
    public ImmutableHashSet<string>.Builder Paused { get; init; } = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
    public ImmutableDictionary<string, Limit>.Builder Limits { get; init; } = ByName<Limit>();
    public ImmutableDictionary<LimitCount, DateTimeOffset>.Builder Turns { get; init; } = ImmutableDictionary.CreateBuilder<LimitCount, DateTimeOffset>();

    public MemoryState Copy() => new()
    {
        LastJob = LastJob, Dependent = Dependent, Jobs = Jobs.ToImmutable().ToBuilder(), Ready = Ready.ToImmutable().ToBuilder(),
        Keys = Keys.ToImmutable().ToBuilder(), Epochs = Epochs.ToImmutable().ToBuilder(), Batches = Batches.ToImmutable().ToBuilder(),
        Seqs = Seqs.ToImmutable().ToBuilder(), Changes = Changes.ToImmutable().ToBuilder(), Decisions = Decisions.ToImmutable().ToBuilder(),
        Intents = Intents.ToImmutable().ToBuilder(), Schedules = Schedules.ToImmutable().ToBuilder(), UniqueKeys = UniqueKeys.ToImmutable().ToBuilder(),
        Discarded = Discarded.ToImmutable().ToBuilder(), Paused = Paused.ToImmutable().ToBuilder(), Limits = Limits.ToImmutable().ToBuilder(), Turns = Turns.ToImmutable().ToBuilder(),
    };

    static ImmutableDictionary<string, T>.Builder ByName<T>() => ImmutableDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);

    public void Put(MemoryJob job)
    {
        Remove(job.Id);
        Jobs.Add(job.Id, job);
        if (job.IsReady) Ready.Add(job.Place);
        if (job.WaitsFor.Count > 0) Dependent++;
    }

    public bool Remove(long id)
    {
        if (!Jobs.TryGetValue(id, out var job)) return false;
        if (job.IsReady) Ready.Remove(job.Place);
        if (job.WaitsFor.Count > 0) Dependent--;
        return Jobs.Remove(id);
    }

    public void Fence(long epoch)
    {
        if (Epochs.GetValueOrDefault(epoch) is null) throw new EpochOverException(epoch);
    }

    /// <summary>What waits for nothing but its time, in order of rank.</summary>
    public IEnumerable<MemoryJob> Claimable(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds) => Ready.ToImmutable().Select(p => Jobs[p.Id]).Where(j =>
        queues.Contains(j.New.Queue) && !Paused.Contains(j.New.Queue)
        && (kinds is null || kinds.Contains(new JobKind(j.New.Kind, j.New.Version)))
        && (j.New.OrderingKey is not { } key || !Keys.TryGetValue(key, out var holder) || holder == j.Id));

    /// <summary>Takes due jobs, as many as limits allow.</summary>
    public IReadOnlyList<LeasedJob> Lease(LeaseRequest request)
    {
        var admission = Limits.Count == 0 ? null : Admission(request.Now);
        var taken = new List<LeasedJob>();
        foreach (var queue in request.Queues)
        {
            foreach (var job in Claimable([queue], request.Kinds))
            {
                if (taken.Count == request.Limit || job.Place.Rank > request.Now.ToUnixTimeMilliseconds()) break;
                if (job.RunAt > request.Now) continue;
                var turn = admission is null ? request.Now : admission.TurnOf(queue, job.New.Limit, job.New.LimitKey, job.HasTurn);
                if (turn is null) continue;
                if (turn > request.Now)
                {
                    Put(job with { HasTurn = true, RunAt = turn.Value });
                    continue;
                }
                if (job.New.OrderingKey is not null) Keys[job.New.OrderingKey] = job.Id;
                var held = job with { State = MemoryJobState.Leased, Epoch = request.Epoch, Attempt = job.Attempt + 1, HasTurn = false };
                Put(held);
                taken.Add(held.Lease());
            }
        }
        foreach (var (count, next) in admission?.Drawn ?? new Dictionary<LimitCount, DateTimeOffset>()) Turns[count] = next;
        return taken;
    }

    Admission Admission(DateTimeOffset now)
    {
        var held = Jobs.Values.Where(j => j.State is MemoryJobState.Leased or MemoryJobState.Entered).ToList();
        var running = held.Where(j => j.New.Limit is not null).Select(j => new LimitCount(j.New.Limit!, j.New.LimitKey))
            .Concat(held.Select(j => new LimitCount(Limit.OfQueue(j.New.Queue).Name, ""))).CountBy(c => c).ToDictionary();
        return new Admission([.. Limits.Values], running, count => Turns.TryGetValue(count, out var next) ? next : null, now);
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
            Put(job with { State = MemoryJobState.Waiting, Epoch = 0, Attempt = job.State == MemoryJobState.Leased ? job.Attempt - 1 : job.Attempt });
        }
        return held.Count(j => j.Epoch == epoch);
    }

    public IEnumerable<MemoryJob> Stopped(StoppedJobs which) => Jobs.Values.Where(j => !j.IsAlive
        && (which.Id ?? j.Id) == j.Id && (which.Kind ?? j.New.Kind) == j.New.Kind && (which.Queue ?? j.New.Queue) == j.New.Queue
        && (which.OrderingKey ?? j.New.OrderingKey) == j.New.OrderingKey && (which.IsDead is not { } dead || dead == (j.State == MemoryJobState.Dead))
        && (which.Code ?? j.Code) == j.Code
        && (which.ReasonContains is not { } text || j.Error?.Contains(text, StringComparison.Ordinal) == true)).Take(which.First ?? int.MaxValue);

    public IReadOnlyList<WaitingJob> Waiting(string? key) =>
        [.. Jobs.Values.Where(j => j.State == MemoryJobState.Waiting && (key is null || j.New.OrderingKey == key))
            .OrderBy(j => j.RunAt).ThenBy(j => j.Id).Select(j => j.AsWaiting())];
}
