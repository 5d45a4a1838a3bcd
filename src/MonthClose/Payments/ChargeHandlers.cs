using Stillso;

namespace MonthClose;

/// <summary>The first charge of an invoice.</summary>
public sealed class ChargeHandler(ChargeFlow flow) : IPhasedHandler<ChargeJob>
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<ChargeJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            var book = books[work.Job.AccountId];
            flow.Decide(work, book, book.Find(work.Job.InvoiceId)!, new ChargeOrigin(ChargeJob.Name, QueueNext: true), null, batch.Now);
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    /// <inheritdoc/>
    public Task PrepareAsync(Work<ChargeJob> work, CancellationToken cancellation) => flow.PrepareAsync(work, cancellation);

    /// <inheritdoc/>
    public void Send(Batch<ChargeJob> batch) => flow.Send(batch.Works, batch.Transaction, batch.Now);

    /// <inheritdoc/>
    public Task ActAsync(Work<ChargeJob> work, CancellationToken cancellation) => flow.ActAsync(work, cancellation);

    /// <inheritdoc/>
    public void Settle(Batch<ChargeJob> batch) => flow.Settle(batch.Works, batch.Transaction, batch.Now);
}

/// <summary>A later charge: by the schedule, or because a new method was added.</summary>
public sealed class RetryChargeHandler(ChargeFlow flow) : IPhasedHandler<RetryChargeJob>
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<RetryChargeJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            var book = books[work.Job.AccountId];
            var origin = new ChargeOrigin(RetryChargeJob.Name, QueueNext: work.Job.Cause is null);
            flow.Decide(work, book, book.Find(work.Job.InvoiceId)!, origin, work.Job.Cause, batch.Now);
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    /// <inheritdoc/>
    public Task PrepareAsync(Work<RetryChargeJob> work, CancellationToken cancellation) => flow.PrepareAsync(work, cancellation);

    /// <inheritdoc/>
    public void Send(Batch<RetryChargeJob> batch) => flow.Send(batch.Works, batch.Transaction, batch.Now);

    /// <inheritdoc/>
    public Task ActAsync(Work<RetryChargeJob> work, CancellationToken cancellation) => flow.ActAsync(work, cancellation);

    /// <inheritdoc/>
    public void Settle(Batch<RetryChargeJob> batch) => flow.Settle(batch.Works, batch.Transaction, batch.Now);
}

/// <summary>Asks about a charge without an answer; sends again what did nothing; parks what is unknown for a day.</summary>
public sealed class ResolveChargeHandler(ChargeFlow flow) : IPhasedHandler<ResolveChargeJob>
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<ResolveChargeJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            var book = books[work.Job.AccountId];
            var invoice = book.Find(work.Job.InvoiceId)!;
            var intent = book.Intents.Find(i => i.Key == work.Job.Key)!;
            if (!intent.IsInFlight || intent.State == IntentState.Parked) work.Complete();
            else flow.Begin(work, book, invoice, intent, work.Job.Origin, null, batch.Now);
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    /// <inheritdoc/>
    public Task PrepareAsync(Work<ResolveChargeJob> work, CancellationToken cancellation) => flow.PrepareAsync(work, cancellation);

    /// <inheritdoc/>
    public void Send(Batch<ResolveChargeJob> batch) => flow.Send(batch.Works, batch.Transaction, batch.Now);

    /// <inheritdoc/>
    public Task ActAsync(Work<ResolveChargeJob> work, CancellationToken cancellation) => flow.ActAsync(work, cancellation);

    /// <inheritdoc/>
    public void Settle(Batch<ResolveChargeJob> batch) => flow.Settle(batch.Works, batch.Transaction, batch.Now);
}
