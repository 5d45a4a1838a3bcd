namespace MonthClose;

/// <summary>One moment's column: its parts from bottom to top.</summary>
readonly record struct StackedColumn(string Name, IReadOnlyList<long> Parts);

/// <summary>Columns over time, with an axis of counts.</summary>
static class ColumnChart
{
    const int Top = 10;
    const int Bottom = 22;

    public static string Draw(string label, IReadOnlyList<StackedColumn> columns, IReadOnlyList<PageKey> parts, int width, int height)
    {
        var svg = new Svg(width, height, label);
        var highest = columns.Select(c => c.Parts.Sum()).DefaultIfEmpty(0).Max();
        var step = Scale.Step(Math.Max(1, highest), 4);
        var end = Math.Max(1, (highest + step - 1) / step) * step;
        var left = Svg.WidthOf(PageNumbers.Count(end)) + 10;
        var floor = height - Bottom;
        var scale = new Scale(0, end, floor - Top);
        for (long mark = 0; mark <= end; mark += step)
        {
            var y = floor - scale.At(mark);
            svg.Line(left, y, width, y, mark == 0 ? "axis" : "grid").Text(left - 6, y + 4, PageNumbers.Count(mark), "end", "n");
        }
        var slot = (width - left) / Math.Max(1, columns.Count);
        // Names keep their distance: every second, third, … is written.
        var every = Math.Max(1, (int)Math.Ceiling((columns.Select(c => Svg.WidthOf(c.Name)).DefaultIfEmpty(0).Max() + 14) / slot));
        for (var n = 0; n < columns.Count; n++)
        {
            var (column, x, wide) = (columns[n], left + (n * slot), Math.Min(48, slot * 0.72));
            var from = x + ((slot - wide) / 2);
            long sum = 0;
            for (var p = 0; p < column.Parts.Count; p++)
            {
                var low = scale.At(sum);
                sum += column.Parts[p];
                var high = scale.At(sum);
                svg.Rect(from, floor - high, wide, high - low, parts[p].Style, $"{column.Name}, {parts[p].Name}: {PageNumbers.Count(column.Parts[p])}");
            }
            if (n % every == 0) svg.Text(Edge(x + (slot / 2), column.Name, left, width), height - 5, column.Name, "middle");
        }
        return svg.ToString();
    }

    // A name at an edge moves inwards.
    static double Edge(double x, string name, double left, int width) =>
        Math.Clamp(x, Math.Min(left, Svg.WidthOf(name) / 2), width - (Svg.WidthOf(name) / 2));
}
