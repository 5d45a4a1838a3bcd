using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Stillso;

/// <summary>Enqueues jobs of registered types.</summary>
/// <param name="ledger">Where jobs are written.</param>
/// <param name="registry">The names of job types.</param>
/// <param name="clock">The business clock.</param>
/// <param name="enqueueing">The last word on every job: <see cref="StillsoBuilder.UseEnqueue"/>; null: none.</param>
/// <param name="meters">Makes the meter <see cref="StillsoTelemetry.MeterName"/>; null: it is a plain one.</param>
/// <param name="logger">Where it warns of jobs that nothing orders; null: nowhere.</param>
public sealed class JobClient(
    ILedger ledger, JobRegistry registry, TimeProvider clock, Func<NewJob, NewJob>? enqueueing = null, IMeterFactory? meters = null,
    ILogger<JobClient>? logger = null)
{
    // A transaction of so many is short, and costs each of them next to nothing.
    const int AtOnce = 1000;
    readonly CountedLedger ledger = new(ledger, new Instruments(meters));

    /// <summary>Enqueues one job in a transaction of its own.</summary>
    /// <param name="job">The job's own data.</param>
    /// <param name="with">Queue, time, order, premises; null: a plain job, due at once.</param>
    /// <returns>Its id; 0 when another job has its unique key.</returns>
    /// <exception cref="ArgumentException">It cannot be meant, or its data is too long.</exception>
    /// <exception cref="NotSupportedException">Its data cannot be written as JSON.</exception>
    /// <exception cref="DuplicateJobException">Another job has its unique key, and it is <see cref="Duplicate.Reject"/>.</exception>
    public long Enqueue<TJob>(TJob job, Func<NewJob, NewJob>? with = null) => EnqueueMany([job], with)[0];

    /// <summary>Enqueues many jobs in one transaction: all, or none.</summary>
    /// <returns>Their ids in the order given; 0 for one whose unique key another has.</returns>
    public IReadOnlyList<long> EnqueueMany<TJob>(IEnumerable<TJob> jobs, Func<NewJob, NewJob>? with = null) =>
        ledger.Write(tx => EnqueueIn(tx, jobs, with));

    /// <summary>
    /// As <see cref="Enqueue"/>, for callers that are many at once, as requests are: what comes together is stored together, and no thread waits for the others.
    /// </summary>
    /// <returns>Its id, when it is stored; 0 when another job has its unique key.</returns>
    public async Task<long> EnqueueAsync<TJob>(TJob job, Func<NewJob, NewJob>? with = null) => (await EnqueueManyAsync([job], with))[0];

    /// <summary>As <see cref="EnqueueMany"/>, for callers that are many at once.</summary>
    public async Task<IReadOnlyList<long>> EnqueueManyAsync<TJob>(IEnumerable<TJob> jobs, Func<NewJob, NewJob>? with = null)
    {
        // By the caller, and under its span: the transaction may run elsewhere.
        var (made, now) = (Spans.Following([.. jobs.Select(j => New(j, with))]), clock.GetUtcNow());
        var ids = await ledger.EnqueueAsync(made, now);
        Warn(made, ids);
        return ids;
    }

    /// <summary>Enqueues jobs in a transaction that is yours, with what else you write in it.</summary>
    /// <param name="transaction">A handler's, one of <see cref="ILedger.Write"/>, or your own that a store has joined.</param>
    /// <param name="jobs">The jobs' own data.</param>
    /// <param name="with">Queue, time, order, premises; null: plain jobs, due at once.</param>
    /// <returns>Their ids in the order given; 0 for one whose unique key another has.</returns>
    public IReadOnlyList<long> EnqueueIn<TJob>(ILedgerTransaction transaction, IEnumerable<TJob> jobs, Func<NewJob, NewJob>? with = null)
    {
        var made = jobs.Select(j => New(j, with)).ToList();
        var ids = transaction.Enqueue(made, clock.GetUtcNow());
        Warn(made, ids);
        return ids;
    }

    /// <summary>
    /// Enqueues any number of jobs without holding them: every thousand are a transaction. What breaks off in the middle leaves those before
    /// it enqueued; give them unique keys to be able to begin again.
    /// </summary>
    /// <returns>How many were enqueued.</returns>
    public long EnqueueStream<TJob>(IEnumerable<TJob> jobs, Func<NewJob, NewJob>? with = null) =>
        jobs.Chunk(AtOnce).Sum(chunk => EnqueueMany(chunk, with).LongCount(id => id != 0));

    /// <inheritdoc cref="EnqueueStream{TJob}(IEnumerable{TJob}, Func{NewJob, NewJob}?)"/>
    public async Task<long> EnqueueStreamAsync<TJob>(IAsyncEnumerable<TJob> jobs, Func<NewJob, NewJob>? with = null, CancellationToken cancellation = default)
    {
        var enqueued = 0L;
        await foreach (var chunk in jobs.Chunk(AtOnce).WithCancellation(cancellation)) enqueued += EnqueueMany(chunk, with).LongCount(id => id != 0);
        return enqueued;
    }

    /// <summary>
    /// Opens a batch, enqueues its jobs, any number of them, and seals it. Its callbacks come when all have finished. What broke off in the middle is
    /// finished by the same call again, if the jobs have unique keys; on a batch that was sealed it does nothing.
    /// </summary>
    /// <returns>How many were enqueued.</returns>
    public long EnqueueBatch<TJob>(NewBatch batch, IEnumerable<TJob> jobs, Func<NewJob, NewJob>? with = null)
    {
        var open = ledger.Write(tx => tx.Open(batch with { StaysOpen = true }) || tx.FindBatch(batch.Id)!.IsOpen);
        if (!open) return 0;
        var enqueued = EnqueueStream(jobs, job => (with is null ? job : with(job)) with { Batch = batch.Id });
        ledger.Write(tx => tx.Seal(batch.Id, clock.GetUtcNow()));
        return enqueued;
    }

    /// <summary>A job as it would be enqueued, for who enqueues it later: a batch's callback, for example.</summary>
    /// <inheritdoc cref="Enqueue" path="/param|/exception"/>
    public NewJob New<TJob>(TJob job, Func<NewJob, NewJob>? with = null)
    {
        var plain = registry.New(job);
        var said = with is null ? plain : with(plain);
        return enqueueing is null ? said : enqueueing(said);
    }

    void Warn(IReadOnlyList<NewJob> jobs, IReadOnlyList<long> ids)
    {
        if (logger is not null && registry.Order.IsNeeded) registry.Order.Warn([.. jobs.Zip(ids)], logger);
    }
}
