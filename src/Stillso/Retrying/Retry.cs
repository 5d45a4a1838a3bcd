namespace Stillso;

/// <summary>What a handler says of a failure: whether, and when, its job is tried again. Its attempts and its deadline stand.</summary>
public readonly record struct Retry
{
    readonly Backoff? backoff;
    readonly TimeSpan? wait;

    Retry(Backoff? backoff, TimeSpan? wait, bool isNever) => (this.backoff, this.wait, IsNever) = (backoff, wait, isNever);

    /// <summary>By the worker's <see cref="WorkerOptions.Backoff"/>.</summary>
    public static Retry AsUsual => default;

    /// <summary>Not at all: the job is dead.</summary>
    public static Retry Never => new(null, null, isNever: true);

    /// <summary>After a wait that somebody has told, for example in a <c>Retry-After</c> header.</summary>
    public static Retry After(TimeSpan wait) => new(null, wait, isNever: false);

    /// <summary>By a backoff of its own.</summary>
    public static Retry By(Backoff backoff) => new(backoff, null, isNever: false);

    /// <summary>Whether the job is dead.</summary>
    public bool IsNever { get; }

    /// <summary>When a job that has failed now is tried again; null: it is dead.</summary>
    /// <param name="job">The job, with the attempt that failed.</param>
    /// <param name="usual">The worker's backoff.</param>
    /// <param name="now">The business clock.</param>
    /// <param name="random">A number in [0, 1), from outside; asked only where there is a backoff.</param>
    public DateTimeOffset? At(LeasedJob job, Backoff usual, DateTimeOffset now, Func<double> random)
    {
        if (IsNever || job.Attempt >= job.MaxAttempts) return null;
        var at = now + (wait ?? (backoff ?? usual).After(job.Attempt, random()));
        return at > job.Deadline ? null : at;
    }

    /// <summary>Why <see cref="At"/> said that the job is dead.</summary>
    internal string WhyNot(LeasedJob job) =>
        IsNever ? ReasonCodes.GivenUp : job.Attempt >= job.MaxAttempts ? ReasonCodes.AttemptsUsedUp : ReasonCodes.DeadlinePassed;
}

/// <summary>The attempt failed, and somebody has said when to try again. Thrown by a handler, or by what it calls.</summary>
/// <param name="wait">For how long to wait.</param>
/// <param name="inner">Why it failed.</param>
public sealed class RetryAfterException(TimeSpan wait, Exception? inner = null) : Exception(inner?.Message ?? $"Try again in {wait}.", inner)
{
    /// <summary>For how long to wait.</summary>
    public TimeSpan Wait => wait;
}
