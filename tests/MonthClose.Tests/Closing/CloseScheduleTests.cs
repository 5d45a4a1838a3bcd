namespace MonthClose.Tests;

/// <summary>When what failed or was not answered is due again, as rules 7 and 8 have it and as a setting says it.</summary>
public sealed class CloseScheduleTests
{
    static readonly DateTimeOffset Sent = new(2024, 10, 1, 7, 0, 30, TimeSpan.Zero);

    [Fact]
    public void What_is_said_in_full_is_what_holds_unless_somebody_says_otherwise()
    {
        var said = CloseSchedule.Parse("retries=3d,5d,7d warning=11d hold=14d ask=1m,5m,30m,1h send-until=23h park=24h mail=1m backoff=2s,30m");
        Assert.Equivalent(new CloseSchedule(), said, strict: true);
        Assert.Equivalent(new CloseSchedule(), CloseSchedule.Parse(""), strict: true);
    }

    [Fact]
    public void A_charge_without_an_answer_is_asked_about_after_1_5_and_30_minutes_then_hourly_for_a_day()
    {
        var minutes = new List<double>();
        for (var now = Sent; now < Sent.AddHours(24); now = new CloseSchedule().NextAsk(Sent, now)) minutes.Add((now - Sent).TotalMinutes);
        Assert.Equal([0, 1, 5, 30, .. Enumerable.Range(1, 23).Select(h => 30.0 + (60 * h))], minutes);
        Assert.Equal(Sent.AddHours(24), new CloseSchedule().NextAsk(Sent, Sent.AddMinutes(1410)));
        Assert.Equal(Sent.AddMinutes(5), new CloseSchedule().NextAsk(Sent, Sent.AddMinutes(1)));
    }

    [Fact]
    public void The_last_value_of_ask_is_repeated_and_parking_comes_no_later_for_it()
    {
        var schedule = CloseSchedule.Parse("ask=2s,5s send-until=10s park=12s");
        Assert.Equal([2, 7, 12, 12], new[] { 0, 2, 7, 12 }.Select(s => (schedule.NextAsk(Sent, Sent.AddSeconds(s)) - Sent).TotalSeconds));
        Assert.Equal(Sent.AddSeconds(6), CloseSchedule.Parse("ask=3s").NextAsk(Sent, Sent.AddSeconds(3)));
    }

    [Fact]
    public void Days_end_at_nine_in_the_accounts_zone_and_hours_exactly()
    {
        Assert.Equal(new DateTimeOffset(2024, 10, 4, 13, 0, 0, TimeSpan.Zero), new CloseSchedule().Retries[0].After(Sent, "America/New_York"));
        Assert.Equal(Sent.AddHours(72), CloseSchedule.Parse("retries=72h,5d").Retries[0].After(Sent, "America/New_York"));
    }

    [Theory]
    [InlineData("retries=3d,2d", "retries and then warning are not in order")]
    [InlineData("retries=3d,5d,11d", "retries and then warning are not in order")]
    [InlineData("warning=15d", "hold comes before warning")]
    [InlineData("ask=5m,1m,1h", "ask is not in order")]
    [InlineData("send-until=24h", "send-until is not before park")]
    [InlineData("park=1d", "\"1d\" in park=1d is not a time")]
    [InlineData("retries=", "\"\" in retries= is not a time")]
    [InlineData("hold=-1d", "\"-1d\" in hold=-1d is not a time")]
    [InlineData("hold=0d", "\"0d\" in hold=0d is not a time")]
    [InlineData("mail=soon", "\"soon\" in mail=soon is not a time")]
    [InlineData("backoff=2s", "backoff=2s is not two times")]
    [InlineData("backoff=5m,2s", "backoff is not in order")]
    [InlineData("patience=3d", "\"patience=3d\" is no part of a schedule")]
    public void What_cannot_be_is_refused_by_its_place_with_what_to_write(string text, string says)
    {
        var refused = Assert.Throws<FormatException>(() => CloseSchedule.Parse(text));
        Assert.StartsWith(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("write ", refused.Message, StringComparison.Ordinal);
    }
}
