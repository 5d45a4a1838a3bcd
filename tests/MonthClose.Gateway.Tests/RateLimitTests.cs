namespace MonthClose.Gateway.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public void A_tenth_of_a_seconds_worth_may_come_at_once_and_time_brings_more_never_above_it()
    {
        var time = new SteppedTime();
        var limit = new RateLimit(100, time);
        Assert.Equal(10, Taken(limit));
        time.Now += TimeSpan.FromMilliseconds(50);
        Assert.Equal(5, Taken(limit));
        time.Now += TimeSpan.FromHours(1);
        Assert.Equal(10, Taken(limit));
    }

    [Fact]
    public void The_smallest_limit_lets_one_through_a_second()
    {
        var time = new SteppedTime();
        var limit = new RateLimit(1, time);
        Assert.Equal(1, Taken(limit));
        time.Now += TimeSpan.FromMilliseconds(500);
        Assert.Equal(0, Taken(limit));
        time.Now += TimeSpan.FromMilliseconds(500);
        Assert.Equal(1, Taken(limit));
    }

    static int Taken(RateLimit limit)
    {
        var taken = 0;
        while (limit.TryTake()) taken++;
        return taken;
    }

    sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
