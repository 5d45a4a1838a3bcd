using Stillso;

namespace MonthClose;

/// <summary>
/// Issues invoices: gapless numbers, in order of issue, within one instant in order of account id. An instant that
/// has passed an account by is not used for it any more: it waits for the next one.
/// </summary>
public sealed class InvoiceHandler : IPhasedHandler<InvoiceJob>
{
    /// <inheritdoc/>
    public void Decide(Batch<InvoiceJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)], withRatings: true);
        foreach (var period in batch.Works.GroupBy(w => w.Job.Period, StringComparer.Ordinal))
        {
            var series = InvoiceSeries.Load(batch.Transaction.Sql, period.Key);
            foreach (var work in period.OrderBy(w => w.Job.AccountId, CodePoints.Order)) Decide(work, books[work.Job.AccountId], series, batch.Now);
            series.Save(batch.Transaction.Sql);
        }
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    static void Decide(Work<InvoiceJob> work, AccountBook book, InvoiceSeries series, DateTimeOffset now)
    {
        var period = work.Job.Period;
        var verdict = work.Verdicts[0];
        var late = book.LateUsage.Where(l => l.BilledBy is null).ToList();
        if (book.Find(InvoiceId(book, period)) is not null)
        {
            work.Complete();
            return;
        }
        if (book.Rating!.Lines.Count == 0 && late.Count == 0)
        {
            book.Decide(InvoiceJob.Name, period, DecisionKind.Superseded, verdict, now, "there is no usage to bill");
            work.Complete();
            return;
        }
        var foreign = late.Select(l => l.Cost.Currency.Code).Append(book.Rating.Lines.Count > 0 ? book.Rating.Currency : book.Account.Currency.Code)
            .FirstOrDefault(c => c != book.Account.Currency.Code);
        if (foreign is not null)
        {
            ParkInvoice(book, period, verdict, $"there is no exchange rate from {foreign} to {book.Account.Currency.Code}", now);
            work.Complete();
            return;
        }
        if (!series.TryTake(book.Account.Id, now, out var number))
        {
            work.Reschedule(now.AddSeconds(1));
            return;
        }
        Issue(work, book, InvoiceLines.Of(book, period, late), number, now);
        if (!verdict.Holds) book.Decide(InvoiceJob.Name, InvoiceId(book, period), DecisionKind.Revised, verdict, now, "bill the usage that is so now");
        work.Complete();
    }

    static void Issue(Work<InvoiceJob> work, AccountBook book, IReadOnlyList<InvoiceLine> lines, string number, DateTimeOffset now)
    {
        var subtotal = lines.Sum(l => l.Amount);
        var invoice = book.Save(new Invoice
        {
            Id = InvoiceId(book, work.Job.Period), Number = number, Period = work.Job.Period, Currency = book.Account.Currency,
            Lines = lines, Subtotal = subtotal, Total = subtotal, Status = InvoiceStatus.Open, IssuedAt = now,
        });
        book.Invoices.Add(invoice);
        foreach (var late in book.LateUsage.Where(l => l.BilledBy is null))
        {
            late.BilledBy = invoice.Id;
            book.Save(late);
        }
        InvoiceLines.Post(book, invoice, now);
        if (invoice.Total < 0)
        {
            CreditLedger.FromNegativeTotal(book, invoice, now);
            invoice.Status = InvoiceStatus.Paid;
        }
        book.Enqueue(new ApplyCreditsJob(book.Account.Id, invoice.Id), invoice.Id, [Facts.Due], now, work.Lease.Batch);
    }

    static void ParkInvoice(AccountBook book, string period, Verdict verdict, string reason, DateTimeOffset now)
    {
        var invoice = book.Save(new Invoice
        {
            Id = InvoiceId(book, period), Period = period, Currency = book.Account.Currency, Status = InvoiceStatus.Parked, Dunning = DunningState.Over,
        });
        book.Invoices.Add(invoice);
        book.Decide(InvoiceJob.Name, invoice.Id, DecisionKind.Parked, verdict, now, reason);
    }

    static string InvoiceId(AccountBook book, string period) => $"{book.Account.Id}/{period}";
}
