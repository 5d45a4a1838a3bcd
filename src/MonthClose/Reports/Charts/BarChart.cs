namespace MonthClose;

/// <summary>A bar with its name and its value in words; the rest is what others add up to.</summary>
readonly record struct Bar(string Name, decimal Value, string Text, bool IsRest = false);

/// <summary>Bars from left to right, one below the other; negative ones go left of zero.</summary>
static class BarChart
{
    const int RowHeight = 24;
    const int BarHeight = 14;

    public static string Draw(string label, IReadOnlyList<Bar> bars, int width)
    {
        var svg = new Svg(width, Math.Max(1, bars.Count) * RowHeight, label);
        var names = Math.Min(width * 0.34, bars.Select(b => Svg.WidthOf(b.Name)).DefaultIfEmpty(0).Max()) + 10;
        var texts = bars.Select(b => Svg.WidthOf(b.Text)).DefaultIfEmpty(0).Max() + 8;
        var scale = Scale.Of(bars.Select(b => b.Value), Math.Max(20, width - names - texts));
        var zero = names + scale.At(0);
        for (var n = 0; n < bars.Count; n++)
        {
            var (bar, y) = (bars[n], n * RowHeight);
            var length = scale.Length(bar.Value);
            svg.Text(0, y + 16, Svg.Fit(bar.Name, names - 10))
                .Rect(bar.Value < 0 ? zero - length : zero, y + ((RowHeight - BarHeight) / 2), length, BarHeight, bar.IsRest ? "rest" : bar.Value < 0 ? "neg" : "c1", $"{bar.Name}: {bar.Text}")
                .Text((bar.Value < 0 ? zero : zero + length) + 6, y + 16, bar.Text, style: "n");
        }
        return svg.Line(zero, 0, zero, bars.Count * RowHeight, "axis").ToString();
    }
}
