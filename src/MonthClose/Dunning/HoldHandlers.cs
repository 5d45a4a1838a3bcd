using Stillso;

namespace MonthClose;

/// <summary>Holds an active account with an amount still due.</summary>
public sealed class HoldHandler(CloseSchedule schedule) : IPhasedHandler<HoldJob>
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Writes => [AccountPremises.Source];

    /// <inheritdoc/>
    public void Decide(Batch<HoldJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works) Decide(work, books[work.Job.AccountId], batch);
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    void Decide(Work<HoldJob> work, AccountBook book, Batch<HoldJob> batch)
    {
        var now = batch.Now;
        var invoice = book.Find(work.Job.InvoiceId)!;
        var verdict = work.Verdicts[0];
        if (invoice.Status == InvoiceStatus.Parked)
        {
            work.Park("nobody knows yet whether the invoice was charged", CloseReasons.ChargeUnknown);
            return;
        }
        if (book.IsInFlight(invoice.Id))
        {
            // A charge may have paid it: nobody is held on a guess.
            work.Reschedule(now + schedule.Ask[^1]);
            return;
        }
        (string Reason, string Code)? needless = invoice.Status != InvoiceStatus.Open || book.NetDue(invoice, now) <= 0 ? ("nothing is due any more", CloseReasons.NothingDue)
            : book.Account.Closed ? ("the account is closed", CloseReasons.AccountClosed) : null;
        if (needless is var (reason, code))
        {
            Settlement.AtOnce(book, now, null);
            var cause = book.Account.Closed ? WorldChanges.WhatClosed(batch.Transaction, book.Account.Id) : null;
            book.Decide(HoldJob.Name, invoice.Id, DecisionKind.Superseded, verdict, now, reason, cause, code: code);
        }
        else
        {
            var due = $"{new Money(book.NetDue(invoice, now), invoice.Currency).ToFile()} {invoice.Currency.Code} due";
            book.Holds.Add(book.Save(new Hold { InvoiceId = invoice.Id, PlacedAt = now, Reason = due }));
            book.Decide(HoldJob.Name, invoice.Id, verdict.ActedOrRevised(), verdict, now, $"hold the account: {due}");
            book.Enqueue(new EmailJob(book.Account.Id, invoice.Id, "hold_placed"), invoice.Id, Notices.Facts, now);
        }
        work.Complete();
    }
}

/// <summary>Releases the hold of an invoice that is settled.</summary>
public sealed class ReleaseHandler : IPhasedHandler<ReleaseJob>
{
    /// <inheritdoc/>
    public void Decide(Batch<ReleaseJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works) Decide(work, books[work.Job.AccountId], batch.Now);
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    static void Decide(Work<ReleaseJob> work, AccountBook book, DateTimeOffset now)
    {
        var invoice = book.Find(work.Job.InvoiceId)!;
        var verdict = work.Verdicts[0];
        if (book.OpenHold(invoice.Id) is { } hold && invoice.Status != InvoiceStatus.Open)
        {
            hold.ReleasedAt = now;
            book.Save(hold);
            // Another invoice may keep the account on hold: then nobody is told that it is free.
            var keeps = book.Holds.Find(h => h.ReleasedAt is null) is { } other ? $"; invoice {book.Find(other.InvoiceId)!.Number} keeps the account on hold" : "";
            book.Decide(ReleaseJob.Name, invoice.Id, verdict.ActedOrRevised(), verdict, now, $"release the hold: the invoice is settled{keeps}", work.Job.Cause, code: CloseReasons.InvoiceSettled);
            if (keeps.Length == 0) book.Enqueue(new EmailJob(book.Account.Id, invoice.Id, "hold_released"), invoice.Id, Notices.Facts, now);
        }
        else book.Decide(ReleaseJob.Name, invoice.Id, DecisionKind.Superseded, verdict, now, "there is no hold to release", work.Job.Cause, code: CloseReasons.NoHold);
        work.Complete();
    }
}
