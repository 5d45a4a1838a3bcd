namespace Stillso;

/// <summary>A transaction that notes what is enqueued and decided in it; everything else is the store's.</summary>
sealed class CountedTransaction(ILedgerTransaction real) : ILedgerTransaction
{
    public Dictionary<string, long> Enqueued { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Kind, DecisionKind Decision), long> Decided { get; } = [];

    public IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        var ids = real.Insert(jobs, now);
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] != 0) Enqueued[jobs[i].Kind] = Enqueued.GetValueOrDefault(jobs[i].Kind) + 1;
        }
        return ids;
    }

    public void Record(Decision decision)
    {
        real.Record(decision);
        Decided[(decision.Step, decision.Kind)] = Decided.GetValueOrDefault((decision.Step, decision.Kind)) + 1;
    }

    public Statements Sql => real.Sql;

    public ISchedules Schedules => real.Schedules;

    public IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs) => real.Enter(epoch, jobs);

    public void Fence(long epoch) => real.Fence(epoch);

    public void Finish(IReadOnlyList<JobEnd> ends, DateTimeOffset now) => real.Finish(ends, now);

    public IReadOnlyList<WaitingJob> Cancel(string orderingKey, Func<WaitingJob, bool> which, DateTimeOffset now) => real.Cancel(orderingKey, which, now);

    public void Note(LeasedJob job, string? checkpoint, double? done, string? note) => real.Note(job, checkpoint, done, note);

    public bool CancelJob(long job, DateTimeOffset now) => real.CancelJob(job, now);

    public int CancelBatch(string id, DateTimeOffset now) => real.CancelBatch(id, now);

    public bool Replay(long job, DateTimeOffset now) => real.Replay(job, now);

    public bool Discard(long job) => real.Discard(job);

    public long NextSeq(string subject) => real.NextSeq(subject);

    public long CurrentSeq(string subject) => real.CurrentSeq(subject);

    public void Record(RecordedChange change) => real.Record(change);

    public IReadOnlyList<Decision> DecisionsOf(string subject) => real.DecisionsOf(subject);

    public IReadOnlyList<RecordedChange> ChangesSince(string subject, long seq) => real.ChangesSince(subject, seq);

    public ILookup<string, RecordedChange> ChangesOf(IReadOnlyCollection<string> subjects) => real.ChangesOf(subjects);

    public IReadOnlySet<string> NamedCauses(string subject) => real.NamedCauses(subject);

    public void Add(Intent intent) => real.Add(intent);

    public void Update(Intent intent) => real.Update(intent);

    public Intent? FindIntent(string key) => real.FindIntent(key);

    public IReadOnlyList<Intent> IntentsOf(IReadOnlyList<string> debts) => real.IntentsOf(debts);

    public IReadOnlyList<Intent> Unanswered(DateTimeOffset before) => real.Unanswered(before);

    public bool Open(NewBatch batch) => real.Open(batch);

    public void Seal(string id, DateTimeOffset now) => real.Seal(id, now);

    public BatchState? FindBatch(string id) => real.FindBatch(id);
}
