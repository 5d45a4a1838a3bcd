using Stillso;

namespace Deck;

// The workers of the talk "Distributed Systems: Your Only Guarantee Is Inconsistency" (A. Zacharakis, EuRuKo 2017), step 3,
// as they stand on its slides. What each is told was true when it was enqueued; it does not ask whether it still is.

/// <summary>generate_invoice_items, amount = generate_invoice; PaymentWorker.perform_async(amount); EmailWorker.perform_async(amount).</summary>
sealed record MonthCloseWorker(string Account);

/// <summary>charge_balance(amount); HandleFailedChargeWorker.perform_async unless success.</summary>
sealed record PaymentWorker(string Account, decimal Amount);

/// <summary>email_user(amount).</summary>
sealed record EmailWorker(string Account, decimal Amount);

/// <summary>Tells the user, tries again later, and holds the account in the end.</summary>
sealed record HandleFailedChargeWorker(string Account, decimal Amount, int Failures);

/// <summary>PaymentWorker.perform_in(days), with the amount of the first time.</summary>
sealed record RetryPaymentWorker(string Account, decimal Amount, int Failures);

/// <summary>HoldWorker.perform_in(days).</summary>
sealed record HoldWorker(string Account, decimal Amount);

sealed class MonthCloseHandler(Shop shop, Func<JobClient> jobs) : IJobHandler<MonthCloseWorker>
{
    public Task RunAsync(MonthCloseWorker job, LeasedJob lease, CancellationToken cancellation) => shop.DeliverAsync("invoice", job.Account, () =>
    {
        if (shop[job.Account].Invoiced) return Task.CompletedTask;
        var amount = shop.GenerateInvoice(job.Account);
        // A high priority queue is drained first. It orders nothing.
        if (amount > 0) jobs().Enqueue(new PaymentWorker(job.Account, amount), j => j with { Priority = 5 });
        jobs().Enqueue(new EmailWorker(job.Account, amount));
        return Task.CompletedTask;
    });
}

sealed class PaymentHandler(Shop shop, Func<JobClient> jobs) : IJobHandler<PaymentWorker>
{
    public Task RunAsync(PaymentWorker job, LeasedJob lease, CancellationToken cancellation) => shop.DeliverAsync("charge", job.Account, async () =>
    {
        var success = await shop.ChargeAsync(job.Account, job.Amount, "charge");
        if (!success) jobs().Enqueue(new HandleFailedChargeWorker(job.Account, job.Amount, 1));
    });
}

sealed class SendMailHandler(Shop shop) : IJobHandler<EmailWorker>
{
    public Task RunAsync(EmailWorker job, LeasedJob lease, CancellationToken cancellation) => shop.DeliverAsync("email", job.Account, () =>
    {
        shop.Mail(job.Account, job.Amount);
        return Task.CompletedTask;
    });
}

sealed class HandleFailedChargeHandler(Shop shop, Func<JobClient> jobs) : IJobHandler<HandleFailedChargeWorker>
{
    static readonly int[] Days = [3, 5, 7];

    public Task RunAsync(HandleFailedChargeWorker job, LeasedJob lease, CancellationToken cancellation) => shop.DeliverAsync("failed_charge", job.Account, () =>
    {
        shop.Mail(job.Account, job.Amount, "your card was declined");
        if (job.Failures <= Days.Length)
            jobs().Enqueue(new RetryPaymentWorker(job.Account, job.Amount, job.Failures), j => j with { RunAt = shop.Start.AddDays(Days[job.Failures - 1]) });
        else
            jobs().Enqueue(new HoldWorker(job.Account, job.Amount), j => j with { RunAt = shop.Start.AddDays(14) });
        return Task.CompletedTask;
    });
}

sealed class RetryPaymentHandler(Shop shop, Func<JobClient> jobs) : IJobHandler<RetryPaymentWorker>
{
    public Task RunAsync(RetryPaymentWorker job, LeasedJob lease, CancellationToken cancellation) => shop.DeliverAsync("retry_charge", job.Account, async () =>
    {
        var success = await shop.ChargeAsync(job.Account, job.Amount, "retry_charge");
        if (!success) jobs().Enqueue(new HandleFailedChargeWorker(job.Account, job.Amount, job.Failures + 1));
    });
}

sealed class PlaceHoldHandler(Shop shop) : IJobHandler<HoldWorker>
{
    public Task RunAsync(HoldWorker job, LeasedJob lease, CancellationToken cancellation) => shop.DeliverAsync("hold", job.Account, () =>
    {
        shop.Hold(job.Account);
        return Task.CompletedTask;
    });
}
