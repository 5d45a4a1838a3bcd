namespace Stillso.Tests;

/// <summary>What a schedule does at an instant.</summary>
public sealed class FiringTests
{
    static readonly DateTimeOffset Due = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly Schedule Minutely = new("minutely", Recurring.Every(1).Minute(), new("tick", "{}"));

    [Theory]
    [InlineData(MissedRuns.Skip, 0, "0", 0)]
    [InlineData(MissedRuns.Skip, 60, "0 1", 0)]
    [InlineData(MissedRuns.Skip, 150, "2", 2)]
    [InlineData(MissedRuns.RunOnce, 0, "0", 0)]
    [InlineData(MissedRuns.RunOnce, 150, "2", 2)]
    [InlineData(MissedRuns.RunEach, 150, "0 1 2", 0)]
    public void Missed_occurrences_are_skipped_or_run_once_or_each(MissedRuns missed, int late, string minutes, int skipped)
    {
        var firing = Firing.Of(Minutely with { Missed = missed }, Due, Due.AddSeconds(late));
        Assert.Equal(minutes, string.Join(' ', firing.Enqueue.Select(o => (o - Due).TotalMinutes)));
        Assert.Equal(skipped, firing.Skipped);
        Assert.Equal(Due.AddMinutes(late / 60), firing.Last);
        Assert.Equal(Due.AddMinutes((late / 60) + 1), firing.Next);
    }

    [Fact]
    public void A_schedule_that_is_not_to_overlap_enqueues_one_at_a_time()
    {
        var firing = Firing.Of(Minutely with { Missed = MissedRuns.Skip, OnTime = TimeSpan.FromHours(1), MayOverlap = false }, Due, Due.AddMinutes(5));
        Assert.Equal([Due.AddMinutes(5)], firing.Enqueue);
        Assert.Equal(5, firing.Skipped);
    }

    [Fact]
    public void Each_is_bounded_by_the_latest_thousand()
    {
        var firing = Firing.Of(Minutely with { Missed = MissedRuns.RunEach }, Due, Due.AddMinutes(1439));
        Assert.Equal(Enumerable.Range(440, 1000).Select(m => Due.AddMinutes(m)), firing.Enqueue);
        Assert.Equal(440, firing.Skipped);
    }

    [Theory]
    [InlineData(MissedRuns.RunEach, 1000)]
    [InlineData(MissedRuns.RunOnce, 1)]
    [InlineData(MissedRuns.Skip, 2)]
    public void Years_of_seconds_are_looked_at_in_portions_and_none_is_lost_or_counted_twice(MissedRuns missed, int jobs)
    {
        var schedule = new Schedule("secondly", Recurring.Every(1).Second(), new("tick", "{}")) { Missed = missed, OnTime = TimeSpan.FromSeconds(1) };
        // The second portion ends in the midst of the latest thousand, which the third has to find whole.
        var now = Due.AddSeconds(199_500);
        var (enqueued, skipped, portions, next) = (new List<DateTimeOffset>(), 0L, 0, Due);
        for (; next <= now; portions++)
        {
            var firing = Firing.Of(schedule, next, now);
            Assert.True(firing.Next > firing.Last);
            enqueued.AddRange(firing.Enqueue);
            (skipped, next) = (skipped + firing.Skipped, firing.Next!.Value);
        }
        Assert.Equal(Enumerable.Range(199_501 - jobs, jobs).Select(s => Due.AddSeconds(s)), enqueued);
        Assert.Equal((199_501 - jobs, Due.AddSeconds(199_501)), (skipped, next));
        Assert.Equal(3, portions);
    }
}
