using Stillso;

namespace MonthClose;

/// <summary>
/// Issues invoices: gapless numbers, in order of issue, within one instant in order of account id. An instant that
/// has passed an account by is not used for it any more: it waits for the next one.
/// </summary>
public sealed class InvoiceHandler(ILedger ledger) : IPhasedHandler<InvoiceJob>
{
    readonly ConditionsReader conditions = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<InvoiceJob> batch) => Issue(batch);

    /// <summary>Another currency means other prices: the usage is rated anew.</summary>
    public Task PrepareAsync(Work<InvoiceJob> work, CancellationToken cancellation)
    {
        var (account, rated) = ((Account, Rating))work.State!;
        work.State = ledger.Read(tx => new UsageReader(conditions).Rate(tx.Sql, account, rated.Period, rated.Import, rated.ThroughFile));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Send(Batch<InvoiceJob> batch) => Issue(batch);

    void Issue(Batch<InvoiceJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)], withRatings: true);
        foreach (var period in batch.Works.GroupBy(w => w.Job.Period, StringComparer.Ordinal))
        {
            var series = InvoiceSeries.Load(batch.Transaction.Sql, period.Key);
            foreach (var work in period.OrderBy(w => w.Job.AccountId, CodePoints.Order)) Decide(work, books[work.Job.AccountId], series, batch);
            series.Save(batch.Transaction.Sql);
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    void Decide(Work<InvoiceJob> work, AccountBook book, InvoiceSeries series, Batch<InvoiceJob> batch)
    {
        var (period, verdict, now) = (work.Job.Period, work.Verdicts[0], batch.Now);
        if (book.Find(InvoiceId(book, period)) is { Number: not null })
        {
            work.Complete();
            return;
        }
        if (work.State is Rating anew) book.Ratings[period] = book.Save(anew);
        if (book.Ratings[period] is { Priced: true } priced && priced.Currency != book.Account.Currency.Code)
        {
            work.State = (book.Account, priced);
            work.Prepare();
            return;
        }
        var draft = InvoiceDraft.Of(book, book.Ratings[period], conditions.AsOf(batch.Transaction.Sql, book.Ratings[period].Import).Rates);
        if (draft.IsEmpty)
        {
            book.Decide(InvoiceJob.Name, period, DecisionKind.Superseded, verdict, now, "there is no usage to bill", code: CloseReasons.NoUsage);
            work.Complete();
        }
        else if (draft.Problem is { } problem)
        {
            ParkInvoice(book, period, verdict, problem, now);
            work.Complete();
        }
        else if (!series.TryTake(book.Account.Id, now, out var number)) work.Reschedule(now.AddSeconds(1));
        else
        {
            var invoice = draft.Issue(InvoiceId(book, period), number, now);
            book.Enqueue(new ApplyCreditsJob(book.Account.Id, invoice.Id), invoice.Id, [Facts.Due], now, work.Lease.Batch);
            if (!verdict.Holds) book.Decide(InvoiceJob.Name, invoice.Id, DecisionKind.Revised, verdict, now, "bill the usage that is so now");
            work.Complete();
        }
    }

    static void ParkInvoice(AccountBook book, string period, Verdict verdict, string reason, DateTimeOffset now)
    {
        var id = InvoiceId(book, period);
        if (book.Find(id) is null)
        {
            book.Invoices.Add(book.Save(new Invoice
            {
                Id = id, Period = period, Currency = book.Account.Currency, Status = InvoiceStatus.Parked, Dunning = DunningState.Over,
            }));
        }
        book.Decide(InvoiceJob.Name, id, DecisionKind.Parked, verdict, now, reason, code: CloseReasons.NotPriced);
    }

    static string InvoiceId(AccountBook book, string period) => $"{book.Account.Id}/{period}";
}
