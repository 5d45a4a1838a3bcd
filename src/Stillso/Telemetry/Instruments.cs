using System.Diagnostics.Metrics;
using static Stillso.Tags;

namespace Stillso;

/// <summary>The engine's instruments. What they measure is said in <see cref="StillsoTelemetry.MeterName"/>.</summary>
sealed class Instruments
{
    // Of those that no host gave a factory.
    static readonly Meter Plain = new(StillsoTelemetry.MeterName);

    // From a mail to a long report.
    static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    };

    readonly Counter<long> enqueued, leased, finished, decisions, unavailable;
    readonly Histogram<double> duration, latency, transaction;
    readonly UpDownCounter<long> inFlight;

    public Instruments(IMeterFactory? meters)
    {
        var meter = meters?.Create(StillsoTelemetry.MeterName) ?? Plain;
        enqueued = meter.CreateCounter<long>("stillso.jobs.enqueued", "{job}", "Jobs whose enqueueing has committed.");
        leased = meter.CreateCounter<long>("stillso.jobs.leased", "{job}", "Jobs that a worker took.");
        finished = meter.CreateCounter<long>("stillso.jobs.finished", "{job}", "Attempts that have ended.");
        inFlight = meter.CreateUpDownCounter<long>("stillso.jobs.in_flight", "{job}", "Jobs whose outside part runs now.");
        duration = meter.CreateHistogram("stillso.job.duration", "s", "How long a job's outside part took.", null, Seconds);
        latency = meter.CreateHistogram("stillso.job.latency", "s", "How long a job was due before it was leased.", null, Seconds);
        transaction = meter.CreateHistogram("stillso.transaction.duration", "s", "How long a transaction of jobs took.", null, Seconds);
        decisions = meter.CreateCounter<long>("stillso.decisions", "{decision}", "Decisions that have committed.");
        unavailable = meter.CreateCounter<long>("stillso.store.unavailable", "{occurrence}", "How often a worker found that its store cannot be used.");
    }

    public bool CountWrites => enqueued.Enabled || decisions.Enabled;

    public bool CountEnds => finished.Enabled;

    public bool MeasureJobs => duration.Enabled || inFlight.Enabled;

    public void Enqueued(string kind, long jobs) => enqueued.Add(jobs, Tag(Kind, kind));

    public void Decided(string kind, DecisionKind decision, long times) => decisions.Add(times, Tag(Kind, kind), Tag(Tags.Decision, Of(decision)));

    /// <param name="jobs">What was taken.</param>
    /// <param name="now">The business clock; null: it is simulated, and a job waits for no time at all.</param>
    public void Leased(IReadOnlyList<LeasedJob> jobs, DateTimeOffset? now)
    {
        if (!leased.Enabled && !latency.Enabled) return;
        foreach (var job in jobs)
        {
            leased.Add(1, Tag(Kind, job.Kind));
            if (now is { } at) latency.Record(Math.Max(0, (at - job.RunAt).TotalSeconds), Tag(Kind, job.Kind));
        }
    }

    /// <summary>What has come to its end in a transaction that has committed.</summary>
    public void Finished(params IReadOnlyList<Work> works)
    {
        if (!finished.Enabled) return;
        foreach (var work in works)
        {
            if (work.Next.Step == NextStep.End) finished.Add(1, Tag(Kind, work.Lease.Kind), Tag(Outcome, Of(work.Next.End)));
        }
    }

    /// <returns>Whether it was counted, and is to be counted back: who begins to listen meanwhile saw only half of it.</returns>
    public bool Left(string kind)
    {
        if (!inFlight.Enabled) return false;
        inFlight.Add(1, Tag(Kind, kind));
        return true;
    }

    public void Returned(string kind) => inFlight.Add(-1, Tag(Kind, kind));

    public void Took(string kind, Phase phase, TimeSpan took, Exception? error)
    {
        if (error is null) duration.Record(took.TotalSeconds, Tag(Kind, kind), Tag(Tags.Phase, Of(phase)));
        else duration.Record(took.TotalSeconds, Tag(Kind, kind), Tag(Tags.Phase, Of(phase)), Tag(Error, error.GetType().FullName));
    }

    public void Ran(Phase phase, TimeSpan took, Exception? error)
    {
        if (error is null) transaction.Record(took.TotalSeconds, Tag(Tags.Phase, Of(phase)));
        else transaction.Record(took.TotalSeconds, Tag(Tags.Phase, Of(phase)), Tag(Error, error.GetType().FullName));
    }

    public void StoreUnavailable() => unavailable.Add(1);
}
