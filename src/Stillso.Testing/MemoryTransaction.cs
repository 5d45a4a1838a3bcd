namespace Stillso.Testing;

/// <summary>The ledger's words in memory.</summary>
sealed class MemoryTransaction(MemoryState state) : ILedgerTransaction
{
    public Statements Sql => throw new NotSupportedException("The store in memory has no SQL: keep the domain's state in the test, or use a SQLite store.");

    public ISchedules Schedules => new MemorySchedules(state);

    public IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now) => [.. jobs.Select(j => Insert(j, now))];

    public IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs)
    {
        Fence(epoch);
        var entered = new HashSet<long>();
        foreach (var id in jobs)
        {
            if (!state.Jobs.TryGetValue(id, out var job) || job.Epoch != epoch || job.State != MemoryJobState.Leased) continue;
            state.Put(job with { State = MemoryJobState.Entered, HasBegun = true });
            entered.Add(id);
        }
        return entered;
    }

    public void Fence(long epoch) => state.Fence(epoch);

    public void Finish(IReadOnlyList<JobEnd> ends, DateTimeOffset now)
    {
        foreach (var end in ends) Finish(end, now);
        foreach (var batch in ends.Where(e => e.Job.Batch is not null && e.Kind is not (JobEndKind.Rescheduled or JobEndKind.Retried))
            .GroupBy(e => e.Job.Batch!, e => e.Kind, StringComparer.Ordinal))
        {
            Change(batch.Key, now, b => b with
            {
                Pending = b.Pending - batch.Count(), Superseded = b.Superseded + batch.Count(e => e == JobEndKind.Superseded),
                Parked = b.Parked + batch.Count(e => e == JobEndKind.Parked), Dead = b.Dead + batch.Count(e => e == JobEndKind.Dead),
                Discarded = b.Discarded + batch.Count(e => e == JobEndKind.Cancelled),
            });
        }
    }

    /// <summary>Of what an epoch has begun, one may have taken its worker down.</summary>
    public void Suspect(long epoch)
    {
        var begun = state.Jobs.Values.Where(j => j.Epoch == epoch && j.State == MemoryJobState.Entered).ToList();
        if (begun is [var alone] && alone.LostAlone + 1 >= alone.New.MaxLosses)
            Finish([new JobEnd(alone.Lease(), JobEndKind.Parked, null, Suspicion.Reason(alone.New.MaxLosses)) { Code = ReasonCodes.WorkerLost }], alone.RunAt);
        else foreach (var job in begun) state.Put(job with { LostWith = begun.Count, LostAlone = job.LostAlone + (begun.Count == 1 ? 1 : 0) });
    }

    public IReadOnlyList<WaitingJob> Cancel(string orderingKey, Func<WaitingJob, bool> which, DateTimeOffset now)
    {
        var waiting = state.Waiting(orderingKey).Where(j => state.Keys.GetValueOrDefault(orderingKey) != j.Id).Where(which).ToList();
        var batches = waiting.Select(j => state.Jobs[j.Id].New.Batch).Where(b => b is not null).CountBy(b => b!).ToList();
        foreach (var job in waiting) Remove(job.Id);
        foreach (var (batch, jobs) in batches) Change(batch, now, b => b with { Pending = b.Pending - jobs, Discarded = b.Discarded + jobs });
        return waiting;
    }

    public void Note(LeasedJob job, string? checkpoint, double? done, string? note)
    {
        Fence(job.Epoch);
        if (!state.Jobs.TryGetValue(job.Id, out var held) || held.Epoch != job.Epoch) throw new EpochOverException(job.Epoch);
        var before = held.Progress ?? new JobProgress(job.Id, job.Kind, null, null, true, false);
        state.Put(held with { Checkpoint = checkpoint ?? held.Checkpoint, Progress = before with { Done = done ?? before.Done, Note = note ?? before.Note } });
    }

    public bool CancelJob(long job, DateTimeOffset now)
    {
        if (!state.Jobs.TryGetValue(job, out var found) || !found.IsAlive) return false;
        if (found.State == MemoryJobState.Waiting) Finish([new JobEnd(found.Lease(), JobEndKind.Cancelled)], now);
        else state.Put(found with { Progress = (found.Progress ?? new JobProgress(job, found.New.Kind, null, null, true, false)) with { IsCancelled = true } });
        return true;
    }

    public int CancelBatch(string id, DateTimeOffset now)
    {
        var waiting = state.Jobs.Values.Where(j => j.New.Batch == id && j is { State: MemoryJobState.Waiting, Attempt: 0 }).ToList();
        foreach (var job in waiting) Remove(job.Id);
        Change(id, now, b => b with { Pending = b.Pending - waiting.Count, Discarded = b.Discarded + waiting.Count, IsCancelled = true, IsOpen = false });
        return waiting.Count;
    }

    public int Replay(StoppedJobs which, DateTimeOffset now)
    {
        var stopped = state.Stopped(which).ToList();
        foreach (var job in stopped)
            state.Put(job with { State = MemoryJobState.Waiting, Attempt = 0, RunAt = now, LostWith = 0, LostAlone = 0, Progress = job.Progress is { } progress ? progress with { IsCancelled = false } : null, New = job.New with { Batch = null, Deadline = null, UniqueKey = null, UniqueUntil = default, UniqueFor = null, OnDuplicate = default } });
        return stopped.Count;
    }

    public int Discard(StoppedJobs which, string reason, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var stopped = state.Stopped(which).ToList();
        foreach (var job in stopped)
        {
            state.Remove(job.Id);
            state.Discarded.Add(new DiscardedJob(job.Id, job.New.Kind, reason, now));
        }
        return stopped.Count;
    }

    public IReadOnlyList<DiscardedJob> Discarded(DateTimeOffset since = default) => [.. state.Discarded.Where(d => d.At >= since).OrderBy(d => d.At).ThenBy(d => d.Id)];

    public long NextSeq(string subject) => state.Seqs[subject] = CurrentSeq(subject) + 1;

    public long CurrentSeq(string subject) => state.Seqs.GetValueOrDefault(subject);

    public void Record(RecordedChange change) => state.Changes.Add(change);

    public void Record(Decision decision) => state.Decisions.Add(decision);

    public IReadOnlyList<Decision> DecisionsOf(string subject) => [.. state.Decisions.Where(d => d.Subject == subject).OrderBy(d => d.Seq)];

    public IReadOnlyList<RecordedChange> ChangesSince(string subject, long seq) =>
        [.. state.Changes.Where(c => c.Subject == subject && c.Seq > seq).OrderBy(c => c.Seq)];

    public ILookup<string, RecordedChange> ChangesOf(IReadOnlyCollection<string> subjects) =>
        state.Changes.Where(c => subjects.Contains(c.Subject)).OrderBy(c => c.Seq).ToLookup(c => c.Subject, StringComparer.Ordinal);

    public IReadOnlySet<string> NamedCauses(string subject) =>
        state.Decisions.Where(d => d.Subject == subject && !d.Causes.IsDefault).SelectMany(d => d.Causes).ToHashSet(StringComparer.Ordinal);

    public void Add(Intent intent)
    {
        if (state.Intents.Any(i => i.Key == intent.Key || (i.Debt == intent.Debt && i.IsOpen && intent.IsOpen)))
            throw new InvalidOperationException($"{intent.Debt} has an open intent already, or {intent.Key} exists.");
        state.Intents.Add(intent);
    }

    public void Update(Intent intent)
    {
        var at = state.Intents.FindIndex(i => i.Key == intent.Key);
        if (at < 0) throw new InvalidOperationException($"There is no intent {intent.Key}.");
        if (!IntentTransitions.Allowed(state.Intents[at].State, intent.State))
            throw new InvalidOperationException($"Intent {intent.Key} is {state.Intents[at].State}: it cannot become {intent.State}.");
        state.Intents[at] = intent;
    }

    public Intent? FindIntent(string key) => state.Intents.Find(i => i.Key == key);

    public IReadOnlyList<Intent> IntentsOf(IReadOnlyList<string> debts) => [.. state.Intents.Where(i => debts.Contains(i.Debt)).OrderBy(i => i.DecidedAt)];

    public IReadOnlyList<Intent> Unanswered(DateTimeOffset before) => [.. state.Intents.Where(i => i.IsInFlight && i.SentAt < before).OrderBy(i => i.SentAt)];

    public bool Open(NewBatch batch) => state.Batches.TryAdd(batch.Id, (batch, new BatchState(batch.Id, 0, 0, 0, 0, 0, 0, batch.StaysOpen, false, false)));

    public void Seal(string id, DateTimeOffset now) => Change(id, now, b => b with { IsOpen = false });

    public BatchState? FindBatch(string id) => state.Batches.TryGetValue(id, out var batch) ? batch.State : null;

    long Insert(NewJob job, DateTimeOffset now)
    {
        job.Checked();
        var batches = job.AfterBatches.Where(id => !(FindBatch(id) ?? throw new InvalidOperationException($"Batch \"{id}\" is unknown: open it before enqueueing what comes after it.")).IsComplete).ToList();
        if (job.UniqueKey is { } unique)
        {
            var first = state.Jobs.Values.FirstOrDefault(j => j.HasUniqueKey(unique));
            if (first is not null || (state.UniqueKeys.TryGetValue(unique, out var until) && until > now)) return Second(job, first, now);
            if (job.UniqueFor is { } time) state.UniqueKeys[unique] = now + time;
        }
        var waitsFor = job.After.Where(id => state.Jobs.TryGetValue(id, out var other) && other.IsAlive).Select(id => new Awaited(id))
            .Concat(batches.Select(id => new Awaited(0, id))).ToHashSet();
        var id = ++state.LastJob;
        state.Put(new MemoryJob(id, job, job.RunAt ?? now, MemoryJobState.Waiting, 0, 0, waitsFor));
        if (job.Batch is not null)
        {
            if (!state.Batches.TryGetValue(job.Batch, out var batch) || batch.State.IsComplete || batch.State.IsCancelled)
                throw new InvalidOperationException($"Batch \"{job.Batch}\" is not open, was cancelled or is complete: nothing can be added to it.");
            state.Batches[job.Batch] = batch with { State = batch.State with { Pending = batch.State.Pending + 1, Total = batch.State.Total + 1 } };
        }
        return id;
    }

    long Second(NewJob job, MemoryJob? first, DateTimeOffset now)
    {
        if (job.OnDuplicate == Duplicate.Reject) throw new DuplicateJobException(job.Kind, job.UniqueKey!);
        if (job.OnDuplicate != Duplicate.Replace || first is not { State: MemoryJobState.Waiting, Attempt: 0 }) return 0;
        state.Put(first with { New = job with { Batch = first.New.Batch, Occurrence = first.New.Occurrence }, RunAt = job.RunAt ?? now, HasTurn = false, HasBegun = false });
        return first.Id;
    }

    void Finish(JobEnd end, DateTimeOffset now)
    {
        var job = state.Jobs[end.Job.Id];
        if (end.Kind != JobEndKind.Retried) state.Release(job.New.OrderingKey, job.Id);
        switch (end.Kind)
        {
            case JobEndKind.Completed or JobEndKind.Superseded or JobEndKind.Cancelled:
                state.Remove(job.Id);
                break;
            case JobEndKind.Rescheduled or JobEndKind.Retried:
                var attempt = end.Kind == JobEndKind.Retried ? end.Job.Attempt : end.Job.Attempt - 1;
                state.Put(job with { State = MemoryJobState.Waiting, Epoch = 0, Attempt = attempt, RunAt = end.RunAt ?? now, LostWith = 0, LostAlone = 0 });
                return;
            default:
                state.Put(job with { State = end.Kind == JobEndKind.Dead ? MemoryJobState.Dead : MemoryJobState.Parked, Epoch = 0, Error = end.Error, Code = end.Code });
                break;
        }
        Release(new Awaited(job.Id));
    }

    void Remove(long job)
    {
        state.Remove(job);
        Release(new Awaited(job));
    }

    void Release(Awaited ended)
    {
        if (state.Dependent == 0) return;
        foreach (var waiting in state.Jobs.Values.Where(j => j.WaitsFor.Contains(ended)).ToList())
            state.Put(waiting with { WaitsFor = waiting.WaitsFor.Where(awaited => awaited != ended).ToHashSet() });
    }

    void Change(string id, DateTimeOffset now, Func<BatchState, BatchState> change)
    {
        if (!state.Batches.TryGetValue(id, out var found)) throw new InvalidOperationException($"There is no batch \"{id}\".");
        var (batch, before) = found;
        var after = change(before);
        state.Batches[id] = (batch, after with { IsComplete = after.IsComplete || BatchCallbacks.Completes(after) });
        if (BatchCallbacks.Completes(after)) Release(new Awaited(0, id));
        foreach (var callback in BatchCallbacks.Due(before, after, batch)) Insert(callback, now);
    }
}
