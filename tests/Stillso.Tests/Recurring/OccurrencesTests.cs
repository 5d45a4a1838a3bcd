using CsCheck;
using NodaTime;

namespace Stillso.Tests;

/// <summary>
/// Occurrences through changes of clocks. What is expected is read off a calendar: a walk over the instants of seven
/// years, looking at the clock, which knows nothing of cron.
/// </summary>
public sealed class OccurrencesTests
{
    static readonly DateTimeOffset From = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), To = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);

    static readonly string[] Odd =
    [
        "America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "Africa/Casablanca", "Antarctica/Troll", "America/Santiago", "Asia/Beirut",
        "Europe/Dublin", "Pacific/Easter", "Asia/Gaza", "America/Nuuk", "Africa/El_Aaiun", "Europe/Chisinau", "America/Asuncion",
        "Australia/Adelaide", "Pacific/Norfolk", "America/St_Johns", "Europe/London", "Asia/Jerusalem", "Pacific/Auckland",
    ];

    static readonly string[] Crons = ["30 2 * * *", "*/20 * * * *", "0 0 * * *", "15 */3 * * *", "0 0 L * *", "*/7 0-4 * * *", "30 5 2 * * *", "0,59 0,1,2,3 * * SUN"];

    public static TheoryData<string> Zones => new(Odd);

    public static List<DateTimeOffset> All(Timetable timetable, DateTimeOffset from, DateTimeOffset to)
    {
        var all = new List<DateTimeOffset>();
        for (var at = timetable.After(from.AddTicks(-1)); at < to; at = timetable.After(at.Value)) all.Add(at.Value);
        return all;
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_time_of_the_day_occurs_once_a_day_whatever_the_clocks_do(string zone)
    {
        var clock = Walk(zone);
        foreach (var time in new TimeOnly[] { new(0, 0), new(0, 30), new(1, 0), new(1, 30), new(2, 0), new(2, 30), new(3, 0), new(23, 0), new(23, 30) })
        {
            // The first instant at which the clock shows this time of the day, or has jumped over it.
            var expected = new List<DateTimeOffset>();
            for (var (i, day) = (0, new DateTime(2024, 1, 2)); day < new DateTime(2030, 12, 31); day = day.AddDays(1))
            {
                while (clock[i].Shown < day.Add(time.ToTimeSpan())) i++;
                expected.Add(clock[i].At);
            }
            // Seven years, two of them leap, without their first and last day.
            Assert.Equal((7 * 365) + 2 - 2, expected.Count);
            var occurrences = All(new($"{time.Minute} {time.Hour} * * *", zone), expected[0], expected[^1].AddTicks(1));
            Assert.Equal(expected, occurrences);
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void An_interval_goes_on_through_changes_of_clocks(string zone)
    {
        var clock = Walk(zone);
        var halfHourly = All(new("*/30 * * * *", zone), From, To);
        Assert.Equal((int)((To - From) / HalfHour), halfHourly.Count);
        Assert.All(halfHourly.Zip(halfHourly.Skip(1)), pair => Assert.Equal(HalfHour, pair.Second - pair.First));
        Assert.Equal(clock.Where(c => c.Shown.Minute == 0).Select(c => c.At), All(new("0 * * * *", zone), From, To));
        Assert.Equal(clock.Where(c => c.Shown.Minute == 30).Select(c => c.At), All(new("30 * * * *", zone), From, To));
        Assert.Equal(clock.Where(c => c.Shown.Minute == 0 && c.Shown.Hour % 2 == 0).Select(c => c.At), All(new("0 */2 * * *", zone), From, To));
        Assert.Equal(clock.Where(c => c.Shown.Hour is >= 1 and <= 3).Select(c => c.At), All(new("0,30 1-3 * * *", zone), From, To));
    }

    [Fact]
    public void The_zones_of_these_tests_skip_and_repeat_half_past_two_and_midnight()
    {
        var changes = Odd.ToDictionary(z => z, z => Walk(z).Zip(Walk(z).Skip(1)).Count(p => p.Second.Shown - p.First.Shown != HalfHour));
        Assert.All(changes, c => Assert.True(c.Value >= 1, c.Key));
        Assert.True(changes.Values.Sum() > 200, $"{changes.Values.Sum()}");
        Assert.Contains(Odd, z => Skips(z, new(2, 30)));
        Assert.Contains(Odd, z => Skips(z, new(0, 0)));

        static bool Skips(string zone, TimeOnly time) => Walk(zone).Select(c => c.Shown).Where(s => TimeOnly.FromDateTime(s) == time).Distinct().Count() < 7 * 365;
    }

    // Each as the instant of one occurrence and the next.
    [Theory]
    [InlineData("30 2 * * *", "Europe/Paris", "2026-03-28T01:30", "2026-03-29T01:00")]
    [InlineData("30 2 * * *", "Europe/Paris", "2026-03-29T01:00", "2026-03-30T00:30")]
    [InlineData("15,30 2 * * *", "Europe/Paris", "2026-03-28T01:30", "2026-03-29T01:00")]
    [InlineData("15,30 2 * * *", "Europe/Paris", "2026-03-29T01:00", "2026-03-30T00:15")]
    [InlineData("30 2 * * *", "Europe/Paris", "2026-10-25T00:30", "2026-10-26T01:30")]
    [InlineData("*/30 * * * *", "Europe/Paris", "2026-10-25T00:30", "2026-10-25T01:00")]
    [InlineData("30 * * * *", "Europe/Paris", "2026-03-29T00:30", "2026-03-29T01:30")]
    [InlineData("0 2 * * *", "Australia/Lord_Howe", "2026-10-02T15:30", "2026-10-03T15:30")]
    [InlineData("0 0 29 2 *", "UTC", "2024-02-29T00:00", "2028-02-29T00:00")]
    [InlineData("@hourly", "Europe/Paris", "2026-10-25T00:00", "2026-10-25T01:00")]
    [InlineData("@daily", "America/Havana", "2026-03-07T05:00", "2026-03-08T05:00")]
    public void The_rule_by_example(string cron, string zone, string occurrence, string next) =>
        Assert.Equal(Utc(next), new Timetable(cron, zone).After(Utc(occurrence)));

    [Fact]
    public void From_wherever_one_looks_the_next_occurrence_is_later_and_the_same_until_it_has_come() =>
        Gen.Select(
            Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]),
            Gen.Int[0, Crons.Length - 1].Select(i => Crons[i]),
            Gen.Int[0, (int)(To - From).TotalMinutes], Gen.Int[0, 86400])
        .Sample((zone, cron, minutes, seconds) =>
        {
            var timetable = new Timetable(cron, zone);
            var at = From.AddMinutes(minutes);
            var next = timetable.After(at)!.Value;
            var between = at.AddSeconds(seconds) < next ? at.AddSeconds(seconds) : next.AddSeconds(-1);
            return next > at && (between < at || timetable.After(between) == next) && timetable.After(next) > next;
        }, iter: 20_000, threads: 1);

    [Fact]
    public void A_day_that_is_in_no_calendar_never_comes() => Assert.Null(new Timetable("0 0 30 2 *").After(From));

    // What the clock of a zone shows, every half hour. No zone here is a quarter of an hour off.
    static List<(DateTimeOffset At, DateTime Shown)> Walk(string zone)
    {
        var clock = DateTimeZoneProviders.Tzdb[zone];
        return [.. Enumerable.Range(0, (int)((To - From) / HalfHour))
            .Select(i => From + (i * HalfHour)).Select(at => (at, Instant.FromDateTimeOffset(at).InZone(clock).ToDateTimeUnspecified()))];
    }

    static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
