using Stillso;

namespace MonthClose;

/// <summary>Applies credits to a new invoice, by the facts of the moment, then lets it be charged.</summary>
public sealed class ApplyCreditsHandler : IPhasedHandler<ApplyCreditsJob>
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<ApplyCreditsJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            var book = books[work.Job.AccountId];
            var invoice = book.Find(work.Job.InvoiceId)!;
            var verdict = work.Verdicts[0];
            CreditLedger.Apply(book, invoice, batch.Now);
            if (invoice.AmountDue == 0 && invoice.Status == InvoiceStatus.Open) Settlement.Paid(book, invoice, batch.Now, null);
            if (!verdict.Holds)
            {
                var kind = invoice.AmountDue == 0 ? DecisionKind.Superseded : DecisionKind.Revised;
                book.Decide(ApplyCreditsJob.Name, invoice.Id, kind, verdict, batch.Now, "apply the credits that are usable now", code: ReasonCodes.PremiseChanged);
            }
            book.Enqueue(
                new ChargeJob(book.Account.Id, invoice.Id), invoice.Id, [Facts.Due, Facts.Method], batch.Now, work.Lease.Batch);
            work.Complete();
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }
}
