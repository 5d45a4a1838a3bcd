namespace Stillso.Tests;

/// <summary>Which queue a worker asks first.</summary>
public sealed class QueueOrderTests
{
    [Fact]
    public void A_strict_order_is_as_given_and_leaves_nothing_to_chance() =>
        Assert.Equal(["b", "a"], QueueOrder.Strict("b", "a").Draw(() => throw new InvalidOperationException()));

    [Fact]
    public void Weights_say_how_often_a_queue_is_asked_first_and_none_is_left_out()
    {
        var (order, random) = (QueueOrder.Weighted(("a", 6), ("b", 3), ("c", 1)), new Random(7));
        var drawn = Enumerable.Range(0, 10_000).Select(_ => order.Draw(random.NextDouble)).ToList();
        Assert.All(drawn, d => Assert.Equal(["a", "b", "c"], d.Order()));
        var first = drawn.CountBy(d => d[0]).ToDictionary();
        Assert.InRange(first["a"], 5800, 6200);
        Assert.InRange(first["b"], 2800, 3200);
        Assert.InRange(first["c"], 850, 1150);
        // Without a, b is asked before c three times of four.
        var second = drawn.Where(d => d[0] == "a").CountBy(d => d[1]).ToDictionary();
        Assert.InRange(second["b"] / (double)second["c"], 2.6, 3.4);
    }

    [Fact]
    public void The_last_queue_is_drawn_by_the_highest_number() =>
        Assert.Equal(["c", "b", "a"], QueueOrder.Weighted(("a", 1), ("b", 1), ("c", 1)).Draw(() => Math.BitDecrement(1.0)));

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        Assert.Throws<ArgumentException>(() => QueueOrder.Strict());
        Assert.Throws<ArgumentException>(() => QueueOrder.Strict("a", "a"));
        Assert.Throws<ArgumentException>(() => QueueOrder.Strict(" "));
        Assert.Throws<ArgumentException>(() => QueueOrder.Weighted(("a", 0)));
    }
}
