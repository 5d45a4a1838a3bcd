using System.Globalization;
using System.Xml.Linq;

namespace MonthClose.Tests;

/// <summary>Drawings of nothing, one thing and many.</summary>
public sealed class ChartTests
{
    static readonly PageKey[] Parts = [new("New", "c1"), new("Old & <odd>", "c2")];

    [Fact]
    public void A_scale_has_zero_and_every_value_on_it()
    {
        Assert.Equal((0, 0), (Scale.Of([], 100).Length(5), Scale.Of([0, 0], 100).Length(0)));
        Assert.Equal((100, 25, 0), (Scale.Of([4], 100).Length(4), Scale.Of([4], 100).Length(1), Scale.Of([4], 100).At(0)));
        var both = Scale.Of([-1, 3], 100);
        Assert.Equal((25, 0, 100, 25), (both.At(0), both.At(-1), both.At(3), both.Length(-1)));
        // What is not nothing is seen.
        Assert.Equal(1, Scale.Of([1_000_000, 1], 100).Length(1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(9, 5)]
    [InlineData(136, 50)]
    [InlineData(100_000, 50_000)]
    public void Marks_of_an_axis_are_round(long highest, long step) => Assert.Equal(step, Scale.Step(highest, 4));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Bars_stay_inside_their_drawing(int count)
    {
        var bars = Enumerable.Range(0, count).Select(n => new Bar($"A <service> & its rather long name {n}", (n % 3) - 1, "1,234,567.89")).ToList();
        Inside(BarChart.Draw("Bars & more", bars, 436));
        Inside(StackedBars.Draw("Bars", [.. bars.Select(b => new StackedBar(b.Name, [b.Value, 2], b.Text))], Parts, 900, shares: true));
        Inside(StackedBars.Draw("Bars", [.. bars.Select(b => new StackedBar(b.Name, [0, 0], b.Text))], Parts, 900, shares: false));
        Inside(ColumnChart.Draw("Columns", [.. bars.Select((_, n) => new StackedColumn($"{n + 1} Oct 14:00", [n, 2L * n]))], Parts, 900, 230));
    }

    [Theory]
    [InlineData("2024-10-01T00:00:00Z", "2024-10-01T00:00:00Z", 1, "minute", "00:00")]
    [InlineData("2024-10-01T00:00:30Z", "2024-10-01T00:45:00Z", 46, "minute", "00:00")]
    [InlineData("2024-10-01T00:05:00Z", "2024-10-01T03:00:00Z", 19, "10 minutes", "00:00")]
    [InlineData("2024-10-01T01:05:00Z", "2024-10-02T03:00:00Z", 27, "hour", "1 Oct 01:00")]
    [InlineData("2024-09-30T01:05:00Z", "2024-10-15T03:00:00Z", 16, "day", "30 Sep")]
    [InlineData("2024-09-30T01:05:00Z", "2025-01-15T03:00:00Z", 16, "week", "26 Sep")]
    public void Slots_of_time_are_few_enough_to_be_seen(string first, string last, int count, string unit, string name)
    {
        var slots = TimeSlots.Between(DateTimeOffset.Parse(first, CultureInfo.InvariantCulture), DateTimeOffset.Parse(last, CultureInfo.InvariantCulture));
        Assert.Equal((count, unit, name), (slots.Count, slots.Unit, slots.NameOf(0)));
    }

    [Fact]
    public void Amounts_have_their_currencys_decimals_and_no_negative_zero()
    {
        Assert.Equal(["1,234.50", "−1,234.50", "0.00", "1,235", "0.124"], [
            PageNumbers.Amount(1234.5m, "USD"), PageNumbers.Amount(-1234.5m, "USD"), PageNumbers.Amount(-0.001m, "USD"), PageNumbers.Amount(1234.5m, "HUF"), PageNumbers.Amount(0.1235m, "KWD"),
        ]);
        Assert.Equal(["–", "33.3 %", "−50.0 %"], [PageNumbers.Percent(1, 0), PageNumbers.Percent(1, 3), PageNumbers.Percent(-1, 2)]);
    }

    static void Inside(string svg)
    {
        var root = XElement.Parse(svg);
        double Of(XElement e, string name) => double.Parse(e.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        foreach (var rect in root.Elements("rect"))
        {
            Assert.InRange(Of(rect, "x"), 0, Of(root, "width"));
            Assert.InRange(Of(rect, "x") + Of(rect, "width"), 0, Of(root, "width") + 0.1);
            Assert.InRange(Of(rect, "y") + Of(rect, "height"), 0, Of(root, "height") + 0.1);
        }
    }
}
