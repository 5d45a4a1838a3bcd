using Stillso;

namespace MonthClose;

/// <summary>
/// Follows every failed attempt: charges a new method at once, or sends the notice and queues what is next.
/// </summary>
public sealed class FailedChargeHandler(ChargeFlow flow, CloseSchedule schedule) : IPhasedHandler<FailedChargeJob>
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<FailedChargeJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works) Decide(work, books[work.Job.AccountId], batch.Now);
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    /// <inheritdoc/>
    public Task PrepareAsync(Work<FailedChargeJob> work, CancellationToken cancellation) => flow.PrepareAsync(work, cancellation);

    /// <inheritdoc/>
    public void Send(Batch<FailedChargeJob> batch) => flow.Send(batch.Works, batch.Transaction, batch.Now);

    /// <inheritdoc/>
    public Task ActAsync(Work<FailedChargeJob> work, CancellationToken cancellation) => flow.ActAsync(work, cancellation);

    /// <inheritdoc/>
    public void Settle(Batch<FailedChargeJob> batch) => flow.Settle(batch.Works, batch.Transaction, batch.Now);

    void Decide(Work<FailedChargeJob> work, AccountBook book, DateTimeOffset now)
    {
        var invoice = book.Find(work.Job.InvoiceId)!;
        var failed = book.Payments[work.Job.Payment - 1];
        var verdict = work.Verdicts[0];
        var origin = new ChargeOrigin(FailedChargeJob.Name, work.Job.QueueNext);
        // Its own attempt was broken off: what became of that comes before whatever has changed since.
        if (book.Intents.Exists(i => i.Debt == invoice.Id && i.IsOpen)) flow.Decide(work, book, invoice, origin, null, now);
        else if (invoice.Status != InvoiceStatus.Open || book.NetDue(invoice, now) <= 0)
        {
            Settlement.AtOnce(book, now, null);
            book.Decide(FailedChargeJob.Name, invoice.Id, DecisionKind.Superseded, verdict, now, "nothing is due any more", code: CloseReasons.NothingDue);
            work.Complete();
        }
        else if (IsNewMethod(book, invoice.Id)) flow.Decide(work, book, invoice, origin, null, now);
        else Notify(work, book, invoice, failed, now);
    }

    // Another attempt may have failed with the new method meanwhile: then it is not new any more.
    internal static bool IsNewMethod(AccountBook book, string invoice) =>
        book.DefaultMethod is { } method && method.Id != book.Payments.Last(p => p.InvoiceId == invoice && p.Attempt is not null).MethodId
        && !ChargeDecision.IsRefusedForGood(book, method.Id);

    void Notify(Work<FailedChargeJob> work, AccountBook book, Invoice invoice, Payment failed, DateTimeOffset now)
    {
        invoice.Dunning = DunningState.Waiting;
        book.Save(invoice);
        var verdict = work.Verdicts[0];
        book.Decide(FailedChargeJob.Name, invoice.Id, verdict.ActedOrRevised(), verdict, now,
            book.DefaultMethod is null ? "tell the customer that no payment method is on file" : $"tell the customer that the charge failed ({failed.Status})",
            code: book.DefaultMethod is null ? CloseReasons.NoMethod : CloseReasons.ChargeFailed);
        var next = work.Job.QueueNext && invoice.Retries < schedule.Retries.Count
            ? At(schedule.Retries[invoice.Retries], book, invoice) : (DateTimeOffset?)null;
        book.Enqueue(
            new EmailJob(book.Account.Id, invoice.Id, "payment_failed", failed.Attempt ?? 0, failed.Ordinal, next), invoice.Id,
            Notices.Facts, now);
        if (work.Job.QueueNext) QueueNext(book, invoice, next, now);
        work.Complete();
    }

    void QueueNext(AccountBook book, Invoice invoice, DateTimeOffset? next, DateTimeOffset now)
    {
        invoice.Retries++;
        if (next is { } at)
        {
            book.Enqueue(new RetryChargeJob(book.Account.Id, invoice.Id, null), invoice.Id, [Facts.Due, Facts.Method], Max(at, now));
            return;
        }
        var hold = Max(At(schedule.Hold, book, invoice), now);
        book.Enqueue(
            new EmailJob(book.Account.Id, invoice.Id, "hold_warning", NextAttempt: hold), invoice.Id, Notices.WarningFacts,
            Max(At(schedule.Warning, book, invoice), now));
        book.Enqueue(new HoldJob(book.Account.Id, invoice.Id), invoice.Id, [Facts.Due, Facts.Status], hold);
    }

    static DateTimeOffset At(Wait wait, AccountBook book, Invoice invoice) => wait.After(invoice.IssuedAt!.Value, book.Account.TimeZone);

    static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
