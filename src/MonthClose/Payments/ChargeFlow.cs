using Stillso;

namespace MonthClose;

/// <summary>
/// A charge, from decision to outcome: decide → create → the line → confirm → settle. Steps that charge share it.
/// </summary>
public sealed class ChargeFlow(IGateway gateway, CloseSchedule schedule)
{
    /// <summary>Decides: nothing due, too small, no method, or an intent to be sent. A broken-off attempt is taken up.</summary>
    internal void Decide(Work work, AccountBook book, Invoice invoice, ChargeOrigin origin, string? cause, DateTimeOffset now)
    {
        var verdict = work.Verdicts.Count > 0 ? work.Verdicts[0] : null;
        if (book.Intents.LastOrDefault(i => i.Debt == invoice.Id && i.IsOpen) is { } open)
        {
            if (open.State is IntentState.Ready or IntentState.Sending) Begin(work, book, invoice, open, origin, cause, now);
            else if (open.State == IntentState.Parked) work.Park($"nobody knows yet whether {open.Key} was charged", CloseReasons.ChargeUnknown);
            else work.Reschedule(now + schedule.Ask[0]);
            return;
        }
        if (invoice.Status is InvoiceStatus.CarriedForward or InvoiceStatus.Parked)
        {
            End(work, book, invoice, origin, DecisionKind.Superseded, verdict, now, "the invoice is not collected any more", CloseReasons.NotCollected, cause);
            return;
        }
        var (kind, intent) = ChargeDecision.Decide(book, invoice, origin, now);
        switch (kind)
        {
            case ChargeDecisionKind.Charge:
                Begin(work, book, invoice, intent!, origin, cause, now);
                break;
            case ChargeDecisionKind.NothingDue:
                if (invoice.Status == InvoiceStatus.Open) Settlement.Paid(book, invoice, now, null);
                var changed = verdict is { Holds: false } || !origin.IsFirst;
                End(work, book, invoice, origin, changed ? DecisionKind.Superseded : DecisionKind.Acted, verdict, now, "nothing is due", CloseReasons.NothingDue, cause);
                break;
            case ChargeDecisionKind.TooSmall:
                Settlement.CarriedForward(book, invoice, now, null);
                End(work, book, invoice, origin, verdict.ActedOrRevised(), verdict, now,
                    $"{new Money(invoice.AmountDue, invoice.Currency).ToFile()} {invoice.Currency.Code} is below the gateway's minimum: carried forward", CloseReasons.BelowMinimum, cause);
                break;
            default:
                var payment = ChargeDecision.NoMethod(book, invoice, now);
                End(work, book, invoice, origin, verdict.ActedOrRevised(), verdict, now,
                    book.DefaultMethod is null ? "no payment method is on file" : "the payment method was refused for good",
                    book.DefaultMethod is null ? CloseReasons.NoMethod : CloseReasons.MethodRefused, cause,
                    seq => payment.DecidedSeq = seq);
                ChargeOutcome.Fail(book, invoice, payment, origin, now);
                break;
        }
    }

    internal void Begin(Work work, AccountBook book, Invoice invoice, Intent intent, ChargeOrigin origin, string? cause, DateTimeOffset now)
    {
        var frozen = FrozenCharge.Of(intent);
        work.State = new ChargeRun(intent, origin, cause)
        {
            Account = book.Account,
            Expired = book.Methods.FirstOrDefault(m => m.Id == frozen.MethodId && m.HasExpired(now)),
            Request = new ChargeRequest(
                intent.Key, new Money(frozen.Amount, invoice.Currency), book.Account.GatewayCustomerId ?? "", frozen.MethodId,
                book.Account.Id, invoice.Number ?? ""),
        };
        work.Prepare();
    }

    internal async Task PrepareAsync(Work work, CancellationToken cancellation)
    {
        var run = (ChargeRun)work.State!;
        if (run.Recovering)
        {
            var answer = run.Intent.Reference is { } known
                ? await gateway.RetrieveAsync(known, cancellation) : new GatewayAnswer(GatewayOutcome.Declined, "refused");
            work.State = run with { Answer = answer };
            return;
        }
        var customer = run.Account.GatewayCustomerId
            ?? await gateway.CustomerAsync(run.Account.Id, run.Account.Name, cancellation);
        if (run.Expired is { ExpMonth: { } month, ExpYear: { } year } method)
            await gateway.DescribeMethodAsync(method.Id, customer, month, year, cancellation);
        run = run with { Request = run.Request with { CustomerId = customer } };
        try
        {
            work.State = run with { Intent = run.Intent with { Reference = await gateway.CreateAsync(run.Request, cancellation) } };
        }
        catch (GatewayRefusedException e)
        {
            work.State = run with { Answer = new GatewayAnswer(GatewayOutcome.Declined, e.Code) };
        }
    }

