namespace Stillso;

/// <summary>Runs jobs that need no phases: the job is completed when the task is.</summary>
public interface IJobHandler<TJob>
{
    /// <summary>
    /// The <see cref="IPremiseSource"/>s, by name, whose facts these jobs write. A warning is logged when a job that believes such a fact is enqueued with nothing
    /// that orders the two.
    /// </summary>
    IReadOnlyList<string> Writes => [];

    /// <summary>Whether and when a job that has failed is tried again.</summary>
    Retry AfterFailure(LeasedJob job, Exception error) => Retry.AsUsual;

    /// <summary>
    /// What becomes of a job whose premises do not hold any more; each answer is kept as a decision. It is asked in a transaction, and is to decide by what it is told.
    /// </summary>
    /// <param name="job">The job's own data.</param>
    /// <param name="verdicts">One per premise: what was believed, what is so, and what made the difference.</param>
    WhenChanged WhenChanged(TJob job, IReadOnlyList<Verdict> verdicts) => Stillso.WhenChanged.Park;

    /// <summary>Whether a decision is kept of jobs whose premises held, too. It is one row and its subject's lock for each premise.</summary>
    bool KeepsEveryDecision => false;

    /// <summary>Runs the job, at least once. Under premises, <see cref="LeasedJob.Verdicts"/> says what is so.</summary>
    Task RunAsync(TJob job, LeasedJob lease, CancellationToken cancellation);
}

/// <summary>What becomes of a job whose premises do not hold any more.</summary>
public enum WhenChanged
{
    /// <summary>A person decides.</summary>
    Park,

    /// <summary>Nothing is left to do.</summary>
    Supersede,

    /// <summary>It runs, on what is so now.</summary>
    Revise,
}
