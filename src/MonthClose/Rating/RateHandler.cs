using Stillso;

namespace MonthClose;

/// <summary>Rates what an account used and was not billed. Reads outside the transaction, writes inside.</summary>
public sealed class RateHandler : IPhasedHandler<RateJob>
{
    readonly ILedger ledger;
    readonly ConditionsReader conditions = new();
    readonly UsageReader reader;

    /// <summary>Rates over a store.</summary>
    public RateHandler(ILedger ledger) => (this.ledger, reader) = (ledger, new UsageReader(conditions));

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<RateJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            var book = books[work.Job.AccountId];
            work.State = book.Account;
            // A period that was reopened bills nobody twice.
            if (book.Invoices.Any(i => i.Period == work.Job.Period && i.Number is not null)) work.Complete();
            else work.Act();
        }
    }

    /// <inheritdoc/>
    public Task ActAsync(Work<RateJob> work, CancellationToken cancellation)
    {
        var (account, period) = ((Account)work.State!, work.Job.Period);
        work.State = ledger.Read(tx => work.Job.Again
            ? reader.Rate(tx.Sql, account, period, ConditionsReader.LatestImport(tx.Sql), tx.Sql.Number(Sql.Text["through_file_of_rating"], account.Id, period))
            : reader.Rate(tx.Sql, account, period, conditions.ImportOf(tx.Sql, period)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Settle(Batch<RateJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works)
        {
            var book = books[work.Job.AccountId];
            book.Ratings[work.Job.Period] = book.Save((Rating)work.State!);
            CreditLedger.PostImported(book, Posting.PeriodFor(book, work.Job.Period), batch.Now);
            book.Enqueue(
                new InvoiceJob(work.Job.AccountId, work.Job.Period), work.Job.Period, [Facts.Usage, Facts.Currency], batch.Now,
                work.Lease.Batch);
            work.Complete();
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }
}
