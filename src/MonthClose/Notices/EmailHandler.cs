using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>Makes and sends mails. The balance is read when the mail is made; it is sent at most once for its cause.</summary>
public sealed class EmailHandler(INoticeSender? sender, bool attachPdf, CloseSchedule schedule) : IPhasedHandler<EmailJob>
{
    const string Kind = "email";
    readonly ConditionsReader conditions = new();

    /// <summary>Nobody can ask a mail server what it took: a process that dies leaves no more than these in doubt.</summary>
    public int AtOnce => sender is null ? int.MaxValue : 4;

    /// <inheritdoc/>
    public void Decide(Batch<EmailJob> batch)
    {
        var books = AccountBooks.Load(batch.Transaction, [.. batch.Works.Select(w => w.Job.AccountId)]);
        foreach (var work in batch.Works) Decide(work, books[work.Job.AccountId], batch);
        AccountBooks.Save(batch.Transaction, batch.Now);
    }

    /// <inheritdoc/>
    public async Task ActAsync(Work<EmailJob> work, CancellationToken cancellation)
    {
        if (work.State is Notice notice) work.State = await sender!.SendAsync(NoticeRenderer.Render(notice), cancellation);
    }

    /// <inheritdoc/>
    public void Settle(Batch<EmailJob> batch)
    {
        foreach (var work in batch.Works)
        {
            var id = MessageId(work.Job, ConditionsOf(batch.Transaction, work.Job).Seller);
            var intent = batch.Transaction.FindIntent(id)!;
            var answer = work.State as MailAnswer ?? new MailAnswer(SendResult.Unknown);
            var state = answer.Result switch
            {
                SendResult.Sent => IntentState.Succeeded,
                SendResult.Unknown => IntentState.Unknown,
                // The server has not taken it: it can be sent again.
                _ => IntentState.Ready,
            };
            batch.Transaction.Update(intent with
            {
                State = state, SentAt = state == IntentState.Ready ? null : intent.SentAt,
                SettledAt = state == IntentState.Succeeded ? batch.Now : null,
            });
            if (answer.Result == SendResult.Sent) batch.Transaction.Sql.Execute(Sql.Text["mark_email_sent"], batch.Now.ToUnixTimeMilliseconds(), id);
            if (answer.Result == SendResult.NotSent) work.Reschedule(batch.Now + schedule.Mail);
            else if (answer.Result == SendResult.Refused) work.Park($"the mail server refused the {work.Job.Kind} mail to {Frozen(intent).To}: {answer.Text}", CloseReasons.MailRefused);
            else work.Complete();
        }
    }

    void Decide(Work<EmailJob> work, AccountBook book, Batch<EmailJob> batch)
    {
        var (job, now) = (work.Job, batch.Now);
        var invoice = book.Find(job.InvoiceId)!;
        var verdict = work.Verdicts[0];
        var billedBy = ConditionsOf(batch.Transaction, job);
        var id = MessageId(job, billedBy.Seller);
        if (sender is not null && batch.Transaction.FindIntent(id) is { } sent)
        {
            SendAgain(work, sent, batch);
            return;
        }
        if (job.Kind == "hold_warning" && invoice.Status == InvoiceStatus.Parked)
        {
            work.Park("nobody knows yet whether the invoice was charged", CloseReasons.ChargeUnknown);
            return;
        }
        if (Needless(book, invoice, job) is var (reason, code))
        {
            var cause = job.Kind == "hold_warning" && book.Account.Closed ? WorldChanges.WhatClosed(batch.Transaction, book.Account.Id) : null;
            book.Decide(EmailJob.Name, invoice.Id, DecisionKind.Superseded, verdict, now, $"{job.Kind}: {reason}", cause, code: code);
            work.Complete();
            return;
        }
        var notice = NoticeWriter.Write(book, invoice, job, id, billedBy, now) with { HasPdf = attachPdf };
        var json = JsonSerializer.Serialize(notice);
        book.NewEmails.Add(book.Save(new Email(
            ++book.EmailCount, id, invoice.Id, job.Kind, notice.To, now, new Money(book.Balance(invoice.Currency, now), invoice.Currency), json)
        {
            SentAt = sender is null ? now : null,
        }));
        book.Decide(EmailJob.Name, invoice.Id, verdict.ActedOrRevised(), verdict, now, $"{job.Kind} to {notice.To}");
        if (sender is null)
        {
            work.Complete();
            return;
        }
        batch.Transaction.Add(new Intent(id, Kind, book.Account.Id, id, IntentState.Sending, json, null, 1, now, now, null));
        work.State = notice;
        work.Act();
    }

    /// <summary>In a transaction: whether a waiting job's mail was made already, and waits for the server.</summary>
    internal static bool IsMade(ILedgerTransaction tx, WaitingJob waiting) =>
        waiting.Kind == EmailJob.Name && JsonSerializer.Deserialize<EmailJob>(waiting.Payload) is { } job
        && tx.FindIntent(MessageId(job, new ConditionsReader().Of(tx.Sql, PeriodOf(job)).Seller)) is not null;

    /// <summary>In a transaction: the mail that the server refused, and that a person gives up, is never sent.</summary>
    internal static void GiveUp(ILedgerTransaction tx, EmailJob job, DateTimeOffset now)
    {
        var seller = new ConditionsReader().Of(tx.Sql, PeriodOf(job)).Seller;
        if (tx.FindIntent(MessageId(job, seller)) is { State: IntentState.Ready } mail) tx.Update(mail with { State = IntentState.Withdrawn, SettledAt = now });
    }

    // A mail that the server did not take is tried again, as it was made. One whose attempt was broken off may have left.
    static void SendAgain(Work<EmailJob> work, Intent sent, Batch<EmailJob> batch)
    {
        if (sent.State == IntentState.Ready)
        {
            batch.Transaction.Update(sent with { State = IntentState.Sending, Sends = sent.Sends + 1, SentAt = batch.Now });
            work.State = Frozen(sent);
            work.Act();
            return;
        }
        if (sent.State == IntentState.Sending) batch.Transaction.Update(sent with { State = IntentState.Unknown });
        work.Complete();
    }

    static (string Reason, string Code)? Needless(AccountBook book, Invoice invoice, EmailJob job) =>
        book.Account.Email is null ? ("the account has no e-mail address", CloseReasons.NoEmail)
        : job.Kind != "hold_warning" ? null
        : invoice.Status != InvoiceStatus.Open ? ("nothing is due any more", CloseReasons.NothingDue)
        : book.Account.Closed ? ("the account is closed", CloseReasons.AccountClosed) : null;

    Conditions ConditionsOf(ILedgerTransaction transaction, EmailJob job) => conditions.Of(transaction.Sql, PeriodOf(job));

    // An invoice's id ends with its period.
    static string PeriodOf(EmailJob job) => job.InvoiceId[(job.InvoiceId.LastIndexOf('/') + 1)..];

    static Notice Frozen(Intent mail) => JsonSerializer.Deserialize<Notice>(mail.Frozen)!;

    static string MessageId(EmailJob job, IReadOnlyDictionary<string, string> seller)
    {
        var domain = seller.GetValueOrDefault("from_email", "billing@monthclose.invalid").Split('@')[^1];
        return $"{job.Kind}.{job.Number}.{Uri.EscapeDataString(job.InvoiceId.Replace('/', '.'))}@{domain}";
    }
}
