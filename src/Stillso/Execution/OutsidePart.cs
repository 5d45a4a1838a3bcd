using Microsoft.Extensions.Logging;

namespace Stillso;

/// <summary>Runs the outside part of a job: telemetry around middleware around the handler. Without either it is the handler alone.</summary>
sealed class OutsidePart(IReadOnlyList<IJobMiddleware> middleware, Instruments instruments, TimeProvider clock, ILogger logger)
{
    static readonly Func<ILogger, string, long, int, IDisposable?> Scope =
        LoggerMessage.DefineScope<string, long, int>("{Kind} job {Id}, attempt {Attempt}");

    public Task RunAsync(Phase phase, Work work, CancellationToken cancellation) =>
        Spans.AreListenedTo || instruments.MeasureJobs || logger.IsEnabled(LogLevel.Critical)
            ? WatchedAsync(phase, work, cancellation)
            : SurroundedAsync(phase, work, cancellation);

    async Task WatchedAsync(Phase phase, Work work, CancellationToken cancellation)
    {
        var job = work.Lease;
        using var scope = logger.IsEnabled(LogLevel.Critical) ? Scope(logger, job.Kind, job.Id, job.Attempt) : null;
        using var span = Spans.Process(phase, work);
        var began = clock.GetTimestamp();
        var counted = instruments.Left(job.Kind);
        Exception? error = null;
        try
        {
            await SurroundedAsync(phase, work, cancellation);
        }
        catch (Exception e)
        {
            span.Failed(error = e);
            throw;
        }
        finally
        {
            if (counted) instruments.Returned(job.Kind);
            instruments.Took(job.Kind, phase, clock.GetElapsedTime(began), error);
        }
    }

    Task SurroundedAsync(Phase phase, Work work, CancellationToken cancellation) => middleware.Count == 0
        ? work.Dispatch.RunAsync(phase, work, cancellation)
        : ThroughMiddlewareAsync(phase, work, cancellation);

    async Task ThroughMiddlewareAsync(Phase phase, Work work, CancellationToken cancellation)
    {
        var ran = false;
        Func<Task> next = () =>
        {
            ran = true;
            return work.Dispatch.RunAsync(phase, work, cancellation);
        };
        foreach (var around in middleware.Reverse())
        {
            var inner = next;
            next = () => around.InvokeAsync(work, inner, cancellation);
        }
        await next();
        if (!ran) throw new InvalidOperationException($"A middleware of {work.Lease.Kind} did not call next, so its handler did not run. Call it, or throw and say why.");
    }
}
