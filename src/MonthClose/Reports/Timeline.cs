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
    /// <param name="period">Only this period; null: all.</param>
    public static IReadOnlyList<Moment> Of(IJobStore store, ILedger ledger, string accountId, string? period)
    {
        var moments = ledger.Read(tx =>
        {
            var id = accountId;
            var json = JsonSerializer.Serialize(new[] { id });
            var sql = tx.Sql;
            var invoices = sql.Query(Sql.Text["load_invoices"], BookReader.Invoice, json).Where(i => period is null || i.Period == period).ToList();
            var records = tx.ChangesSince(id, 0).Select(c => (c.Seq, new Moment(c.At, "change", $"{c.Id}: {Words(c.Name)} {c.Value}".TrimEnd())))
                .Concat(sql.Query(Sql.Text["decisions_of_account"], r => (r.GetInt64(0), Decision(r)), id)).OrderBy(r => r.Item1).Select(r => r.Item2);
            var issued = invoices.Where(i => i.IssuedAt is not null)
                .Select(i => new Moment(i.IssuedAt!.Value, "invoice", $"{i.Number} issued: {new Money(i.Total, i.Currency)}; now {BookWriter.StatusWord(i.Status)}, {new Money(i.AmountDue, i.Currency)} due"));
            var payments = sql.Query(Sql.Text["load_payments"], BookReader.Payment, json).Where(p => p.Status is not null).Select(Payment);
            var holds = sql.Query(Sql.Text["load_holds"], BookReader.Hold, json).SelectMany(h => new[]
            {
                new Moment(h.PlacedAt, "hold", $"placed: {h.Reason}"), h.ReleasedAt is { } at ? new Moment(at, "hold", "released") : null,
            }).OfType<Moment>();
            var mails = sql.Query(
                Sql.Text["emails_of_account"],
                r => new Moment(BookReader.Instant(r, 0), "mail", $"{r.GetString(1)} to {r.GetString(2)}, saying: balance {BookReader.Money(r, 3, 4)}{(r.IsDBNull(5) ? " (not known to be sent)" : "")}"), id);
            return issued.Concat(records).Concat(payments).Concat(holds).Concat(mails).ToList();
        });
        var waits = store.Waiting(accountId).Select(j => new Moment(j.RunAt, "waits", $"{j.Kind} is due then"));
        return [.. moments.OrderBy(m => m.At).Concat(waits)];
    }

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
