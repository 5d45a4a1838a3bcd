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
            state.Jobs[id] = job with { State = MemoryJobState.Entered };
            entered.Add(id);
        }
        return entered;
    }

    public void Fence(long epoch) => state.Fence(epoch);

    public void Finish(IReadOnlyList<JobEnd> ends, DateTimeOffset now)
    {
        foreach (var end in ends) Finish(end, now);
        foreach (var batch in ends.Where(e => e.Job.Batch is not null && e.Kind is not (JobEndKind.Rescheduled or JobEndKind.Retried))
            .GroupBy(e => e.Job.Batch!, StringComparer.Ordinal))
            CountOut(batch.Key, batch.Count(), batch.Count(e => e.Kind == JobEndKind.Dead), now);
    }

    public IReadOnlyList<WaitingJob> Cancel(string orderingKey, Func<WaitingJob, bool> which)
    {
        var waiting = state.Waiting(orderingKey).Where(j => state.Keys.GetValueOrDefault(orderingKey) != j.Id).Where(which).ToList();
        foreach (var job in waiting) state.Jobs.Remove(job.Id);
        return waiting;
    }

    public bool Replay(long job, DateTimeOffset now)
    {
        if (Stopped(job) is not { } stopped) return false;
        state.Jobs[job] = stopped with { State = MemoryJobState.Waiting, Attempt = 0, RunAt = now, New = stopped.New with { Batch = null } };
        return true;
    }

    public bool Discard(long job) => Stopped(job) is not null && state.Jobs.Remove(job);

    public long NextSeq(string subject) => state.Seqs[subject] = CurrentSeq(subject) + 1;

    public long CurrentSeq(string subject) => state.Seqs.GetValueOrDefault(subject);

    public void Record(RecordedChange change) => state.Changes.Add(change);

    public void Record(Decision decision) => state.Decisions.Add(decision);

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

    public bool Open(NewBatch batch) => state.Batches.TryAdd(batch.Id, (batch, new BatchState(batch.Id, 0, 0, 0, false)));

    public BatchState? FindBatch(string id) => state.Batches.TryGetValue(id, out var batch) ? batch.State : null;

    long Insert(NewJob job, DateTimeOffset now)
    {
        if (job.UniqueKey is not null && state.Jobs.Values.Any(j => j.New.UniqueKey == job.UniqueKey && j.IsAlive)) return 0;
        var waitsFor = job.After.Where(id => state.Jobs.TryGetValue(id, out var other) && other.IsAlive).ToHashSet();
        var id = ++state.LastJob;
        state.Jobs[id] = new MemoryJob(id, job, job.RunAt ?? now, MemoryJobState.Waiting, 0, 0, waitsFor);
        if (job.Batch is not null)
        {
            if (!state.Batches.TryGetValue(job.Batch, out var batch))
                throw new InvalidOperationException($"Batch \"{job.Batch}\" is not open: open it before enqueueing into it.");
            state.Batches[job.Batch] = batch with { State = batch.State with { Pending = batch.State.Pending + 1, Total = batch.State.Total + 1 } };
        }
        return id;
    }

    void Finish(JobEnd end, DateTimeOffset now)
    {
        var job = state.Jobs[end.Job.Id];
        if (end.Kind != JobEndKind.Retried) state.Release(job.New.OrderingKey, job.Id);
        switch (end.Kind)
        {
            case JobEndKind.Completed:
                state.Jobs.Remove(job.Id);
                break;
            case JobEndKind.Rescheduled or JobEndKind.Retried:
                var attempt = end.Kind == JobEndKind.Retried ? end.Job.Attempt : end.Job.Attempt - 1;
                state.Jobs[job.Id] = job with { State = MemoryJobState.Waiting, Epoch = 0, Attempt = attempt, RunAt = end.RunAt ?? now };
                return;
            default:
                state.Jobs[job.Id] = job with { State = end.Kind == JobEndKind.Dead ? MemoryJobState.Dead : MemoryJobState.Parked, Epoch = 0, Error = end.Error };
                break;
        }
        foreach (var waiting in state.Jobs.Values.Where(j => j.WaitsFor.Contains(job.Id)).ToList())
            state.Jobs[waiting.Id] = waiting with { WaitsFor = waiting.WaitsFor.Where(id => id != job.Id).ToHashSet() };
    }

    void CountOut(string id, int jobs, int dead, DateTimeOffset now)
    {
        var (batch, before) = state.Batches[id];
        var after = before with { Pending = before.Pending - jobs, Dead = before.Dead + dead };
        if (dead > 0 && before.Dead == 0 && batch.OnFailure is not null) Insert(batch.OnFailure, now);
        if (after.Pending == 0 && !before.Completed)
        {
            after = after with { Completed = true };
            if (after.Dead == 0 && batch.OnSuccess is not null) Insert(batch.OnSuccess, now);
            if (batch.OnComplete is not null) Insert(batch.OnComplete, now);
        }
        state.Batches[id] = (batch, after);
    }

    MemoryJob? Stopped(long id) => state.Jobs.GetValueOrDefault(id) is { State: MemoryJobState.Parked or MemoryJobState.Dead } job ? job : null;
}
