using System.Collections.Concurrent;
using System.Globalization;

namespace Stillso.Postgres;

/// <summary>A month in UTC whose decisions are in a table of their own.</summary>
/// <param name="First">Its first day.</param>
readonly record struct Month(DateOnly First)
{
    static readonly DateOnly Last = new(9999, 12, 1);

    /// <summary>Its table. They are in the order of time.</summary>
    public string Table => First.ToString("'decisions_'yyyy_MM", CultureInfo.InvariantCulture);

    /// <summary>Where it begins, as instants are kept.</summary>
    public long Begins => Columns.Of(new DateTimeOffset(First, TimeOnly.MinValue, TimeSpan.Zero));

    /// <summary>Where the next one begins.</summary>
    public long Ends => First == Last ? long.MaxValue : new Month(First.AddMonths(1)).Begins;

    public static Month Of(DateTimeOffset instant) => new(new DateOnly(instant.UtcDateTime.Year, instant.UtcDateTime.Month, 1));
}

/// <summary>The months that there are tables for, as far as this process knows.</summary>
/// <param name="add">Makes a table, beside the transaction that needs it: for everybody at once, and nobody waits for that transaction.</param>
sealed class Months(Action<Month> add)
{
    readonly ConcurrentDictionary<Month, bool> known = [];

    /// <summary>Sees to it that there are tables for what is to be kept.</summary>
    public void Have(IEnumerable<Decision> decisions)
    {
        foreach (var month in decisions.Select(d => Month.Of(d.At)).Distinct().Where(m => !known.ContainsKey(m)).ToList())
        {
            add(month);
            known[month] = true;
        }
    }

    /// <summary>Somebody has dropped some.</summary>
    public void Doubt() => known.Clear();
}
