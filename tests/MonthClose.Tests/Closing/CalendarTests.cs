using System.Globalization;
using NodaTime;

namespace MonthClose.Tests;

/// <summary>Months and hours in the account's own zone.</summary>
public sealed class CalendarTests
{
    [Theory]
    [InlineData("2024-09", "America/Los_Angeles", "2024-09-01T07:00:00Z", "2024-10-01T07:00:00Z")]
    [InlineData("2024-09", "Asia/Tokyo", "2024-08-31T15:00:00Z", "2024-09-30T15:00:00Z")]
    [InlineData("2024-12", "UTC", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData("2024-03", "Europe/Budapest", "2024-02-29T23:00:00Z", "2024-03-31T22:00:00Z")]
    public void A_month_is_the_calendar_month_of_the_zone(string period, string zone, string start, string end)
    {
        var month = BillingPeriod.Parse(period);
        Assert.Equal((start, end), (Instants.ToFile(month.Start(Zones.Get(zone))), Instants.ToFile(month.End(Zones.Get(zone)))));
    }

    [Theory]
    [InlineData("2024-10-01T04:00:00Z", 3, "America/New_York", "2024-10-04T13:00:00Z")]
    [InlineData("2024-10-25T12:00:00Z", 3, "Europe/Berlin", "2024-10-28T08:00:00Z")]
    [InlineData("2024-10-01T03:00:00Z", 14, "America/New_York", "2024-10-14T13:00:00Z")]
    public void Dunning_counts_days_from_the_local_date_of_issue_at_nine_local(string issued, int days, string zone, string due) =>
        Assert.Equal(due, Instants.ToFile(Zones.LocalTimeAfter(DateTimeOffset.Parse(issued, CultureInfo.InvariantCulture), days, new LocalTime(9, 0), zone)));

    [Theory]
    [InlineData("2024-13")]
    [InlineData("2024-9")]
    [InlineData("September")]
    public void What_is_no_month_is_refused(string text) => Assert.Throws<FormatException>(() => BillingPeriod.Parse(text));
}
