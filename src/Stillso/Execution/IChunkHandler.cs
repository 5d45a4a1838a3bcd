namespace Stillso;

/// <summary>
/// Runs jobs many at a time, each completed when the call's task is: one request for a hundred addresses instead of a hundred requests. Everything
/// else about a job is its own: its attempts, its premises, its deadline, its middleware and its trace.
/// </summary>
public interface IChunkHandler<TJob>
{
    /// <summary>
    /// At most so many in one call. Fewer come where fewer are due, and in every further attempt at most half as many as in the one before, so that one that
    /// fails all others of its chunk is soon alone.
    /// </summary>
    int Size { get; }

    /// <inheritdoc cref="IJobHandler{TJob}.Writes"/>
    IReadOnlyList<string> Writes => [];

    /// <inheritdoc cref="IJobHandler{TJob}.AfterFailure"/>
    Retry AfterFailure(LeasedJob job, Exception error) => Retry.AsUsual;

    /// <inheritdoc cref="IJobHandler{TJob}.WhenChanged"/>
    WhenChanged WhenChanged(TJob job, IReadOnlyList<Verdict> verdicts) => Stillso.WhenChanged.Park;

    /// <inheritdoc cref="IJobHandler{TJob}.KeepsEveryDecision"/>
    bool KeepsEveryDecision => false;

    /// <summary>Runs the jobs, each at least once. What it throws fails them all; <see cref="ChunkedJob{TJob}.Fail"/> fails one.</summary>
    /// <param name="jobs">What was decided together, in the order in which it was due.</param>
    /// <param name="cancellation">Comes when every one of them is cancelled or past its deadline.</param>
    Task RunAsync(IReadOnlyList<ChunkedJob<TJob>> jobs, CancellationToken cancellation);
}

/// <summary>One of the jobs that run in one call.</summary>
public sealed class ChunkedJob<TJob>
{
    internal ChunkedJob(TJob job, LeasedJob lease, CancellationToken cancellation) => (Job, Lease, Cancellation) = (job, lease, cancellation);

    /// <summary>The job's own data.</summary>
    public TJob Job { get; }

    /// <summary>The job.</summary>
    public LeasedJob Lease { get; }

    /// <summary>Comes when somebody cancels this job, and at its deadline.</summary>
    public CancellationToken Cancellation { get; }

    internal Exception? Failure { get; private set; }

    /// <summary>This one has failed, and the others have not. Its retry is as if it had been alone.</summary>
    public void Fail(Exception error) => Failure = error;
}
