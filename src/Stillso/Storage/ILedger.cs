namespace Stillso;

/// <summary>The truth: decisions, intents, batches, and which jobs were entered. Always in the domain's database.</summary>
public interface ILedger
{
    /// <summary>
    /// Runs <paramref name="work"/> in one write transaction and commits it; an exception rolls everything back.
    /// The work is synchronous on purpose: nothing may be awaited, so nothing can be sent, inside a transaction. A store with many writers runs it again, from the
    /// beginning, when another transaction and this one waited for each other: what it leaves behind outside its transaction is to be the same then.
    /// </summary>
    /// <exception cref="CommitUnknownException">The commit was sent and not answered.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be used now; nothing was committed.</exception>
    T Write<T>(Func<ILedgerTransaction, T> work);

    /// <summary>
    /// As <see cref="Write{T}"/>, for callers that are many at once: a store may run what has come meanwhile in one transaction, and holds no thread for those that
    /// wait. So <paramref name="work"/> may run on another thread, and once more if one that it was run with fails: it uses its transaction and nothing else.
    /// </summary>
    Task<T> WriteAsync<T>(Func<ILedgerTransaction, T> work)
    {
        try
        {
            return Task.FromResult(Write(work));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    /// <summary>Enqueues jobs in a transaction of their own, as <see cref="WriteAsync{T}"/> would: a store may have a shorter way. <see cref="JobClient"/> has given them the span that they follow.</summary>
    /// <returns>Ids in the order given; 0 for one that was left out.</returns>
    Task<IReadOnlyList<long>> EnqueueAsync(IReadOnlyList<NewJob> jobs, DateTimeOffset now) => WriteAsync(tx => tx.Enqueue(jobs, now));

    /// <summary>
    /// Runs <paramref name="work"/>, whose writes need not be lasting one by one: a store may commit them together when it is over, and they then wait for the disk
    /// once. Each is whole or not at all, as ever, and sees those before it. So nobody else is to be told of any before this returns; if it throws, none may have happened.
    /// </summary>
    void Together(Action work) => work();

    /// <summary>Runs <paramref name="work"/> on one consistent snapshot.</summary>
    T Read<T>(Func<ILedgerTransaction, T> work);

    /// <summary>
    /// Forgets what has only been kept to be asked about: decisions, changes and discarded jobs from before an instant. What premises and effects rest on stays: the counts
    /// of subjects, intents, batches. In many short transactions, beside whatever else writes; a store may keep decisions for up to a month longer, to drop a month whole.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used now, or somebody has been reading for long what is to go: what was forgotten is, and the rest is by the next call.</exception>
    void Forget(DateTimeOffset before);

    /// <summary>When the next occurrence of any schedule is; null: none is to come. A worker asks often: one indexed read.</summary>
    DateTimeOffset? NextOccurrence() => Read(tx => tx.Schedules.Next());
}

/// <summary>Shorter ways to use a ledger.</summary>
public static class LedgerExtensions
{
    /// <inheritdoc cref="ILedger.Write"/>
    public static void Write(this ILedger ledger, Action<ILedgerTransaction> work) => ledger.Write(tx =>
    {
        work(tx);
        return true;
    });
}

/// <summary>One transaction of the ledger, of the domain, and of the queue where the store shares it.</summary>
public interface ILedgerTransaction
{
    /// <summary>The domain's SQL in this transaction.</summary>
    /// <exception cref="NotSupportedException">The store has no SQL (in memory).</exception>
    Statements Sql { get; }

    /// <summary>The schedules, as they are stored. <see cref="ScheduleTransactions"/> defines and fires them.</summary>
    ISchedules Schedules { get; }

    /// <summary>Enqueues jobs. A job whose unique key waits or runs already is left out.</summary>
    /// <returns>Ids in the order given; 0 for one that was left out.</returns>
    /// <exception cref="InvalidOperationException">The batch of a job is not open, was cancelled or is complete; or one that it comes after was never opened.</exception>
    IReadOnlyList<long> Enqueue(IReadOnlyList<NewJob> jobs, DateTimeOffset now) => Insert(Spans.Following(jobs), now);

    /// <summary>How a store keeps jobs that are enqueued, as they are. Everybody else calls <see cref="Enqueue"/>.</summary>
    /// <returns>Ids in the order given; 0 for one that was left out.</returns>
    IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now);

    /// <summary>
    /// Enters jobs for deciding: those that this epoch has leased and that were not entered before.
    /// A job that is delivered twice is found here, and is missing from the answer.
    /// </summary>
    /// <exception cref="EpochOverException">The epoch is over.</exception>
    IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs);

    /// <summary>Refuses the transaction when the epoch is over.</summary>
    /// <exception cref="EpochOverException">The epoch is over.</exception>
    void Fence(long epoch);

    /// <summary>Finishes entered jobs, counts them out of their batches, and releases what waited for them.</summary>
    void Finish(IReadOnlyList<JobEnd> ends, DateTimeOffset now);

    /// <summary>Keeps with a job where it is; what is null stays as it was.</summary>
    /// <exception cref="EpochOverException">The job is another worker's now.</exception>
    void Note(LeasedJob job, string? checkpoint, double? done, string? note);

    /// <summary>
    /// Cancels a job. One that waits is taken back, also between two attempts; one that runs is told through its cancellation, and has not failed if it ends by
    /// it. In a batch it counts as discarded.
    /// </summary>
    /// <returns>Whether there was a job to cancel; parked and dead ones are discarded instead.</returns>
    bool CancelJob(long job, DateTimeOffset now);

    /// <summary>Takes back waiting jobs that have not begun: those that are leased or being retried have.</summary>
    /// <returns>Those that were taken back.</returns>
    IReadOnlyList<WaitingJob> Cancel(string orderingKey, Func<WaitingJob, bool> which, DateTimeOffset now);

