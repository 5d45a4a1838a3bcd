using System.Globalization;
using Stillso;

namespace MonthClose;

/// <summary>Something that waits for a person, or that nobody knows.</summary>
/// <param name="Item">The name by which it is resolved.</param>
/// <param name="Period">The period whose close it is of.</param>
/// <param name="Since">Since when; null: not known.</param>
/// <param name="What">What happened.</param>
/// <param name="Outcomes">What a person can say of it; empty: it is asked about by itself.</param>
public sealed record WorkItem(string Item, string Period, DateTimeOffset? Since, string What, IReadOnlyList<string> Outcomes);

/// <summary>Everything that waits for a person, and every effect of which nobody knows whether it happened.</summary>
public static class Worklist
{
    /// <summary>Unanswered charges first, oldest first; then invoices, jobs and mails.</summary>
    public static IReadOnlyList<WorkItem> Of(ILedger ledger) =>
    [
        .. ledger.Read(tx => tx.Sql.Query(Sql.Text["open_intents"], r => new WorkItem(
            r.GetString(4), PeriodIn(r.GetString(1)), BookReader.Instant(r, 3),
            r.GetString(2) == "Parked" ? "was sent to the gateway, which never said what became of it" : "was sent to the gateway and not answered; the gateway is asked again by itself",
            r.GetString(2) == "Parked" ? ["", "charged", "not_charged"] : []))),
        .. ledger.Read(tx => tx.Sql.Query(Sql.Text["parked_invoices"], r => new WorkItem(
            r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : BookReader.Instant(r, 3), $"could not be issued: {BookReader.Text(r, 4)}", ["rate_again"]))),
        .. ledger.Read(tx => tx.Sql.Query(Sql.Text["stopped_jobs"], r => new WorkItem(
            string.Create(CultureInfo.InvariantCulture, $"job/{r.GetInt64(0)}"), PeriodIn(r.GetString(7)), BookReader.Instant(r, 6),
            $"{r.GetString(1)} of {r.GetString(7)} {(r.GetString(4) == "dead" ? "failed again and again" : "was parked")}: {FirstLine(BookReader.Text(r, 5))}", ["retry", "discard"]))),
        .. ledger.Read(tx => tx.Sql.Query(Sql.Text["unknown_mails"], r => new WorkItem(
            r.GetString(1), PeriodIn(r.GetString(3)), BookReader.Instant(r, 2), $"of {r.GetString(0)} may or may not have left; it is not sent again", ["sent", "lost"]))),
    ];

    /// <summary>How many invoices and jobs wait for a person, by period.</summary>
    public static IReadOnlyDictionary<string, long> Counts(ILedger ledger) => ledger.Read(tx => Counts(tx.Sql));

    internal static SortedDictionary<string, long> Counts(Statements sql) =>
        new(sql.Query(Sql.Text["for_a_person"], r => (r.GetString(0), r.GetInt64(1))).ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal), StringComparer.Ordinal);

    // What an item is about is an invoice, whose id ends with its period, or a period.
    static string PeriodIn(string about) => about[^"2024-09".Length..];

    static string FirstLine(string? reason) => reason?.Split('\n')[0].Trim() ?? "";
}
