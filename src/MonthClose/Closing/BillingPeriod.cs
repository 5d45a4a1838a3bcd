using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace MonthClose;

/// <summary>A calendar month as it is billed, <c>2024-09</c>; where it begins and ends depends on the account's zone.</summary>
public readonly record struct BillingPeriod(int Year, int Month)
{
    /// <summary>The month after it.</summary>
    public BillingPeriod Next => Month == 12 ? new(Year + 1, 1) : new(Year, Month + 1);

    /// <summary>Reads <c>YYYY-MM</c>.</summary>
    /// <exception cref="FormatException">It is not a month.</exception>
    public static BillingPeriod Parse(string text) =>
        TryParse(text, out var period) ? period : throw new FormatException($"\"{text}\" is not a month: write it as 2024-09.");

    /// <summary>Reads <c>YYYY-MM</c>.</summary>
    public static bool TryParse(string text, out BillingPeriod period)
    {
        var ok = DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        period = ok ? new(date.Year, date.Month) : default;
        return ok;
    }

    /// <summary>The instant at which the month begins in a zone.</summary>
    public DateTimeOffset Start(DateTimeZone zone) => zone.AtStartOfDay(new LocalDate(Year, Month, 1)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>The instant at which it has ended there.</summary>
    public DateTimeOffset End(DateTimeZone zone) => Next.Start(zone);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}

/// <summary>Zones by their IANA names, from one data set.</summary>
public static class Zones
{
    /// <summary>The zone with this IANA name.</summary>
    public static DateTimeZone Get(string id) => DateTimeZoneProviders.Tzdb[id];

    /// <summary>A local time some days after an instant's local date; moved past a gap, the earlier one of two.</summary>
    public static DateTimeOffset LocalTimeAfter(DateTimeOffset from, int days, LocalTime time, string zoneId)
    {
        var zone = Get(zoneId);
        var date = Instant.FromDateTimeOffset(from).InZone(zone).Date.PlusDays(days);
        return zone.ResolveLocal(date + time, Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted))
            .ToDateTimeOffset().ToUniversalTime();
    }
}
