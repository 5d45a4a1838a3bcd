using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>Writes what was decided in a book: decisions first, which draw their seq, then rows, then jobs.</summary>
static class BookWriter
{
    // Only its causes are asked for, which need no clock.
    static readonly AccountPremises Source = new(TimeProvider.System);

    public static void Write(ILedgerTransaction tx, AccountBook book, DateTimeOffset now, List<NewJob> jobs)
    {
        foreach (var outgoing in book.Out)
        {
            if (outgoing is Outgoing.Decided decided) Record(tx, book, decided);
            else if (outgoing is Outgoing.Needless needless) TakeBack(tx, book, needless);
        }
        foreach (var entity in book.Changed) Write(tx, book, entity);
        foreach (var use in book.NewUses)
            tx.Sql.Execute(Sql.Text["insert_credit_use"], book.Account.Id, use.InvoiceId, use.Ordinal, use.CreditId, Text(use.Amount.Amount), use.Amount.Currency.Code, Of(use.At));
        foreach (var entry in book.NewEntries) Write(tx.Sql, book, entry);
        foreach (var email in book.NewEmails)
        {
            tx.Sql.Execute(
                Sql.Text["insert_email"], book.Account.Id, email.Ordinal, email.MessageId, email.InvoiceId, email.Kind, email.To,
                Of(email.AsOf), Text(email.Balance.Amount), email.Balance.Currency.Code, Of(email.SentAt), email.Notice);
        }
        foreach (var job in book.Out.OfType<Outgoing.Job>()) jobs.Add(WithPremise(book, job, now));
    }

    static NewJob WithPremise(AccountBook book, Outgoing.Job job, DateTimeOffset now)
    {
        if (job.Believed is not null) return job.New with { Premises = [job.Believed] };
        if (job.Facts.IsEmpty) return job.New;
        var facts = Facts.Of(book, job.About, job.Facts, now);
        return job.New with { Premises = [new Premise(AccountPremises.Source, book.Account.Id, job.About, facts, now, book.Seq)] };
    }

    static void Record(ILedgerTransaction tx, AccountBook book, Outgoing.Decided decided)
    {
        var seq = book.Seq = tx.NextSeq(decided.Decision.Subject);
        tx.Record(decided.Decision with { Seq = seq });
        decided.WithSeq?.Invoke(seq);
    }

    // What makes a waiting job needless writes that job's row. What is due already runs, and finds out by itself;
    // a mail that was made, and that the server has put off, has its row.
    static void TakeBack(ILedgerTransaction tx, AccountBook book, Outgoing.Needless needless)
    {
        foreach (var job in tx.Cancel(book.Account.Id, j => j.RunAt > needless.Now && IsAbout(j, needless.InvoiceId) && !EmailHandler.IsMade(tx, j), needless.Now))
        {
            var premise = job.Premises[0];
            var found = Facts.Of(book, premise.About, premise.Believed.Select(f => f.Name), needless.Now);
            var verdict = Verdict.Of(tx, Source, premise, found, needless.Now);
            var seq = book.Seq = tx.NextSeq(book.Account.Id);
            tx.Record(new Decision(
                book.Account.Id, seq, needless.Now, needless.InvoiceId, job.Kind, DecisionKind.Superseded, premise.Believed, premise.At,
                found, needless.Now, verdict.Causes, needless.Reason)
            {
                Code = needless.Code,
            });
        }
    }

    static bool IsAbout(WaitingJob job, string invoiceId) =>
        job.Kind is "retry_charge" or "hold" or "email" && job.Premises.Count > 0 && job.Premises[0].About == invoiceId;

