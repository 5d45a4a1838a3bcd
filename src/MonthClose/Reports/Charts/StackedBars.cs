namespace MonthClose;

/// <summary>A bar of several parts, with its name and its whole in words.</summary>
readonly record struct StackedBar(string Name, IReadOnlyList<decimal> Parts, string Text);

/// <summary>Bars of parts. As shares every bar has the same length: the wholes do not compare.</summary>
static class StackedBars
{
    const int RowHeight = 28;
    const int BarHeight = 16;

    public static string Draw(string label, IReadOnlyList<StackedBar> bars, IReadOnlyList<PageKey> parts, int width, bool shares)
    {
        var svg = new Svg(width, Math.Max(1, bars.Count) * RowHeight, label);
        var names = Math.Min(width * 0.34, bars.Select(b => Svg.WidthOf(b.Name)).DefaultIfEmpty(0).Max()) + 10;
        var texts = bars.Select(b => Svg.WidthOf(b.Text)).DefaultIfEmpty(0).Max() + 8;
        var room = Math.Max(20, width - names - texts);
        var longest = Scale.Of(bars.Select(Whole), room);
        for (var n = 0; n < bars.Count; n++)
        {
            var (bar, y) = (bars[n], n * RowHeight);
            var scale = shares ? Scale.Of([Whole(bar)], room) : longest;
            svg.Text(0, y + 18, Svg.Fit(bar.Name, names - 10));
            var sum = 0m;
            for (var p = 0; p < bar.Parts.Count; p++)
            {
                var part = Math.Max(0, bar.Parts[p]);
                var from = names + scale.At(sum);
                sum += part;
                svg.Rect(from, y + ((RowHeight - BarHeight) / 2), names + scale.At(sum) - from, BarHeight, parts[p].Style, $"{bar.Name}, {parts[p].Name}: {PageNumbers.Percent(part, Whole(bar))}");
            }
            svg.Text(names + (shares ? room : scale.At(sum)) + 6, y + 18, bar.Text, style: "n");
        }
        return svg.ToString();
    }

    static decimal Whole(StackedBar bar) => bar.Parts.Sum(p => Math.Max(0, p));
}
