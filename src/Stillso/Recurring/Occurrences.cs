using Cronos;
using NodaTime;

namespace Stillso;

/// <summary>
/// The occurrences of a timetable. Cron is read on the wall clock and mapped to instants by NodaTime's zones, which come
/// with the program: two machines agree on them.
/// </summary>
/// <remarks>
/// An hour field of plain numbers names times of the day: each occurs once a day, at the end of the gap if clocks skip
/// it, the first time if clocks show it twice. An hour field with <c>*</c>, <c>/</c> or <c>-</c> names an interval, which
/// goes on through a change of clocks: whenever the clock shows such a time, and at no other instant.
/// </remarks>
sealed class Occurrences
{
    readonly CronExpression cron;
    readonly DateTimeZone zone;
    readonly bool isInterval;

    public Occurrences(Timetable timetable)
    {
        var fields = timetable.Cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        try
        {
            cron = CronExpression.Parse(timetable.Cron, fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (Exception e) when (e is CronFormatException or MissingSeedException)
        {
            throw new ArgumentException(
                $"\"{timetable.Cron}\" is no cron expression: {e.Message} Write minute, hour, day of month, month and day of week, like \"5 0 1 * *\", or seconds before them.", e);
        }
        zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(timetable.Zone)
            ?? throw new ArgumentException($"\"{timetable.Zone}\" is no IANA zone: write it like \"Europe/Paris\" or \"UTC\".");
        isInterval = fields.Length == 1
            ? fields[0].ToLowerInvariant() is "@hourly" or "@every_minute" or "@every_second"
            : fields[^4].AsSpan().IndexOfAny("*/-") >= 0;
    }

    public DateTimeOffset? After(DateTimeOffset instant)
    {
        var last = Instant.FromDateTimeOffset(instant);
        return (isInterval ? NextOfInterval(last) : NextOfDay(last))?.ToDateTimeOffset();
    }

    Instant? NextOfDay(Instant last)
    {
        var local = NextOnClock(last.InZone(zone).LocalDateTime, inclusive: false);
        for (; local is { } shown; local = NextOnClock(shown, inclusive: false))
        {
            // The second time that clocks show it, it has been already.
            if (FirstTime(shown) is var first && first > last) return first;
        }
        return null;
    }

    Instant FirstTime(LocalDateTime shown)
    {
        var mapping = zone.MapLocal(shown);
        return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
    }

    Instant? NextOfInterval(Instant last)
    {
        var unchanged = zone.GetZoneInterval(last);
        var local = NextOnClock(last.InZone(zone).LocalDateTime, inclusive: false);
        while (local is { } shown && unchanged.HasEnd && shown >= unchanged.IsoLocalEnd)
        {
            unchanged = zone.GetZoneInterval(unchanged.End);
            local = NextOnClock(unchanged.IsoLocalStart, inclusive: true);
        }
        return local?.WithOffset(unchanged.WallOffset).ToInstant();
    }

    // To Cronos the wall clock is a clock without changes.
    LocalDateTime? NextOnClock(LocalDateTime local, bool inclusive) =>
        cron.GetNextOccurrence(DateTime.SpecifyKind(local.ToDateTimeUnspecified(), DateTimeKind.Utc), inclusive) is { } next
            ? LocalDateTime.FromDateTime(next)
            : null;
}
