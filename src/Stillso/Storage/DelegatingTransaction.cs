namespace Stillso;

/// <summary>A transaction that passes everything on: to be derived from by whoever does one thing otherwise.</summary>
/// <param name="real">The one that it passes it to.</param>
public abstract class DelegatingTransaction(ILedgerTransaction real) : ILedgerTransaction
{
    /// <inheritdoc/>
    public virtual IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now) => real.Insert(jobs, now);

    /// <inheritdoc/>
    public virtual void Record(Decision decision) => real.Record(decision);

    /// <inheritdoc/>
    public virtual Statements Sql => real.Sql;

    /// <inheritdoc/>
    public virtual ISchedules Schedules => real.Schedules;

    /// <inheritdoc/>
    public virtual IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs) => real.Enter(epoch, jobs);

    /// <inheritdoc/>
    public virtual void Fence(long epoch) => real.Fence(epoch);

    /// <inheritdoc/>
    public virtual void Finish(IReadOnlyList<JobEnd> ends, DateTimeOffset now) => real.Finish(ends, now);

    /// <inheritdoc/>
    public virtual IReadOnlyList<WaitingJob> Cancel(string orderingKey, Func<WaitingJob, bool> which, DateTimeOffset now) => real.Cancel(orderingKey, which, now);

    /// <inheritdoc/>
    public virtual void Note(LeasedJob job, string? checkpoint, double? done, string? note) => real.Note(job, checkpoint, done, note);

    /// <inheritdoc/>
    public virtual bool CancelJob(long job, DateTimeOffset now) => real.CancelJob(job, now);

    /// <inheritdoc/>
    public virtual int CancelBatch(string id, DateTimeOffset now) => real.CancelBatch(id, now);

    /// <inheritdoc/>
    public virtual int Replay(StoppedJobs which, DateTimeOffset now) => real.Replay(which, now);

    /// <inheritdoc/>
    public virtual int Discard(StoppedJobs which, string reason, DateTimeOffset now) => real.Discard(which, reason, now);

    /// <inheritdoc/>
    public virtual IReadOnlyList<DiscardedJob> Discarded(DateTimeOffset since = default) => real.Discarded(since);

    /// <inheritdoc/>
    public virtual void Lock(IReadOnlyCollection<string> subjects) => real.Lock(subjects);

    /// <inheritdoc/>
    public virtual void LockBatch(string id) => real.LockBatch(id);

    /// <inheritdoc/>
    public virtual long NextSeq(string subject) => real.NextSeq(subject);

    /// <inheritdoc/>
    public virtual long CurrentSeq(string subject) => real.CurrentSeq(subject);

    /// <inheritdoc/>
    public virtual void Record(RecordedChange change) => real.Record(change);

    /// <inheritdoc/>
    public virtual IReadOnlyList<Decision> DecisionsOf(string subject) => real.DecisionsOf(subject);

    /// <inheritdoc/>
    public virtual IReadOnlyList<RecordedChange> ChangesSince(string subject, long seq) => real.ChangesSince(subject, seq);

    /// <inheritdoc/>
    public virtual ILookup<string, RecordedChange> ChangesOf(IReadOnlyCollection<string> subjects) => real.ChangesOf(subjects);

    /// <inheritdoc/>
    public virtual IReadOnlySet<string> NamedCauses(string subject) => real.NamedCauses(subject);

    /// <inheritdoc/>
    public virtual void Add(Intent intent) => real.Add(intent);

    /// <inheritdoc/>
    public virtual void Update(Intent intent) => real.Update(intent);

    /// <inheritdoc/>
    public virtual Intent? FindIntent(string key) => real.FindIntent(key);

    /// <inheritdoc/>
    public virtual IReadOnlyList<Intent> IntentsOf(IReadOnlyList<string> debts) => real.IntentsOf(debts);

    /// <inheritdoc/>
    public virtual IReadOnlyList<Intent> Unanswered(DateTimeOffset before) => real.Unanswered(before);

    /// <inheritdoc/>
    public virtual bool Open(NewBatch batch) => real.Open(batch);

    /// <inheritdoc/>
    public virtual void Seal(string id, DateTimeOffset now) => real.Seal(id, now);

    /// <inheritdoc/>
    public virtual BatchState? FindBatch(string id) => real.FindBatch(id);
}
