using System.Globalization;

namespace EngineBench;

/// <summary>The tables and their picture, as files.</summary>
static class Report
{
    /// <param name="name">Of the files.</param>
    public static void Write(string name, string folder, Results results, Sizes size, int runs)
    {
        Directory.CreateDirectory(folder);
        var lines = new List<string>();
        if (size != Sizes.Full) lines.AddRange(["**A smoke run: it says that the program works, and nothing about speed.**", ""]);
        lines.AddRange(
        [
            $"{Machine.Describe(name)}. The median of {runs} {(runs == 1 ? "run" : "runs")} [least–most], each a process of its own; in each round the engines take turns.",
            "Rates are per second. A drain is counted to the last end that is stored, unless it says otherwise; a pickup from before the call that enqueues to the job's body.", "",
        ]);
        var isPostgres = name == "postgres";
        foreach (var table in isPostgres ? PostgresTables.Of(results) : Tables.Engine(results)) lines.AddRange(Table(table));
        lines.AddRange(["## Settings", "", .. isPostgres ? Machine.PostgresSettings(size) : Machine.Settings(size), ""]);
        if (results.Failed.Count > 0) lines.AddRange([$"Failed and left out: {string.Join(", ", results.Failed)}.", ""]);
        lines.RemoveAt(lines.Count - 1);
        File.WriteAllLines(Path.Combine(folder, $"{name}.md"), lines);
        Console.WriteLine(string.Join('\n', lines));
        Picture.Write(Path.Combine(folder, $"{name}.svg"), isPostgres ? Picture.Postgres(results) : Picture.Engine(results));
    }

    static IEnumerable<string> Table(ComparisonTable table)
    {
        var rows = table.Rows.Where(r => r.Values.Any(v => v is not null)).ToList();
        if (rows.Count == 0) yield break;
        yield return $"## {table.Title}";
        yield return "";
        var others = table.Engines.Skip(1).ToList();
        string[] heads = ["measure", "aim", .. table.Engines, .. others.Select(o => $"{table.Engines[0]} ÷ {o}")];
        yield return $"| {string.Join(" | ", heads)} |";
        yield return $"|{string.Concat(Enumerable.Repeat("---|", heads.Length))}";
        foreach (var row in rows)
        {
            var cells = row.Values.Select(v => v?.ToString() ?? "");
            var ratios = row.Values.Skip(1).Select(v => row.Compared ? Spread.Ratio(row.Values[0], v) : "");
            yield return $"| {row.Measure} | {row.Aim} | {string.Join(" | ", cells.Concat(ratios))} |";
        }
        yield return "";
    }
}
