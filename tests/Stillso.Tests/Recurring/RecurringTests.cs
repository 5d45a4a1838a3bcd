using static Stillso.Recurring;

namespace Stillso.Tests;

/// <summary>What is said about recurring jobs, as cron.</summary>
public sealed class RecurringTests
{
    public static TheoryData<Timetable, string> Said => new()
    {
        { Every(1).Month().On(1).At("00:05"), "5 0 1 * *" },
        { Every(3).Months().On(28).At("23:59:30"), "30 59 23 28 */3 *" },
        { Every(1).Month().OnLastDay().At("18:00"), "0 18 L * *" },
        { Every(1).Month().OnFirstBusinessDay().At("09:00"), "0 9 1W * *" },
        { Every(1).Month().OnLastBusinessDay().At(new TimeOnly(9, 15)), "15 9 LW * *" },
        { Every(1).Week().On(DayOfWeek.Monday).At("09:00"), "0 9 * * 1" },
        { Every(1).Week().On(DayOfWeek.Friday, DayOfWeek.Sunday, DayOfWeek.Friday).At("07:30"), "30 7 * * 0,5" },
        { Every(1).Day().At("02:30"), "30 2 * * *" },
        { Every(1).Weekday().At("02:30"), "30 2 * * MON-FRI" },
        { Every(1).Hour(), "0 * * * *" },
        { Every(6).Hours(), "0 */6 * * *" },
        { Every(1).Minute(), "* * * * *" },
        { Every(15).Minutes(), "*/15 * * * *" },
        { Every(10).Seconds(), "*/10 * * * * *" },
        { Every(1).Second(), "* * * * * *" },
        { Cron("0 0 * * 1#2"), "0 0 * * 1#2" },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void What_is_said_is_the_cron_expression_that_is_meant(Timetable said, string cron)
    {
        Assert.Equal(new Timetable(cron), said);
        Assert.NotNull(said.After(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    public static TheoryData<Func<object>, string> Mistaken => new()
    {
        { () => Every(0), "Every(1)" },
        { () => Every(45).Minutes(), "take one of 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30" },
        { () => Every(60).Minutes(), "take one of" },
        { () => Every(5).Hours(), "take one of 1, 2, 3, 4, 6, 8, 12" },
        { () => Every(5).Months(), "take one of 1, 2, 3, 4, 6" },
        { () => Every(2).Day(), "Every(1)" },
        { () => Every(2).Week(), "Every(1)" },
        { () => Every(1).Week().On(), "On(DayOfWeek.Monday)" },
        { () => Every(1).Month().On(31), "OnLastDay()" },
        { () => Every(1).Month().On(0), "1 to 28" },
        { () => Every(1).Day().At("24:00"), "23:59" },
        { () => Every(1).Day().At("9:00"), "00:00" },
        { () => Every(1).Day().At("02:30").In("Europe/Atlantis"), "Europe/Paris" },
        { () => Every(1).Day().At("02:30").In("CET+1"), "IANA" },
        { () => Cron("60 * * * *"), "5 0 1 * *" },
        { () => Cron("every monday"), "5 0 1 * *" },
        { () => Cron(""), "5 0 1 * *" },
        { () => Cron("H * * * *"), "5 0 1 * *" },
    };

    [Theory]
    [MemberData(nameof(Mistaken))]
    public void What_cannot_be_meant_is_refused_with_the_remedy(Func<object> said, string remedy) =>
        Assert.Contains(remedy, Assert.ThrowsAny<ArgumentException>(said).Message, StringComparison.Ordinal);

    // 2026: 1 February and 1 March are Sundays, 1 August is a Saturday; 31 January and 31 October are Saturdays.
    [Fact]
    public void The_first_business_day_is_no_weekend_and_of_the_same_month()
    {
        Assert.Equal(
            ["01-01", "02-02", "03-02", "04-01", "05-01", "06-01", "07-01", "08-03", "09-01", "10-01", "11-02", "12-01"],
            Days(Every(1).Month().OnFirstBusinessDay().At("09:00").In("Europe/Paris")));
        Assert.Equal(
            ["01-30", "02-27", "03-31", "04-30", "05-29", "06-30", "07-31", "08-31", "09-30", "10-30", "11-30", "12-31"],
            Days(Every(1).Month().OnLastBusinessDay().At("09:00").In("Europe/Paris")));
    }

    [Fact]
    public void The_last_day_is_that_of_each_month() => Assert.Equal(
        ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"],
        Days(Every(1).Month().OnLastDay().At("18:00").In("America/New_York")));

    static List<string> Days(Timetable timetable) =>
        [.. OccurrencesTests.All(timetable, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Select(o => $"{o:MM-dd}")];
}
