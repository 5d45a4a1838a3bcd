using System.Collections.Immutable;

namespace Stillso.Sqlite;

/// <summary>The ledger's words as SQL, in the transaction of one session.</summary>
sealed class SqliteTransactionScope(Statements sql) : ILedgerTransaction
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public Statements Sql => sql;

    public ISchedules Schedules => new SqliteSchedules(sql);

    public IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now) =>
        Queueing.Insert(sql, jobs, now);

    public IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs)
    {
        var entered = sql.Query(Text["enter"], r => r.GetInt64(0), Columns.Of(jobs), epoch).ToHashSet();
        // What ends an epoch returns its jobs: where all of them are its, it is not over.
        if (entered.Count < jobs.Count) Fence(epoch);
        return entered;
    }

    public void Fence(long epoch)
    {
        if (sql.Number(Text["epoch_is_alive"], epoch) == 0) throw new EpochOverException(epoch);
    }

    public void Finish(IReadOnlyList<JobEnd> ends, DateTimeOffset now) => Queueing.Finish(sql, ends, now);

    public IReadOnlyList<WaitingJob> Cancel(string orderingKey, Func<WaitingJob, bool> which, DateTimeOffset now)
    {
        var waiting = sql.Query(Text["not_begun_of_key"], r => (Job: Columns.Waiting(r), Batch: Columns.Text(r, 6)), orderingKey).Where(j => which(j.Job)).ToList();
        Queueing.Remove(sql, [.. waiting.Select(j => j.Job.Id)]);
        foreach (var batch in waiting.Where(j => j.Batch is not null).GroupBy(j => j.Batch!, StringComparer.Ordinal)) Batches.Discard(sql, batch.Key, batch.Count(), now);
        return [.. waiting.Select(j => j.Job)];
    }

    public void Note(LeasedJob job, string? checkpoint, double? done, string? note)
    {
        Fence(job.Epoch);
        if (sql.Execute(Text["note_job"], checkpoint, done, note, job.Id, job.Epoch) == 0) throw new EpochOverException(job.Epoch);
    }

    public bool CancelJob(long job, DateTimeOffset now)
    {
        if (sql.First(Text["waiting_job"], Columns.Ending, job) is not { } waiting) return sql.Execute(Text["cancel_running"], job) == 1;
        Queueing.Finish(sql, [new JobEnd(waiting, JobEndKind.Cancelled)], now);
        return true;
    }

    public int CancelBatch(string id, DateTimeOffset now) => Batches.Cancel(sql, id, now);

    public int Replay(StoppedJobs which, DateTimeOffset now) => Stopped.Replay(sql, which, now);

    public int Discard(StoppedJobs which, string reason, DateTimeOffset now) => Stopped.Discard(sql, which, reason, now);

    public IReadOnlyList<DiscardedJob> Discarded(DateTimeOffset since = default) => Stopped.Discarded(sql, since);

    public long NextSeq(string subject)
    {
        sql.Execute(Text["next_seq"], subject);
        return CurrentSeq(subject);
    }

    public long CurrentSeq(string subject) => sql.Number(Text["current_seq"], subject);

    public void Record(RecordedChange change) => sql.Execute(
        Text["insert_change"], change.Subject, change.Seq, Columns.Of(change.At), change.Id, change.Name, change.Value);

    public void Record(Decision d) => sql.Execute(
        Text["insert_decision"], d.Subject, d.Seq, Columns.Of(d.At), d.About, d.Step, d.Kind.ToString(),
        Columns.Of(d.Believed), Columns.Of(d.BelievedAt), Columns.Of(d.Found), Columns.Of(d.FoundAt),
        string.Join(';', d.Causes.IsDefault ? ImmutableArray<string>.Empty : d.Causes), d.Reason, d.Code);

    public IReadOnlyList<Decision> DecisionsOf(string subject) => sql.Query(Text["decisions_of"], Columns.Decision, subject);

    public IReadOnlyList<RecordedChange> ChangesSince(string subject, long seq) =>
        sql.Query(Text["changes_since"], Columns.Change, subject, seq);

    public ILookup<string, RecordedChange> ChangesOf(IReadOnlyCollection<string> subjects) =>
        sql.Query(Text["changes_of"], Columns.Change, Columns.Of(subjects)).ToLookup(c => c.Subject, StringComparer.Ordinal);

    public IReadOnlySet<string> NamedCauses(string subject) =>
        sql.Query(Text["named_causes"], r => r.GetString(0), subject).SelectMany(c => c.Split(';')).ToHashSet(StringComparer.Ordinal);

    public void Add(Intent i) => sql.Execute(
        Text["insert_intent"], i.Key, i.Kind, i.Subject, i.Debt, i.State.ToString(), i.Frozen, i.Reference, i.Sends,
        Columns.Of(i.DecidedAt), Columns.Of(i.SentAt), Columns.Of(i.SettledAt), i.Outcome);

    public void Update(Intent i)
    {
        var before = FindIntent(i.Key) ?? throw new InvalidOperationException($"There is no intent {i.Key}.");
        if (!IntentTransitions.Allowed(before.State, i.State))
            throw new InvalidOperationException($"Intent {i.Key} is {before.State}: it cannot become {i.State}.");
        sql.Execute(Text["update_intent"], i.State.ToString(), i.Reference, i.Sends, Columns.Of(i.SentAt), Columns.Of(i.SettledAt), i.Outcome, i.Key);
    }

    public Intent? FindIntent(string key) => sql.First(Text["find_intent"], Columns.Intent, key);

    public IReadOnlyList<Intent> IntentsOf(IReadOnlyList<string> debts) =>
        sql.Query(Text["intents_of"], Columns.Intent, Columns.Of(debts));

    public IReadOnlyList<Intent> Unanswered(DateTimeOffset before) => sql.Query(Text["unanswered"], Columns.Intent, Columns.Of(before));

    public bool Open(NewBatch batch) => Batches.Open(sql, batch);

    public void Seal(string id, DateTimeOffset now) => Batches.Seal(sql, id, now);

    public BatchState? FindBatch(string id) => Batches.Find(sql, id);
}