    /// <summary>The line: one transaction stores the reference, reads the premises again and sets sending.</summary>
    internal void Send(IReadOnlyList<Work> works, ILedgerTransaction transaction, DateTimeOffset now)
    {
        var books = AccountBooks.Load(transaction, [.. works.Select(w => w.Lease.OrderingKey!)]);
        foreach (var work in works)
        {
            var run = (ChargeRun)work.State!;
            var book = books[work.Lease.OrderingKey!];
            var invoice = book.Find(run.Intent.Debt)!;
            work.State = run.Recovering ? SendAgain(book, run, now)
                : ChargeDecision.StillHolds(book, invoice, FrozenCharge.Of(run.Intent), now) ? CommitToSend(work, book, invoice, run, now)
                : run with { Withdrawing = true };
            work.Act();
        }
        AccountBooks.Save(transaction, now);
    }

    internal async Task ActAsync(Work work, CancellationToken cancellation)
    {
        var run = (ChargeRun)work.State!;
        var (intent, method) = (run.Intent, FrozenCharge.Of(run.Intent).MethodId);
        if (run.Withdrawing)
        {
            if (intent.Reference is not null) await gateway.CancelAsync(intent.Reference, intent.Key, cancellation);
            return;
        }
        var answer = run.Answer ?? await gateway.ConfirmAsync(intent.Reference!, method, intent.Key, intent.Sends, cancellation);
        work.State = run with { Answer = answer };
        if (!answer.Refusable) return;
        try
        {
            // Refused, but the customer could still complete it there: the next attempt needs it dead.
            await gateway.CancelAsync(intent.Reference!, intent.Key, cancellation);
        }
        catch (GatewayUnavailableException)
        {
            work.State = run with { Answer = new GatewayAnswer(GatewayOutcome.Unknown) };
        }
    }

    internal void Settle(IReadOnlyList<Work> works, ILedgerTransaction transaction, DateTimeOffset now)
    {
        var books = AccountBooks.Load(transaction, [.. works.Select(w => w.Lease.OrderingKey!)]);
        foreach (var work in works)
        {
            var run = (ChargeRun)work.State!;
            var book = books[work.Lease.OrderingKey!];
            var invoice = book.Find(run.Intent.Debt)!;
            if (book.Account.GatewayCustomerId is null && run.Request.CustomerId.Length > 0)
            {
                book.Account.GatewayCustomerId = run.Request.CustomerId;
                book.Save(book.Account);
            }
            if (run.Withdrawing) Withdraw(work, book, run, now);
            else
            {
                if (work.Lease.Kind == ChargeJob.Name) Notices.Invoice(book, invoice, now);
                ChargeOutcome.Settle(book, invoice, run.Intent, run.Answer!, run.Origin, schedule, now);
                work.Complete();
            }
        }
        AccountBooks.Save(transaction, now);
    }

    static ChargeRun CommitToSend(Work work, AccountBook book, Invoice invoice, ChargeRun run, DateTimeOffset now)
    {
        var sending = Replace(book, run.Intent with { State = IntentState.Sending, Sends = 1, SentAt = now });
        var payment = book.Save(book.Payments[FrozenCharge.Of(run.Intent).Payment - 1]);
        payment.Attempt = ChargeDecision.NextAttempt(book, invoice);
        payment.DecidedAt = now;
        payment.Reference = run.Intent.Reference;
        var verdict = work.Verdicts[0];
        book.Decide(run.Origin.Step, invoice.Id, verdict.ActedOrRevised(), verdict, now,
            $"charge {payment.Amount.ToFile()} {invoice.Currency.Code} to {payment.MethodId}", run.Cause, seq => payment.DecidedSeq = seq);
        return run with { Intent = sending };
    }

    ChargeRun SendAgain(AccountBook book, ChargeRun run, DateTimeOffset now)
    {
        if (run.Answer?.Outcome != GatewayOutcome.NothingDone || now - run.Intent.SentAt > schedule.SendUntil) return run;
        return run with { Intent = Replace(book, run.Intent with { State = IntentState.Sending, Sends = run.Intent.Sends + 1 }), Answer = null };
    }

    static void Withdraw(Work work, AccountBook book, ChargeRun run, DateTimeOffset now)
    {
        Replace(book, run.Intent with { State = IntentState.Withdrawn, SettledAt = now });
        var payment = book.Save(book.Payments[FrozenCharge.Of(run.Intent).Payment - 1]);
        payment.Status = Outcome.Canceled;
        payment.SettledAt = now;
        payment.Reference = run.Intent.Reference;
        work.DecideAnew();
    }

    static Intent Replace(AccountBook book, Intent intent)
    {
        book.Intents[book.Intents.FindIndex(i => i.Key == intent.Key)] = book.Save(intent);
        return intent;
    }

    static void End(
        Work work, AccountBook book, Invoice invoice, ChargeOrigin origin, DecisionKind kind, Verdict? verdict, DateTimeOffset now,
        string reason, string code, string? cause, Action<long>? withSeq = null)
    {
        book.Decide(origin.Step, invoice.Id, kind, verdict, now, reason, cause, withSeq, code);
        if (origin.IsFirst) Notices.Invoice(book, invoice, now);
        work.Complete();
    }
}
