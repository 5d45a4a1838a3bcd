using CsCheck;

namespace Stillso.Tests;

/// <summary>The laws of a rate, whatever comes when.</summary>
public sealed class AdmissionTests
{
    static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Starts, per seconds, burst, and the seconds between arrivals.
    static readonly Gen<(int Starts, int Per, int Burst, int[] Gaps)> Streams =
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 60], Gen.Int[1, 30], Gen.OneOf(Gen.Const(0), Gen.Int[0, 3], Gen.Int[0, 100]).Array[1, 120]);

    [Fact]
    public void Within_any_time_no_more_start_than_the_burst_and_what_the_rate_gives() => Streams.Sample(stream =>
    {
        var turns = Turns(stream).Select(t => t.Turn).Order().ToList();
        var interval = TimeSpan.FromSeconds(stream.Per) / stream.Starts;
        for (var i = 0; i < turns.Count; i++)
        {
            for (var j = i; j < turns.Count; j++)
            {
                var fits = stream.Burst + ((turns[j] - turns[i]) / interval);
                // Ticks are whole: a hair of each interval may be lost.
                Assert.True(j - i + 1 <= fits + 0.001, $"{j - i + 1} start within {turns[j] - turns[i]}");
            }
        }
    });

    [Fact]
    public void Nobody_waits_while_the_rate_is_not_used() => Streams.Sample(stream =>
    {
        var all = Turns(stream);
        var interval = TimeSpan.FromSeconds(stream.Per) / stream.Starts;
        foreach (var (turn, arrived) in all.Where(t => t.Turn > t.Arrived))
        {
            // Up to this turn, the rate has been used without a pause for as long as it takes to use up a burst.
            var before = all.Count(t => t.Turn < turn && t.Turn >= turn - (interval * stream.Burst));
            Assert.True(before >= stream.Burst, $"It waits from {arrived:O} to {turn:O} after {before}");
        }
    });

    [Fact]
    public void Turns_come_in_the_order_in_which_they_were_drawn() => Streams.Sample(stream =>
        Assert.Equal(Turns(stream).Select(t => t.Turn), Turns(stream).Select(t => t.Turn).Order()));

    static List<(DateTimeOffset Turn, DateTimeOffset Arrived)> Turns((int Starts, int Per, int Burst, int[] Gaps) stream)
    {
        var limit = new Limit("rate") { Starts = stream.Starts, Per = TimeSpan.FromSeconds(stream.Per), Burst = stream.Burst };
        var (now, next, turns) = (Start, (DateTimeOffset?)null, new List<(DateTimeOffset, DateTimeOffset)>());
        foreach (var gap in stream.Gaps)
        {
            now += TimeSpan.FromSeconds(gap);
            var admission = new Admission([limit], new Dictionary<LimitCount, int>(), _ => next, now);
            turns.Add((admission.TurnOf("default", "rate", "", hasTurn: false)!.Value, now));
            next = admission.Drawn.Values.Single();
        }
        return turns;
    }
}
