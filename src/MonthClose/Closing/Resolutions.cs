using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>What a person decides about an item of the worklist. Each is kept with its reason.</summary>
public static class Resolutions
{
    /// <summary>Resolves a charge by what is known of it now; jobs of its account that were parked meanwhile run again.</summary>
    /// <exception cref="ChangeRefusedException">It does not wait for a person; nothing has changed.</exception>
    public static void Charge(ILedger ledger, string key, GatewayAnswer answer, string outcome, string reason, DateTimeOffset now) => ledger.Write(tx =>
    {
        var account = ChargeResolution.Settle(tx, key, answer, now);
        tx.Replay(new StoppedJobs { OrderingKey = account, IsDead = false }, now);
        Keep(tx, key, account, outcome, reason, now);
    });

    /// <summary>Resolves an invoice, a mail, or a job: <c>job/17</c>, those of one kind (<c>job/email</c>), or <c>job/all</c>.</summary>
    /// <exception cref="ChangeRefusedException">There is no such item, or no such outcome; nothing has changed.</exception>
    public static void Resolve(ILedger ledger, string item, string outcome, string reason, DateTimeOffset now) => ledger.Write(tx =>
    {
        if (Which(item) is { } jobs) Resolve(tx, item, jobs, outcome, reason, now);
        else Keep(tx, item, item.Contains('@', StringComparison.Ordinal) ? Mail(tx, item, outcome, now) : Invoice(tx, item, outcome, now), outcome, reason, now);
    });

    /// <summary>What was decided about a period, and about its report, which is no account's; in order.</summary>
    public static IReadOnlyList<string> OfPeriod(ILedger ledger, string period) => ledger.Read(tx => tx.Sql.Query(
        Sql.Text["decided_about_period"], r => $"{r.GetString(1)} at {Instants.ToFile(BookReader.Instant(r, 0))}: {r.GetString(2)}", period));

    static StoppedJobs? Which(string item) => item.Split('/', 2) switch
    {
        ["job", "all"] => new(),
        ["job", var id] when long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new() { Id = number },
        ["job", var kind] => new() { Kind = kind },
        _ => null,
    };

    // A job is gone when its reason is read: what it was is kept with it.
    static void Resolve(ILedgerTransaction tx, string item, StoppedJobs which, string outcome, string reason, DateTimeOffset now)
    {
        var stopped = tx.Sql.Query(Sql.Text["stopped_jobs"], r => (Id: r.GetInt64(0), Kind: r.GetString(1), Payload: r.GetString(2), Account: BookReader.Text(r, 3), About: r.GetString(7)))
            .Where(j => (which.Id ?? j.Id) == j.Id && (which.Kind ?? j.Kind) == j.Kind).ToList();
        var resolved = outcome switch
        {
            "retry" => tx.Replay(which, now),
            "discard" => tx.Discard(which, reason, now),
            _ => throw Unknown(item, outcome, "retry, discard"),
        };
        if (resolved == 0) throw new ChangeRefusedException($"No {item} waits for a person.");
        foreach (var (id, kind, payload, account, about) in stopped)
        {
            if (outcome == "discard" && kind == EmailJob.Name) EmailHandler.GiveUp(tx, JsonSerializer.Deserialize<EmailJob>(payload)!, now);
            Keep(tx, string.Create(CultureInfo.InvariantCulture, $"job/{id} ({kind} of {about})"), account, outcome, reason, now);
        }
    }

    static string Mail(ILedgerTransaction tx, string item, string outcome, DateTimeOffset now)
    {
        Locks.Accounts(tx, [Unanswered(tx, item).Subject]);
        var mail = Unanswered(tx, item);
        var state = outcome switch
        {
            "sent" => IntentState.Succeeded,
            "lost" => IntentState.Refused,
            _ => throw Unknown(item, outcome, "sent, lost"),
        };
        tx.Update(mail with { State = state, SettledAt = now });
        if (state == IntentState.Succeeded) tx.Sql.Execute(Sql.Text["mark_email_sent"], mail.SentAt!.Value.ToUnixTimeMilliseconds(), item);
        return mail.Subject;
    }

    static Intent Unanswered(ILedgerTransaction tx, string mail) => tx.FindIntent(mail) is { Kind: "email", State: IntentState.Unknown } intent
        ? intent : throw new ChangeRefusedException($"No mail {mail} waits for a person.");

    // Rated by what has been imported since, with the usage that it was parked with.
    static string Invoice(ILedgerTransaction tx, string item, string outcome, DateTimeOffset now)
    {
        var parked = tx.Sql.Query(Sql.Text["parked_invoices"], r => (Account: r.GetString(0), Id: r.GetString(1), Period: r.GetString(2))).Find(i => i.Id == item);
        if (parked.Id is null) throw new ChangeRefusedException($"No charge, invoice, job or mail {item} waits for a person.");
        if (outcome != "rate_again") throw Unknown(item, outcome, "rate_again");
        tx.Enqueue([StepJob.Of(new RateJob(parked.Account, parked.Period, Again: true), now)], now);
        return parked.Account;
    }

    static void Keep(ILedgerTransaction tx, string item, string? account, string outcome, string reason, DateTimeOffset now) =>
        tx.Sql.Execute(Sql.Text["insert_resolution"], item, account, outcome, reason, now.ToUnixTimeMilliseconds());

    static ChangeRefusedException Unknown(string item, string outcome, string known) => new($"{item} cannot be resolved as \"{outcome}\": use one of {known}.");
}
