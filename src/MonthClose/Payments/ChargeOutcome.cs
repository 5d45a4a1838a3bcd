using System.Collections.Immutable;
using Stillso;

namespace MonthClose;

/// <summary>What the gateway's answer does to the account's book.</summary>
static class ChargeOutcome
{
    /// <summary>Books an answer.</summary>
    /// <param name="book">Whose.</param>
    /// <param name="invoice">Which.</param>
    /// <param name="intent">The intent that was sent.</param>
    /// <param name="answer">What the gateway said.</param>
    /// <param name="origin">The step that charged.</param>
    /// <param name="schedule">When to ask again.</param>
    /// <param name="now">When we learned it.</param>
    public static void Settle(
        AccountBook book, Invoice invoice, Intent intent, GatewayAnswer answer, ChargeOrigin origin, CloseSchedule schedule, DateTimeOffset now)
    {
        var payment = book.Payments[FrozenCharge.Of(intent).Payment - 1];
        payment.Reference = intent.Reference;
        book.Save(payment);
        switch (answer.Outcome)
        {
            case GatewayOutcome.Succeeded:
                Move(book, intent, IntentState.Succeeded, now);
                Succeed(book, invoice, payment, now);
                break;
            case GatewayOutcome.Unknown or GatewayOutcome.NothingDone:
                payment.Status = Outcome.Unknown;
                if (now - intent.SentAt >= schedule.Park)
                {
                    Move(book, intent, IntentState.Parked, null);
                    invoice.Status = InvoiceStatus.Parked;
                    book.Save(invoice);
                    break;
                }
                Move(book, intent, IntentState.Unknown, null);
                Ask(book, invoice, intent, origin, schedule, now);
                break;
            default:
                Move(book, intent, IntentState.Refused, now);
                payment.Status = answer.Outcome == GatewayOutcome.ActionRequired ? Outcome.ActionRequired : Outcome.Declined;
                payment.DeclineCode = answer.Code;
                payment.SettledAt = now;
                Fail(book, invoice, payment, origin, now);
                break;
        }
    }

    /// <summary>A failed attempt: what waited for its outcome is used, and <c>failed_charge</c> follows.</summary>
    public static void Fail(AccountBook book, Invoice invoice, Payment payment, ChargeOrigin origin, DateTimeOffset now)
    {
        invoice.Dunning = DunningState.Failed;
        book.Save(invoice);
        var believed = Believed(book, invoice, payment, payment.Amount.ToFile());
        UseWhatWaited(book, now);
        book.Enqueue(
            new FailedChargeJob(book.Account.Id, invoice.Id, payment.Ordinal, origin.QueueNext), invoice.Id,
            [Facts.Due, Facts.Method], now, believed: believed);
    }

    static void Succeed(AccountBook book, Invoice invoice, Payment payment, DateTimeOffset now)
    {
        payment.Status = Outcome.Succeeded;
        payment.SettledAt = now;
        invoice.AmountPaid += payment.Amount.Amount;
        book.Save(invoice);
        book.Post(JournalEntry.Of(
            $"{payment.Key}/succeeded", now, Posting.PeriodFor(book, invoice.Period), payment.Amount,
            LedgerAccount.CashGateway, LedgerAccount.Receivable, invoice.Id));
        if (invoice.AmountDue == 0)
        {
            var zero = Money.Zero(invoice.Currency).ToFile();
            Settlement.Paid(book, invoice, now, null, Believed(book, invoice, payment, zero) is { } p
                ? p with { Believed = [new(Facts.Due, zero), new(Facts.Email, book.Account.Email ?? "")] } : null);
        }
        UseWhatWaited(book, now);
    }

    static void UseWhatWaited(AccountBook book, DateTimeOffset now)
    {
        Transfers.UseWaiting(book, now);
        Settlement.AtOnce(book, now, null);
    }

    static void Ask(AccountBook book, Invoice invoice, Intent intent, ChargeOrigin origin, CloseSchedule schedule, DateTimeOffset now) =>
        book.Enqueue(
            new ResolveChargeJob(book.Account.Id, invoice.Id, intent.Key, origin), invoice.Id, [],
            schedule.NextAsk(intent.SentAt ?? now, now));

    // What follows a charge believes what the charge was decided by: so a change while it was in flight is seen.
    static Premise? Believed(AccountBook book, Invoice invoice, Payment payment, string due) => payment.DecidedSeq == 0 ? null : new Premise(
        AccountPremises.Source, book.Account.Id, invoice.Id,
        [new(Facts.Due, due), new(Facts.Method, payment.MethodId ?? "")], payment.DecidedAt, payment.DecidedSeq);

    static void Move(AccountBook book, Intent intent, IntentState state, DateTimeOffset? settled)
    {
        var at = book.Intents.FindIndex(i => i.Key == intent.Key);
        book.Intents[at] = book.Save(intent with { State = state, SettledAt = settled });
    }
}
