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

    /// <summary>The tax in them.</summary>
    public required SortedDictionary<string, string> Tax { get; init; }

    /// <summary>What they have taken up of what earlier periods carried forward.</summary>
    public required SortedDictionary<string, string> CarriedIn { get; init; }

    /// <summary>What credits settled, by currency.</summary>
    public required SortedDictionary<string, string> Credited { get; init; }

    /// <summary>What negative totals were turned into credit, by currency.</summary>
    public required SortedDictionary<string, string> Refunded { get; init; }

    /// <summary>What charges collected, by currency.</summary>
    public required SortedDictionary<string, string> Charged { get; init; }

    /// <summary>What transfers settled or left as credit, by currency.</summary>
    public required SortedDictionary<string, string> Transferred { get; init; }

    /// <summary>What is still due, by currency, what is carried forward included.</summary>
    public required SortedDictionary<string, string> Due { get; init; }

    /// <summary>What of it is too small to be charged, and waits for or is on the next invoice.</summary>
    public required SortedDictionary<string, string> CarriedForward { get; init; }

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

    /// <summary>The period's invoices and jobs that wait for a person.</summary>
    public required long Parked { get; init; }

    /// <summary>Adds it up from the store.</summary>
    public static CloseSummary Of(ILedger ledger, string period) => ledger.Read(tx => Of(tx.Sql, period));

    /// <summary>Adds it up from a snapshot.</summary>
    internal static CloseSummary Of(Statements sql, string period)
    {
        var figures = new SummaryFigures();
        foreach (var invoice in sql.Stream(Sql.Text["report_invoices"], BookReader.Invoice, period)) figures.Add(invoice);
        foreach (var payment in sql.Stream(Sql.Text["report_payments"], BookReader.Payment, period)) figures.Add(payment);
        long Number(string query) => sql.Number(Sql.Text[query], period);
        SortedDictionary<string, long> Counts(string query) =>
            new(sql.Query(Sql.Text[query], r => (r.GetString(0), r.GetInt64(1)), period).ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal), StringComparer.Ordinal);
        return new CloseSummary
        {
            Period = period, State = sql.First(Sql.Text["period_state"], r => r.GetString(0), period) ?? "open",
            Accounts = sql.Number(Sql.Text["count_accounts"]), Invoices = figures.Invoices, Payments = figures.Payments,
            Invoiced = Texts(figures.Invoiced), Tax = Texts(figures.Tax), CarriedIn = Texts(figures.CarriedIn), Credited = Texts(figures.Credited),
            Refunded = Texts(figures.Refunded), Charged = Texts(figures.Charged), Transferred = Texts(figures.Transferred), Due = Texts(figures.Due),
            CarriedForward = Texts(figures.CarriedForward), Holds = Number("count_holds"), Released = Number("count_released"),
            Emails = Counts("count_emails"), Decisions = Counts("count_decisions"),
            Parked = Of(Worklist.Counts(sql), period),
        };
    }

    /// <summary>Writes <c>reports/summary.json</c>.</summary>
    public void Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "reports", "summary.json"), JsonSerializer.Serialize(this, Json) + "\n");
    }

    /// <summary>A count of a dictionary, 0 when it is missing.</summary>
    public static long Of(IReadOnlyDictionary<string, long> counts, string name) => counts.GetValueOrDefault(name);

    /// <summary>Amounts of several currencies in one line; those of nothing are left out.</summary>
    public static string Line(IReadOnlyDictionary<string, string> amounts)
    {
        var told = amounts.Select(a => (Currency: Currency.Get(a.Key), Amount: decimal.Parse(a.Value, CultureInfo.InvariantCulture))).Where(a => a.Amount != 0).ToList();
        return told.Count == 0 ? "nothing" : string.Join(", ", told.Select(a => a.Currency.Format(a.Amount)));
    }

    /// <summary>Whether every amount is zero.</summary>
    public static bool IsNothing(IReadOnlyDictionary<string, string> amounts) => amounts.Values.All(a => decimal.Parse(a, CultureInfo.InvariantCulture) == 0);

    static SortedDictionary<string, string> Texts(CurrencySums sums) =>
        new(sums.ToDictionary(s => s.Key, s => new Money(s.Value, Currency.Get(s.Key)).ToFile(), StringComparer.Ordinal), StringComparer.Ordinal);
}
