using System.Diagnostics.Metrics;

namespace Stillso;

/// <summary>Enqueues jobs of registered types.</summary>
/// <param name="ledger">Where jobs are written.</param>
/// <param name="registry">The names of job types.</param>
/// <param name="clock">The business clock.</param>
/// <param name="enqueueing">The last word on every job: <see cref="StillsoBuilder.UseEnqueue"/>; null: none.</param>
/// <param name="meters">Makes the meter <see cref="StillsoTelemetry.MeterName"/>; null: it is a plain one.</param>
public sealed class JobClient(
    ILedger ledger, JobRegistry registry, TimeProvider clock, Func<NewJob, NewJob>? enqueueing = null, IMeterFactory? meters = null)
{
    readonly CountedLedger ledger = new(ledger, new Instruments(meters));

    /// <summary>Enqueues one job in a transaction of its own.</summary>
    /// <param name="job">The job's own data.</param>
    /// <param name="with">Queue, time, order, premises; null: a plain job, due at once.</param>
    /// <returns>Its id; 0 when its unique key waits or runs already.</returns>
    public long Enqueue<TJob>(TJob job, Func<NewJob, NewJob>? with = null) => EnqueueMany([job], with)[0];

    /// <summary>Enqueues many jobs in one transaction.</summary>
    public IReadOnlyList<long> EnqueueMany<TJob>(IEnumerable<TJob> jobs, Func<NewJob, NewJob>? with = null) =>
        ledger.Write(tx => tx.Enqueue([.. jobs.Select(j => New(j, with))], clock.GetUtcNow()));

    NewJob New<TJob>(TJob data, Func<NewJob, NewJob>? with)
    {
        var plain = registry.New(data);
        var job = with is null ? plain : with(plain);
        return enqueueing is null ? job : enqueueing(job);
    }
}