    static void Write(ILedgerTransaction tx, AccountBook book, object entity)
    {
        var (sql, id) = (tx.Sql, book.Account.Id);
        _ = entity switch
        {
            Account a => sql.Execute(Sql.Text["update_account"], a.Email, a.Currency.Code, a.Closed ? "closed" : "active", a.GatewayCustomerId, id),
            // Two accounts may have been given one method at the same time.
            PaymentMethod m => sql.Execute(Sql.Text["save_method"], m.Id, id, m.IsDefault ? 1 : 0, m.ExpMonth, m.ExpYear) == 1
                ? 1 : throw new ChangeRefusedException("This payment method belongs to another account."),
            Credit c => sql.Execute(
                Sql.Text["save_credit"], c.Id, id, Text(c.Amount.Amount), Text(c.Remaining.Amount), c.Amount.Currency.Code, Of(c.GrantedAt),
                Of(c.ExpiresAt), c.Kind, c.Posted ? 1 : 0),
            Invoice i => Write(sql, id, i),
            Payment p => sql.Execute(
                Sql.Text["save_payment"], id, p.Ordinal, p.InvoiceId, p.Attempt, Text(p.Amount.Amount), p.Amount.Currency.Code, p.MethodId,
                p.Status, p.DeclineCode, p.Reference, p.Key, Of(p.DecidedAt), p.DecidedSeq, Of(p.SettledAt)),
            WaitingTransfer t => book.Transfers.Contains(t)
                ? sql.Execute(Sql.Text["insert_waiting_transfer"], t.ChangeId, id, Text(t.Amount.Amount), t.Amount.Currency.Code, Of(t.ReceivedAt))
                : sql.Execute(Sql.Text["delete_waiting_transfer"], t.ChangeId),
            Hold h => sql.Execute(Sql.Text["save_hold"], id, h.InvoiceId, Of(h.PlacedAt), Of(h.ReleasedAt), h.Reason),
            LateUsage l => sql.Execute(Sql.Text["save_late_usage"], l.ChangeId, id, 0, Text(l.Cost.Amount), l.Cost.Currency.Code, l.BilledBy, l.Period),
            Rating r => sql.Execute(
                Sql.Text["save_rating"], id, r.Period, r.Currency, JsonSerializer.Serialize(r.Lines), Text(r.TaxRate), r.ThroughFile, r.Priced ? 1 : 0, r.Problem, r.Import),
            // Only the last state of an intent is written; earlier ones of this transaction were replaced in the book.
            Intent i => book.Intents.Contains(i) ? Write(tx, book, i) : 0,
            Email => 0,
            _ => throw new InvalidOperationException($"{entity.GetType().Name} has no table."),
        };
    }

    static int Write(ILedgerTransaction tx, AccountBook book, Intent intent)
    {
        if (book.KnownIntents.Add(intent.Key)) tx.Add(intent);
        else tx.Update(intent);
        return 1;
    }

    static int Write(Statements sql, string accountId, Invoice i) => sql.Execute(
        Sql.Text["save_invoice"], i.Id, i.Number, accountId, i.Period, i.Currency.Code, Text(i.Subtotal), Text(i.Tax), Text(i.CarriedIn),
        Text(i.Total), Text(i.CreditsApplied), Text(i.AmountPaid), Text(i.AmountDue), StatusWord(i.Status), Of(i.IssuedAt),
        i.StoredLines.Json, DunningWord(i.Dunning), i.Retries, Text(i.TaxRate), i.CarriedTo, i.StoredNotes.Json, i.PostedIn);

    static void Write(Statements sql, AccountBook book, JournalEntry entry)
    {
        var line = 0;
        foreach (var side in entry.Lines)
        {
            sql.Execute(
                Sql.Text["insert_journal_line"], book.Account.Id, entry.Id, ++line, Of(entry.At), entry.Period, side.Account,
                side.Debit == 0 ? "0" : Text(side.Debit), side.Credit == 0 ? "0" : Text(side.Credit), entry.Currency.Code, entry.Reference);
        }
    }

    /// <summary>The word of invoices.csv.</summary>
    public static string StatusWord(InvoiceStatus status) => status switch
    {
        InvoiceStatus.Paid => "paid",
        InvoiceStatus.Open => "open",
        InvoiceStatus.CarriedForward => "carried_forward",
        _ => "parked",
    };

    static string DunningWord(DunningState state) => state switch
    {
        DunningState.FirstCharge => "first_charge",
        DunningState.Failed => "failed",
        DunningState.Retrying => "retrying",
        DunningState.Waiting => "waiting",
        _ => "over",
    };

    static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    static long Of(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    static object? Of(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();
}
