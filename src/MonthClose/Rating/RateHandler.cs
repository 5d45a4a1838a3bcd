using Stillso;

namespace MonthClose;

/// <summary>Rates what an account used and was not billed. Reads outside the transaction, writes inside.</summary>
public sealed class RateHandler(ILedger ledger) : IPhasedHandler<RateJob>
{
    readonly UsageReader reader = new(new ConditionsReader());

    /// <inheritdoc/>
    public void Decide(Batch<RateJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            work.State = books[work.Job.AccountId].Account;
            work.Act();
        }
    }

    /// <inheritdoc/>
    public Task ActAsync(Work<RateJob> work, CancellationToken cancellation)
    {
        work.State = ledger.Read(tx => reader.Rate(tx.Sql, (Account)work.State!, work.Job.Period, ConditionsReader.ImportOf(tx.Sql, work.Job.Period)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Settle(Batch<RateJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            var book = books[work.Job.AccountId];
            book.Rating = book.Save((Rating)work.State!);
            CreditLedger.PostImported(book, Posting.PeriodFor(book, work.Job.Period), batch.Now);
            book.Enqueue(
                new InvoiceJob(work.Job.AccountId, work.Job.Period), work.Job.Period, [Facts.Usage, Facts.Currency], batch.Now,
                work.Lease.Batch);
            work.Complete();
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }
}
