using Stillso;

namespace MonthClose.Torture;

/// <summary>A transaction with a defect; everything else is the real one's.</summary>
sealed class SabotagedTransaction(ILedgerTransaction real, string defect, Bank bank, List<Action<ILedgerTransaction>> afterwards) : ILedgerTransaction
{
    public Statements Sql => real.Sql;

    public ISchedules Schedules => real.Schedules;

    public IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        if (defect != "enqueue-after-commit") return real.Insert(jobs, now);
        // Each batch still counts what will come, or it would be over before.
        afterwards.Add(tx => tx.Enqueue([.. jobs.Select(j => j with { Batch = null })], now));
        return [.. jobs.Select(_ => 0L)];
    }

    public IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs) => defect == "no-fencing" ? jobs.ToHashSet() : real.Enter(epoch, jobs);

    public void Fence(long epoch)
    {
        if (defect is not ("no-fencing" or "complete-by-id")) real.Fence(epoch);
    }

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

    public void Record(Decision decision)
    {
        if (defect == "skip-without-reason" && decision.Kind == DecisionKind.Superseded) return;
        if (defect == "audit-after-commit") afterwards.Add(tx => tx.Record(decision));
        else real.Record(decision);
    }

    public IReadOnlyList<Decision> DecisionsOf(string subject) => real.DecisionsOf(subject);

    public IReadOnlyList<RecordedChange> ChangesSince(string subject, long seq) => real.ChangesSince(subject, seq);

    public ILookup<string, RecordedChange> ChangesOf(IReadOnlyCollection<string> subjects) => real.ChangesOf(subjects);

    public IReadOnlySet<string> NamedCauses(string subject) => real.NamedCauses(subject);

    public void Add(Intent intent) => real.Add(intent);

    public void Update(Intent intent)
    {
        real.Update(intent);
        if (defect == "charge-in-transaction" && intent is { Kind: "charge", State: IntentState.Sending, Reference: { } reference })
            bank.Confirm(reference, FrozenCharge.Of(intent).MethodId, $"{intent.Key}:confirm{intent.Sends}");
    }

    public Intent? FindIntent(string key) => real.FindIntent(key);

    public IReadOnlyList<Intent> IntentsOf(IReadOnlyList<string> debts) => real.IntentsOf(debts);

    public IReadOnlyList<Intent> Unanswered(DateTimeOffset before) => real.Unanswered(before);

    public bool Open(NewBatch batch) => real.Open(batch);

    public void Seal(string id, DateTimeOffset now) => real.Seal(id, now);

    public BatchState? FindBatch(string id) => real.FindBatch(id);
}
