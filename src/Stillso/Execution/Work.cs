namespace Stillso;

/// <summary>Where one attempt of one job is.</summary>
public enum Phase
{
    /// <summary>In a transaction: read the premises again, decide, write.</summary>
    Decide,

    /// <summary>Outside: harmless, repeatable preparations.</summary>
    Prepare,

    /// <summary>In a transaction: read the premises once more and commit to send. This is the line.</summary>
    Send,

    /// <summary>Outside: the effect itself.</summary>
    Act,

    /// <summary>In a transaction: outcome, completion, and what it causes.</summary>
    Settle,
}

/// <summary>One attempt of one job, in the hands of a handler, which says in every phase what comes next.</summary>
public abstract class Work
{
    internal Work(LeasedJob lease, IDispatch dispatch)
    {
        Lease = lease;
        Dispatch = dispatch;
        TraceParent = lease.TraceParent;
    }

    /// <summary>The job.</summary>
    public LeasedJob Lease { get; }

    /// <summary>One verdict per premise, read in the present transaction (decide and send only).</summary>
    public IReadOnlyList<Verdict> Verdicts { get; internal set; } = [];

    /// <summary>
    /// What the handler carries from phase to phase of this attempt. What a transaction set here is forgotten with it when it
    /// is rolled back, so give it something immutable, and set it anew.
    /// </summary>
    public object? State { get; set; }

    /// <summary>
    /// The latest span of this attempt, as W3C <c>traceparent</c>. What a transaction enqueues for one of many jobs follows that job alone
    /// with <c>job with { TraceParent = work.TraceParent }</c>. Null: nobody listens.
    /// </summary>
    public string? TraceParent { get; internal set; }

    /// <summary>The job with what became of its premises, as handlers without phases get it.</summary>
    internal LeasedJob LeaseWithVerdicts => Verdicts.Count == 0 ? Lease : Lease with { Verdicts = Verdicts };

    object? remembered;

    internal IDispatch Dispatch { get; }
    internal Phase Phase { get; set; }
    internal Next Next { get; private set; }
    internal Exception? Failure { get; set; }
    internal bool IsCancelled { get; set; }
    internal CancellationTokenSource? Cancellation { get; set; }
    internal Chunk? Chunk { get; set; }
    internal Flight? Flight { get; set; }

    /// <summary>The job has done what there was to do.</summary>
    public void Complete() => Next = new(NextStep.End, JobEndKind.Completed);

    /// <summary>Nothing is left to do: the job ends, and its batch counts it as superseded.</summary>
    public void Supersede() => Next = new(NextStep.End, JobEndKind.Superseded);

    /// <summary>Prepare outside the transaction, then come to the line.</summary>
    public void Prepare() => Next = new(NextStep.Outside, To: Phase.Prepare);

    /// <summary>Act outside the transaction, then settle.</summary>
    public void Act() => Next = new(NextStep.Outside, To: Phase.Act);

    /// <summary>The world changed under the decision: decide anew, in a transaction of its own.</summary>
    public void DecideAnew() => Next = new(NextStep.Inside, To: Phase.Decide);

    /// <summary>Not now: wait until then, without using up an attempt.</summary>
    public void Reschedule(DateTimeOffset runAt) => Next = new(NextStep.End, JobEndKind.Rescheduled, RunAt: runAt);

    /// <summary>A person decides.</summary>
    /// <param name="reason">Why, in words for a person.</param>
    /// <param name="code">Why, for a machine: a code of your own, or one of <see cref="ReasonCodes"/>.</param>
    /// <exception cref="ArgumentException">The code is longer than <see cref="ReasonCodes.Longest"/>.</exception>
    public void Park(string reason, string code = "") => Next = new(NextStep.End, JobEndKind.Parked, Reason: reason, Code: ReasonCodes.Checked(code));

    internal void Fail(JobEndKind kind, DateTimeOffset? runAt, string error, string code = "") => Next = new(NextStep.End, kind, RunAt: runAt, Reason: error, Code: code);

    /// <summary>Before a transaction: what it finds is what it finds again if it is rolled back.</summary>
    internal void Remember() => remembered = State;

    internal void Forget() => (Next, State) = (default, remembered);
}

/// <summary>One attempt of one job of a known type.</summary>
public sealed class Work<TJob> : Work
{
    internal Work(LeasedJob lease, TJob job, IDispatch dispatch) : base(lease, dispatch) => Job = job;

    /// <summary>The job's own data.</summary>
    public TJob Job { get; }
}

internal enum NextStep { Unsaid, End, Outside, Inside }

internal readonly record struct Next(
    NextStep Step, JobEndKind End = default, Phase To = default, DateTimeOffset? RunAt = null, string? Reason = null, string Code = "");
