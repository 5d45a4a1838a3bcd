namespace Stillso;

/// <summary>
/// What the engine says of itself to OpenTelemetry: <c>tracing.AddSource(StillsoTelemetry.ActivitySourceName)</c> and
/// <c>metrics.AddMeter(StillsoTelemetry.MeterName)</c>. Nobody listens: it costs nothing.
/// </summary>
/// <remarks>
/// Names follow the OpenTelemetry conventions for messaging; a kind is the destination, for it is what handlers are registered
/// for. A job's arguments are in no span, no measurement and no log.
/// </remarks>
public static class StillsoTelemetry
{
    /// <summary>
    /// The source of the spans.
    /// <list type="table">
    /// <item><term><c>process KIND</c></term><description>
    /// Consumer: the outside part of one job, once for preparing and once for acting. It is a child of the span that enqueued the job.
    /// It has the job's id, attempt and phase; its status is Error, with the exception, when the attempt failed.
    /// </description></item>
    /// <item><term><c>decide transaction</c>, <c>send transaction</c>, <c>settle transaction</c></term><description>
    /// Internal: one transaction of many jobs, with their number. It is a child of what all its jobs follow; where they follow
    /// different spans, it is linked to each (128 at most). Its status is Error when it was rolled back.
    /// </description></item>
    /// </list>
    /// </summary>
    public const string ActivitySourceName = "Stillso";

    /// <summary>
    /// The meter of the instruments.
    /// <list type="table">
    /// <item><term><c>stillso.jobs.enqueued</c></term><description>Jobs whose enqueueing has committed, by kind: by <see cref="JobClient"/>, handlers and schedules.</description></item>
    /// <item><term><c>stillso.jobs.leased</c></term><description>Jobs that a worker took, by kind.</description></item>
    /// <item><term><c>stillso.jobs.finished</c></term><description>Attempts that have ended, by kind and outcome: completed, superseded, cancelled, rescheduled, retried, parked or dead.</description></item>
    /// <item><term><c>stillso.jobs.in_flight</c></term><description>Jobs whose outside part runs now, by kind.</description></item>
    /// <item><term><c>stillso.job.duration</c></term><description>Seconds of a job's outside part, by kind, phase and type of error.</description></item>
    /// <item><term><c>stillso.job.latency</c></term><description>Seconds from being due to being leased, by kind, on the business clock; not while time is simulated.</description></item>
    /// <item><term><c>stillso.transaction.duration</c></term><description>Seconds of a transaction of jobs, by phase and type of error; waiting for the store's lock included.</description></item>
    /// <item><term><c>stillso.decisions</c></term><description>Decisions that have committed, by kind of job and kind of decision.</description></item>
    /// <item><term><c>stillso.store.unavailable</c></term><description>How often a worker found that its store cannot be used.</description></item>
    /// </list>
    /// </summary>
    public const string MeterName = "Stillso";
}
