using Stillso;

namespace MonthClose;

/// <summary>How many accounts or invoices have passed each step.</summary>
readonly record struct PageProgress(long Accounts, long Rated, long Invoiced, long Charged, long Paid, long Mailed);

/// <summary>How many decisions of one step turned out otherwise than believed, by the kind of change that made the difference.</summary>
readonly record struct RaceCount(string Change, string Step, string Decision, long Count);

/// <summary>Payments by slots of time: charges, transfers, failures, and those without an answer.</summary>
sealed record PageActivity(TimeSlots Slots, IReadOnlyList<long[]> Counts);

/// <summary>What only the page asks the store.</summary>
static class PageQueries
{
    public static PageProgress Progress(Statements sql, string period) => sql.First(
        Sql.Text["page_progress"],
        r => new PageProgress(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5)), period);

    /// <summary>Null: nothing was charged or paid.</summary>
    public static PageActivity? Activity(Statements sql, string period)
    {
        var span = sql.First(Sql.Text["page_activity_span"], r => r.IsDBNull(0) ? null : new[] { BookReader.Instant(r, 0), BookReader.Instant(r, 1) }, period);
        if (span is null) return null;
        var slots = TimeSlots.Between(span[0], span[1]);
        var counts = Enumerable.Range(0, slots.Count).Select(_ => new long[4]).ToList();
        foreach (var (slot, kind, count) in sql.Query(
            Sql.Text["page_activity"], r => (r.GetInt64(0), r.GetInt32(1), r.GetInt64(2)),
            slots.First.ToUnixTimeMilliseconds(), (long)slots.Size.TotalMilliseconds, period))
            counts[(int)Math.Min(slot, slots.Count - 1)][kind] += count;
        return new PageActivity(slots, counts);
    }

    public static IReadOnlyList<RaceCount> Races(Statements sql, string period) => sql.Query(
        Sql.Text["page_races"], r => new RaceCount(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3)), period);

    /// <summary>Charges without an answer: those that are asked about, and those that wait for a person.</summary>
    public static (long Asked, long Parked) UnansweredCharges(Statements sql)
    {
        var states = sql.Query(Sql.Text["open_intents"], r => r.GetString(2));
        return (states.Count(s => s != "Parked"), states.Count(s => s == "Parked"));
    }

    /// <summary>Mails of which nobody knows whether they left.</summary>
    public static long UnansweredMails(Statements sql) => sql.Query(Sql.Text["unknown_mails"], _ => true).Count;
}