    /// <summary>Takes back every job of a batch that has not begun. What has begun goes on to its end; the batch cannot succeed any more.</summary>
    /// <returns>How many were taken back.</returns>
    /// <exception cref="InvalidOperationException">There is no such batch.</exception>
    int CancelBatch(string id, DateTimeOffset now);

    /// <summary>Lets parked and dead jobs wait again, due now, with all their attempts. They have left their batches, and given up their unique keys and deadlines.</summary>
    /// <returns>How many.</returns>
    int Replay(StoppedJobs which, DateTimeOffset now);

    /// <summary>Lets one parked or dead job wait again.</summary>
    /// <returns>Whether there was such a job.</returns>
    bool Replay(long job, DateTimeOffset now) => Replay(new StoppedJobs { Id = job }, now) == 1;

    /// <summary>Removes parked and dead jobs for good. Why is kept, and that they were there; their data is not.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">No reason is given.</exception>
    int Discard(StoppedJobs which, string reason, DateTimeOffset now);

    /// <summary>Removes one parked or dead job for good.</summary>
    /// <returns>Whether there was such a job.</returns>
    /// <exception cref="ArgumentException">No reason is given.</exception>
    bool Discard(long job, string reason, DateTimeOffset now) => Discard(new StoppedJobs { Id = job }, reason, now) == 1;

    /// <summary>What was discarded at an instant or later, in order of time and then of ids.</summary>
    IReadOnlyList<DiscardedJob> Discarded(DateTimeOffset since = default);

    /// <summary>
    /// Takes the subjects' locks, in order: until this transaction is over, nobody else counts a change of them or a decision about them. Done for the subjects of
    /// premises before a job's transaction looks at anything. A store that has one writer at a time has nothing to do.
    /// </summary>
    void Lock(IReadOnlyCollection<string> subjects)
    {
    }

    /// <summary>
    /// Takes a batch's lock, as whoever enqueues into it or ends one of its jobs does: for a transaction that takes locks of its own, which others take after that one.
    /// A batch that nobody has opened is passed over, and a store that has one writer at a time has nothing to do.
    /// </summary>
    void LockBatch(string id)
    {
    }

    /// <summary>Draws the next number of a subject's count of changes and decisions; also takes the subject's lock.</summary>
    long NextSeq(string subject);

    /// <summary>The subject's count now.</summary>
    long CurrentSeq(string subject);

    /// <summary>Keeps a change; its seq was drawn by <see cref="NextSeq"/>.</summary>
    void Record(RecordedChange change);

    /// <summary>Keeps a decision; its seq was drawn by <see cref="NextSeq"/>.</summary>
    void Record(Decision decision);

    /// <summary>The decisions about a subject, in order.</summary>
    IReadOnlyList<Decision> DecisionsOf(string subject);

    /// <summary>The changes of a subject after a seq, in order.</summary>
    IReadOnlyList<RecordedChange> ChangesSince(string subject, long seq);

    /// <summary>All changes of these subjects, each subject's in order.</summary>
    ILookup<string, RecordedChange> ChangesOf(IReadOnlyCollection<string> subjects);

    /// <summary>The ids of changes that decisions of this subject have named as causes.</summary>
    IReadOnlySet<string> NamedCauses(string subject);

    /// <summary>Keeps a new intent.</summary>
    /// <exception cref="InvalidOperationException">The debt has an open intent already.</exception>
    void Add(Intent intent);

    /// <summary>Moves an intent on.</summary>
    /// <exception cref="InvalidOperationException">The transition is not allowed, or the intent unknown.</exception>
    void Update(Intent intent);

    /// <summary>The intent with this key.</summary>
    Intent? FindIntent(string key);

    /// <summary>The intents of these debts, in order of decision.</summary>
    IReadOnlyList<Intent> IntentsOf(IReadOnlyList<string> debts);

    /// <summary>What was sent before an instant and not answered, the oldest first.</summary>
    IReadOnlyList<Intent> Unanswered(DateTimeOffset before);

    /// <summary>Opens a batch, unless it exists.</summary>
    /// <returns>Whether it was new.</returns>
    bool Open(NewBatch batch);

    /// <summary>Says that a batch that stays open has all its jobs, but for those that its own jobs add. It is complete as soon as they have finished, which may be now.</summary>
    /// <exception cref="InvalidOperationException">There is no such batch.</exception>
    void Seal(string id, DateTimeOffset now);

    /// <summary>Where a batch stands; null: unknown.</summary>
    BatchState? FindBatch(string id);
}

/// <summary>How a job left the hands of its worker.</summary>
public enum JobEndKind
{
    /// <summary>It did what there was to do.</summary>
    Completed,

    /// <summary>Nothing was left to do.</summary>
    Superseded,

    /// <summary>Somebody cancelled it, and it ended by that.</summary>
    Cancelled,

    /// <summary>It waits for a time, keeps nothing, uses up no attempt.</summary>
    Rescheduled,

    /// <summary>It failed and is tried again; it keeps its ordering key.</summary>
    Retried,

    /// <summary>A person decides.</summary>
    Parked,

    /// <summary>Its attempts are used up.</summary>
    Dead,
}

/// <summary>The end of one attempt of one job.</summary>
public sealed record JobEnd(LeasedJob Job, JobEndKind Kind, DateTimeOffset? RunAt = null, string? Error = null)
{
    /// <summary>Why it stopped, for a machine; empty: nobody gave a code, or it has not stopped.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="ReasonCodes.Longest"/>.</exception>
    public string Code { get; init => field = ReasonCodes.Checked(value); } = "";
}
