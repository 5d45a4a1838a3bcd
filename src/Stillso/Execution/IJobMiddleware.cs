namespace Stillso;

/// <summary>
/// Runs around the outside part of a job: around <see cref="IPhasedHandler{TJob}.PrepareAsync"/> and
/// <see cref="IPhasedHandler{TJob}.ActAsync"/>, or <see cref="IJobHandler{TJob}.RunAsync"/>. It may run for many jobs at once.
/// Deciding, sending and settling have no middleware: they are of many jobs in one transaction, in which nothing may be awaited.
/// </summary>
public interface IJobMiddleware
{
    /// <summary>
    /// Calls <paramref name="next"/>, the next middleware or the handler. What it throws fails the attempt, as if the handler had
    /// thrown it; what it catches has not failed. One that returns without having called <paramref name="next"/> fails it too: a job
    /// that has not acted is never settled.
    /// </summary>
    /// <param name="work">The job, in this attempt.</param>
    /// <param name="next">What comes next.</param>
    /// <param name="cancellation">As the handler gets it.</param>
    Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation);
}

/// <summary>A middleware for some kinds of jobs only.</summary>
sealed class OfKinds(IJobMiddleware middleware, IReadOnlyList<string> kinds) : IJobMiddleware
{
    public Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation) =>
        kinds.Contains(work.Lease.Kind, StringComparer.Ordinal) ? middleware.InvokeAsync(work, next, cancellation) : next();
}
