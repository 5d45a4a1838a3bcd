using System.Globalization;
using System.Text;
using MonthClose;

namespace EngineBench;

/// <summary>Bars, a few measures below each other.</summary>
static class Picture
{
    const int Width = 900, Head = 30, Gap = 16;
    const string Style =
        "text{font:12px system-ui,sans-serif;fill:#1c2733}.h{font-weight:600}.n{font-variant-numeric:tabular-nums}.c1{fill:#2f6fde}.axis{stroke:#8a97a6}" +
        "@media(prefers-color-scheme:dark){text{fill:#dbe4ee}.c1{fill:#6ea1ff}}";

    public static void Write(string path, IEnumerable<(string Title, List<Bar> Bars)> charts)
    {
        var (body, y) = (new StringBuilder(), 0);
        foreach (var (title, bars) in charts.Where(c => c.Bars.Count > 0))
        {
            body.Append(CultureInfo.InvariantCulture, $"<text class=\"h\" x=\"0\" y=\"{y + 18}\">{title}</text>");
            body.Append(BarChart.Draw(title, bars, Width).Replace("<svg role", string.Create(CultureInfo.InvariantCulture, $"<svg y=\"{y + Head}\" role"), StringComparison.Ordinal));
            y += Head + (bars.Count * 24) + Gap;
        }
        if (y == 0) return;
        File.WriteAllText(path, string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Jobs a second\" width=\"{Width}\" height=\"{y}\" viewBox=\"0 0 {Width} {y}\"><style>{Style}</style>{body}</svg>\n"));
    }

    public static IEnumerable<(string Title, List<Bar> Bars)> Postgres(Results results)
    {
        yield return ("On PostgreSQL: jobs drained a second", Bars(
            results, ("Stillso", "drain stillso-postgres 16", "rate"), ("graphile-worker", "drain graphile-worker 24", "rate"), ("pg-boss", "drain pg-boss 4", "rate"),
            ("Quartz", "drain quartz-postgres 16", "rate"), ("Hangfire", "drain hangfire-postgres 16", "rate"), ("plain: delete 500 returning", "floor-postgres", "delete")));
        yield return ("On PostgreSQL: jobs enqueued a second", Bars(
            results, [.. new[] { ("1 client", "one", "one"), ("8 clients", "eight", "eight"), ("bulk", "bulk", "copy") }.SelectMany(w => new[]
            {
                ($"Stillso, {w.Item1}", "enqueue stillso-postgres", w.Item2), ($"graphile-worker, {w.Item1}", "enqueue graphile-worker", w.Item2), ($"pg-boss, {w.Item1}", "enqueue pg-boss", w.Item2),
                ($"Quartz, {w.Item1}", "enqueue quartz-postgres", w.Item2), ($"Hangfire, {w.Item1}", "enqueue hangfire-postgres", w.Item2), ($"plain, {w.Item1}", "floor-postgres", w.Item3),
            })]));
    }

    public static IEnumerable<(string Title, List<Bar> Bars)> Engine(Results results)
    {
        yield return ("On SQLite: jobs drained a second", Bars(
            results, [.. Measures.Concurrencies.SelectMany(c => new[] { ($"Stillso, {c} at once", $"drain stillso-sqlite {c}", "rate"), ($"Quartz, {c} at once", $"drain quartz-sqlite {c}", "rate") }),
                ("floor: lease, complete, history", "floor", "lease"), ("floor: delete 500 returning", "floor", "delete")]));
        yield return ("On SQLite: jobs enqueued a second", Bars(
            results, ("Stillso, 1 client", "enqueue stillso-sqlite", "one"), ("Quartz, 1 client", "enqueue quartz-sqlite", "one"), ("floor, a commit each", "floor", "one"),
            ("Stillso, 16 clients", "enqueue stillso-sqlite", "sixteen"), ("Quartz, 16 clients", "enqueue quartz-sqlite", "sixteen"),
            ("Stillso, bulk", "enqueue stillso-sqlite", "bulk"), ("Quartz, bulk", "enqueue quartz-sqlite", "bulk"), ("floor, bulk", "floor", "bulk")));
        yield return ("In memory: jobs drained a second, 16 at once", Bars(
            results, ("Stillso", "drain stillso-memory 16", "rate"), ("Hangfire", "drain hangfire-memory 16", "rate"), ("Quartz", "drain quartz-memory 16", "rate")));
        yield return ("In memory: jobs enqueued a second", Bars(
            results, [.. new[] { ("1 client", "one"), ("16 clients", "sixteen"), ("bulk", "bulk") }.SelectMany(w =>
                new[] { ("Stillso", "stillso-memory"), ("Hangfire", "hangfire-memory"), ("Quartz", "quartz-memory") }.Select(e => ($"{e.Item1}, {w.Item1}", $"enqueue {e.Item2}", w.Item2)))]));
    }

    static List<Bar> Bars(Results results, params (string Name, string What, string Figure)[] bars) =>
        [.. bars.Select(b => (b.Name, Value: results.Of(b.What, b.Figure))).Where(b => b.Value is not null).Select(b => new Bar(b.Name, (decimal)b.Value!.Value.Median, b.Value.Value.ToString()))];
}
