using System.Globalization;

namespace EngineBench;

/// <summary>The figures of all runs, by what was run.</summary>
sealed class Results
{
    readonly Dictionary<string, List<Figures>> runs = new(StringComparer.Ordinal);
    readonly HashSet<string> failed = new(StringComparer.Ordinal);

    public void Add(string what, Figures? figures)
    {
        if (figures is null) failed.Add(what);
        else if (runs.TryGetValue(what, out var list)) list.Add(figures);
        else runs.Add(what, [figures]);
    }

    /// <summary>What failed, and is left out.</summary>
    public IReadOnlyCollection<string> Failed => failed;

    /// <summary>The sizes that drains came to: later runs take the first one's.</summary>
    public int Jobs(string what) => runs.TryGetValue(what, out var list) ? (int)list[0]["jobs"] : 0;

    public Spread? Of(string what, string figure)
    {
        var values = runs.GetValueOrDefault(what)?.Where(f => f.ContainsKey(figure)).Select(f => f[figure]).Order().ToList();
        return values is null or [] ? null : new Spread((values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2, values[0], values[^1]);
    }
}

/// <summary>The median of some runs, and the least and the most.</summary>
readonly record struct Spread(double Median, double Least, double Most)
{
    public override string ToString() => $"{N(Median)} [{N(Least)}–{N(Most)}]";

    /// <summary>As many digits as are worth reading.</summary>
    public static string N(double number) => number.ToString(
        Math.Abs(number) switch { >= 100 => "#,0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.0000" }, CultureInfo.InvariantCulture);

    public static string Ratio(Spread? one, Spread? other) => one is { } a && other is { } b && b.Median > 0 ? $"{N(a.Median / b.Median)} ×" : "";
}
