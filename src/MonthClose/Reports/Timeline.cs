using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>One moment of an account's history, in words for a support person.</summary>
/// <param name="At">When.</param>
/// <param name="What"><c>change</c>, <c>decision</c>, <c>payment</c>, <c>mail</c>, <c>invoice</c>, <c>hold</c>, <c>waits</c>.</param>
/// <param name="Text">What happened, and why.</param>
public sealed record Moment(DateTimeOffset At, string What, string Text);

/// <summary>Every change, decision, effect and mail of an account, in order.</summary>
public static class Timeline
{
    /// <summary>The moments of an account.</summary>
    /// <param name="store">The queue, for what still waits.</param>
    /// <param name="ledger">The store.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="period">Only what is about this period's invoice, and the changes that came meanwhile; null: all.</param>
    public static IReadOnlyList<Moment> Of(IJobStore store, ILedger ledger, string accountId, string? period)
    {
        var moments = ledger.Read(tx => Read(tx, accountId)).OrderBy(m => m.Moment.At).ThenBy(m => m.Order).ToList();
        var waits = store.Waiting(accountId);
        if (period is null) return [.. moments.Select(m => m.Moment), .. waits.Select(Waits)];
        var invoice = $"{accountId}/{period}";
        bool IsOfPeriod(string? about) => about == invoice || about == period;
        var first = moments.FindIndex(m => IsOfPeriod(m.About));
        var last = moments.FindLastIndex(m => IsOfPeriod(m.About));
        return
        [
            .. moments.Where((m, n) => IsOfPeriod(m.About) || (m.About is null && n >= first && n <= last)).Select(m => m.Moment),
            .. waits.Where(w => w.Premises.Count > 0 && IsOfPeriod(w.Premises[0].About)).Select(Waits),
        ];
    }

    // At one instant: the invoice, then changes and decisions by their count, each followed by what came of it.
    // A change is about no invoice.
    static List<(double Order, string? About, Moment Moment)> Read(ILedgerTransaction tx, string id)
    {
        var json = JsonSerializer.Serialize(new[] { id });
        var sql = tx.Sql;
        var moments = new List<(double, string?, Moment)>();
        var decisions = sql.Query(
            Sql.Text["decisions_of_account"], r => (Seq: r.GetInt64(0), Step: r.GetString(2), Kind: r.GetString(3), About: r.GetString(9), Moment: Decision(r)), id);
        double After(string step, int nth) => decisions.Where(d => d.Step == step && d.Kind is "Acted" or "Revised").Select(d => d.Seq + 0.5).ElementAtOrDefault(nth);
        moments.AddRange(decisions.Select(d => ((double)d.Seq, (string?)d.About, d.Moment)));
        moments.AddRange(tx.ChangesSince(id, 0).Select(c => ((double)c.Seq, (string?)null, new Moment(c.At, "change", $"{c.Id}: {Words(c.Name)} {c.Value}".TrimEnd()))));
        moments.AddRange(sql.Query(Sql.Text["load_invoices"], BookReader.Invoice, json).Where(i => i.IssuedAt is not null)
            .Select(i => (0.0, (string?)i.Id, new Moment(i.IssuedAt!.Value, "invoice", $"{i.Number} issued: {new Money(i.Total, i.Currency)}; by now {BookWriter.StatusWord(i.Status)}, {new Money(i.AmountDue, i.Currency)} due"))));
        moments.AddRange(sql.Query(Sql.Text["load_payments"], BookReader.Payment, json).Where(p => p.Status is not null)
            .Select(p => (p.DecidedSeq > 0 ? p.DecidedSeq + 0.5 : 1.5, p.InvoiceId, Payment(p))));
        foreach (var (hold, n) in sql.Query(Sql.Text["load_holds"], BookReader.Hold, json).Select((h, n) => (h, n)))
        {
            moments.Add((After(HoldJob.Name, n), hold.InvoiceId, new Moment(hold.PlacedAt, "hold", $"placed: {hold.Reason}")));
            if (hold.ReleasedAt is { } at) moments.Add((After(ReleaseJob.Name, n), hold.InvoiceId, new Moment(at, "hold", "released")));
        }
        moments.AddRange(sql.Query(
            Sql.Text["emails_of_account"],
            r => (About: r.GetString(6), Moment: new Moment(BookReader.Instant(r, 0), "mail", $"{r.GetString(1)} to {r.GetString(2)}, saying: balance {BookReader.Money(r, 3, 4)}{(r.IsDBNull(5) ? NotSent(r.GetString(7)) : "")}")), id)
            .Select((m, n) => (After(EmailJob.Name, n), (string?)m.About, m.Moment)));
        moments.AddRange(sql.Query(
            Sql.Text["resolutions_of_account"],
            r => (double.MaxValue, InvoiceIn(r.GetString(4), id), new Moment(BookReader.Instant(r, 3), "person", $"{r.GetString(0)} resolved as {r.GetString(1).Replace('_', ' ')}: {r.GetString(2)}")), id));
        return moments;
    }

    // A charge's key begins with the invoice's id, which ends with its period; a job is named with what it was about.
    static string? InvoiceIn(string item, string account)
    {
        if (item.StartsWith("job/", StringComparison.Ordinal) && item.EndsWith(')')) item = item[(item.IndexOf(" of ", StringComparison.Ordinal) + 4)..^1];
        var length = account.Length + "/2024-09".Length;
        return item.StartsWith($"{account}/", StringComparison.Ordinal) && item.Length >= length ? item[..length] : null;
    }

    static string NotSent(string state) => state switch
    {
        "Ready" => " (not sent)",
        "Withdrawn" => " (not sent, and given up)",
        "Refused" => " (lost)",
        _ => " (not known to be sent)",
    };

    static Moment Waits(WaitingJob job) => new(job.RunAt, "waits", $"{job.Kind} is due then");

    static Moment Payment(Payment p)
    {
        var by = p.MethodId == Outcome.BankTransfer ? "by bank transfer" : p.MethodId is null ? "without a payment method" : $"by {p.MethodId}";
        var attempt = p.Attempt is { } n ? string.Create(CultureInfo.InvariantCulture, $"attempt {n}, ") : "";
        var code = p.DeclineCode is null ? "" : $" ({p.DeclineCode})";
        var rest = p.InvoiceId is null ? ", left over: a credit" : "";
        return new Moment(p.SettledAt ?? p.DecidedAt, "payment", $"{attempt}{p.Amount} {by}: {p.Status!.Replace('_', ' ')}{code}{rest}{(p.Reference is null ? "" : $" [{p.Reference}]")}");
    }

    static Moment Decision(System.Data.Common.DbDataReader r)
    {
        var text = $"{r.GetString(2)} {r.GetString(3).ToLowerInvariant()}: {r.GetString(8)}";
        var (believed, found) = (Pairs(r.GetString(4)), Pairs(r.GetString(6)));
        if (believed.Length > 0)
        {
            text += believed == found ? $" | it is still so: {believed}"
                : $" | believed {believed} as of {Instants.ToFile(BookReader.Instant(r, 5))}, found {found}";
        }
        if (r.GetString(7).Length > 0) text += $" | because of {r.GetString(7)}";
        return new Moment(BookReader.Instant(r, 1), "decision", text);
    }

    static string Pairs(string json) => json.Length == 0 ? "" : string.Join(", ", JsonSerializer.Deserialize<Fact[]>(json)!.Select(f => $"{f.Name}={f.Value}"));

    static string Words(string change) => change.Replace('_', ' ');
}
