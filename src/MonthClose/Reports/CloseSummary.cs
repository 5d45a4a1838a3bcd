using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>What a close came to, in figures.</summary>
public sealed record CloseSummary
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" };

    /// <summary>The period.</summary>
    public required string Period { get; init; }

    /// <summary><c>open</c>, <c>closing</c>, <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>How many accounts there are.</summary>
    public required long Accounts { get; init; }

    /// <summary>Invoices by status.</summary>
    public required SortedDictionary<string, long> Invoices { get; init; }

    /// <summary>Invoiced totals by currency.</summary>
    public required SortedDictionary<string, string> Invoiced { get; init; }

    /// <summary>What credits settled, by currency.</summary>
    public required SortedDictionary<string, string> Credited { get; init; }

    /// <summary>What charges collected, by currency.</summary>
    public required SortedDictionary<string, string> Charged { get; init; }

    /// <summary>What transfers settled or left as credit, by currency.</summary>
    public required SortedDictionary<string, string> Transferred { get; init; }

    /// <summary>What is still due, by currency.</summary>
    public required SortedDictionary<string, string> Due { get; init; }

    /// <summary>Payments by outcome.</summary>
    public required SortedDictionary<string, long> Payments { get; init; }

    /// <summary>Holds that were placed.</summary>
    public required long Holds { get; init; }

    /// <summary>Holds that were released.</summary>
    public required long Released { get; init; }

    /// <summary>E-mails by kind.</summary>
    public required SortedDictionary<string, long> Emails { get; init; }

    /// <summary>Decisions by kind.</summary>
    public required SortedDictionary<string, long> Decisions { get; init; }

    /// <summary>Items that wait for a person.</summary>
    public required long Parked { get; init; }

    /// <summary>Adds it up from the store.</summary>
    public static CloseSummary Of(ILedger ledger, string period) => ledger.Read(tx =>
    {
        var sql = tx.Sql;
        SortedDictionary<string, long> Count(string query) =>
            new(sql.Query(Sql.Text[query], r => (r.GetString(0), r.GetInt64(1)), period).ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal), StringComparer.Ordinal);
        var invoices = sql.Query(Sql.Text["report_invoices"], BookReader.Invoice, period);
        var payments = sql.Query(Sql.Text["report_payments"], BookReader.Payment, period);
        SortedDictionary<string, string> Sum(IEnumerable<Money> amounts) => new(
            amounts.GroupBy(a => a.Currency).ToDictionary(g => g.Key.Code, g => new Money(g.Sum(a => a.Amount), g.Key).ToFile(), StringComparer.Ordinal), StringComparer.Ordinal);
        return new CloseSummary
        {
            Period = period, State = sql.First(Sql.Text["period_state"], r => r.GetString(0), period) ?? "open",
            Accounts = sql.First(Sql.Text["count_accounts"], r => r.GetInt64(0)),
            Invoices = new(invoices.GroupBy(i => BookWriter.StatusWord(i.Status)).ToDictionary(g => g.Key, g => g.LongCount(), StringComparer.Ordinal), StringComparer.Ordinal),
            Invoiced = Sum(invoices.Where(i => i.Number is not null).Select(i => new Money(i.Total, i.Currency))),
            Credited = Sum(invoices.Where(i => i.Number is not null).Select(i => new Money(i.CreditsApplied, i.Currency))),
            Charged = Sum(payments.Where(p => p is { Status: Outcome.Succeeded, Attempt: not null }).Select(p => p.Amount)),
            Transferred = Sum(payments.Where(p => p.MethodId == Outcome.BankTransfer).Select(p => p.Amount)),
            Due = Sum(invoices.Where(i => i.Number is not null).Select(i => new Money(i.AmountDue, i.Currency))),
            Payments = new(payments.GroupBy(p => p.Status!).ToDictionary(g => g.Key, g => g.LongCount(), StringComparer.Ordinal), StringComparer.Ordinal),
            Holds = sql.First(Sql.Text["count_holds"], r => r.GetInt64(0), period),
            Released = sql.First(Sql.Text["count_released"], r => r.GetInt64(0), period),
            Emails = Count("count_emails"), Decisions = Count("count_decisions"),
            Parked = invoices.Count(i => i.Status == InvoiceStatus.Parked) + sql.First(Sql.Text["jobs_for_a_person"], r => r.GetInt64(0)),
        };
    });

    /// <summary>Writes <c>reports/summary.json</c>.</summary>
    public void Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "reports", "summary.json"), JsonSerializer.Serialize(this, Json) + "\n");
    }

    /// <summary>A count of a dictionary, 0 when it is missing.</summary>
    public static long Of(IReadOnlyDictionary<string, long> counts, string name) => counts.GetValueOrDefault(name);

    /// <summary>Amounts of several currencies in one line.</summary>
    public static string Line(IReadOnlyDictionary<string, string> amounts) => amounts.Count == 0
        ? "nothing" : string.Join(", ", amounts.Select(a => Currency.Get(a.Key).Format(decimal.Parse(a.Value, CultureInfo.InvariantCulture))));
}
