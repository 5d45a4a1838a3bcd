using System.Data.Common;

namespace Stillso.Postgres;

/// <summary>The ledger's words as SQL, in the transaction of one connection.</summary>
/// <param name="sql">The statements.</param>
/// <param name="writes">Whether something may be written.</param>
/// <param name="ends">Whether <see cref="Run{T}"/> ends it; otherwise it is in a transaction of somebody else, who ends that.</param>
sealed class PostgresTransactionScope(StoreSql sql, bool writes, bool ends = false) : ILedgerTransaction
{
    readonly Subjects subjects = new(sql, ends);

    /// <summary>Runs <paramref name="work"/> in a transaction, and writes what it has left to be written.</summary>
    public static T Run<T>(StoreSql sql, Func<ILedgerTransaction, T> work)
    {
        var scope = new PostgresTransactionScope(sql, writes: true, ends: true);
        var result = work(scope);
        scope.subjects.Write();
        return result;
    }

    public Statements Sql
    {
        get
        {
            subjects.Write();
            return sql.Statements;
        }
    }

    public ISchedules Schedules => new PostgresSchedules(sql, writes);

    public IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        var ids = Queueing.Insert(sql, jobs, now);
        // It may commit, or not, without our learning of it.
        if (!ends) Waking.Notify(sql, "");
        return ids;
    }

    public IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs) => Leasing.Enter(sql, epoch, jobs);

    public void Fence(long epoch) => Leasing.Hold(sql, epoch);

    public void Finish(IReadOnlyList<JobEnd> ends, DateTimeOffset now) => Ending.Finish(sql, ends, now);

    public IReadOnlyList<WaitingJob> Cancel(string orderingKey, Func<WaitingJob, bool> which, DateTimeOffset now)
    {
        // Only those that are meant are locked: a worker that is at another one may be waiting for this transaction.
        var meant = sql.Query("not_begun_of_key", r => (Job: Columns.Waiting(r), Batch: Columns.Text(r, 6)), orderingKey).Where(j => which(j.Job)).ToList();
        if (meant.Count == 0) return [];
        var locked = sql.Query("lock_not_begun", r => r.GetInt64(0), (object)meant.Select(j => j.Job.Id).ToArray()).ToHashSet();
        var waiting = meant.Where(j => locked.Contains(j.Job.Id)).ToList();
        Queueing.Remove(sql, [.. locked]);
        foreach (var batch in waiting.Where(j => j.Batch is not null).GroupBy(j => j.Batch!, StringComparer.Ordinal).OrderBy(b => b.Key, StringComparer.Ordinal))
            Batches.Discard(sql, batch.Key, batch.Count(), now);
        return [.. waiting.Select(j => j.Job)];
    }

    public void Note(LeasedJob job, string? checkpoint, double? done, string? note)
    {
        Fence(job.Epoch);
        if (sql.Execute("note_job", checkpoint, done, Columns.Kept(note), job.Id, job.Epoch) == 0) throw new EpochOverException(job.Epoch);
    }

    public bool CancelJob(long job, DateTimeOffset now)
    {
        // Locked, so that it does not begin meanwhile.
        var (found, state) = sql.First("lock_job", r => (Columns.Ending(r), r.GetString(8)), job);
        if (state != "waiting") return sql.Execute("cancel_running", job) == 1;
        Ending.Finish(sql, [new JobEnd(found, JobEndKind.Cancelled)], now);
        return true;
    }

    public int CancelBatch(string id, DateTimeOffset now) => Batches.Cancel(sql, id, now);

    public int Replay(StoppedJobs which, DateTimeOffset now) => Stopped.Replay(sql, which, now);

    public int Discard(StoppedJobs which, string reason, DateTimeOffset now) => Stopped.Discard(sql, which, reason, now);

    public IReadOnlyList<DiscardedJob> Discarded(DateTimeOffset since = default) => Stopped.Discarded(sql, since);

    public void Lock(IReadOnlyCollection<string> subjects)
    {
        if (writes) this.subjects.Lock(subjects);
    }

    public void LockBatch(string id)
    {
        if (writes) Batches.Lock(sql, id);
    }

    public long NextSeq(string subject) => subjects.Next(subject);

    public long CurrentSeq(string subject) => subjects.Current(subject);

    public void Record(RecordedChange change) => sql.Execute(
        "insert_change", change.Subject, change.Seq, Columns.Of(change.At), change.Id, change.Name, change.Value);

    public void Record(Decision decision) => subjects.Add(decision);

    public IReadOnlyList<Decision> DecisionsOf(string subject) => Seen("decisions_of", Columns.Decision, subject);

    public IReadOnlyList<RecordedChange> ChangesSince(string subject, long seq) => sql.Query("changes_since", Columns.Change, subject, seq);

    public ILookup<string, RecordedChange> ChangesOf(IReadOnlyCollection<string> subjects) =>
        sql.Query("changes_of", Columns.Change, (object)subjects.ToArray()).ToLookup(c => c.Subject, StringComparer.Ordinal);

    public IReadOnlySet<string> NamedCauses(string subject) =>
        Seen("named_causes", r => r.GetString(0), subject).SelectMany(c => c.Split(';')).ToHashSet(StringComparer.Ordinal);

    public void Add(Intent i)
    {
        if (sql.Execute(
            "insert_intent", i.Key, i.Kind, i.Subject, i.Debt, i.State.ToString(), i.Frozen, i.Reference, i.Sends,
            Columns.Of(i.DecidedAt), Columns.Of(i.SentAt), Columns.Of(i.SettledAt), i.Outcome) == 0)
            throw new InvalidOperationException($"Debt {i.Debt} has an open intent already, or there is one with the key {i.Key}.");
    }

    public void Update(Intent i)
    {
        var before = sql.First("lock_intent", Columns.Intent, i.Key) ?? throw new InvalidOperationException($"There is no intent {i.Key}.");
        if (!IntentTransitions.Allowed(before.State, i.State))
            throw new InvalidOperationException($"Intent {i.Key} is {before.State}: it cannot become {i.State}.");
        sql.Execute("update_intent", i.State.ToString(), i.Reference, i.Sends, Columns.Of(i.SentAt), Columns.Of(i.SettledAt), i.Outcome, i.Key);
    }

    public Intent? FindIntent(string key) => sql.First("find_intent", Columns.Intent, key);

    public IReadOnlyList<Intent> IntentsOf(IReadOnlyList<string> debts) => sql.Query("intents_of", Columns.Intent, (object)debts.ToArray());

    public IReadOnlyList<Intent> Unanswered(DateTimeOffset before) => sql.Query("unanswered", Columns.Intent, Columns.Of(before));

    public bool Open(NewBatch batch) => Batches.Open(sql, batch);

    public void Seal(string id, DateTimeOffset now) => Batches.Seal(sql, id, now);

    public BatchState? FindBatch(string id) => Batches.Find(sql, id);

    List<T> Seen<T>(string statement, Func<DbDataReader, T> row, string subject)
    {
        subjects.Write();
        return sql.Query(statement, row, subject);
    }
}
