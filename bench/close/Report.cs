using System.Globalization;
using MonthClose;

namespace Bench;

/// <summary>The table and its picture, as files.</summary>
static class Report
{
    const string Style =
        "text{font:12px system-ui,sans-serif;fill:#1c2733}.n{font-variant-numeric:tabular-nums}.c1{fill:#2f6fde}.axis{stroke:#8a97a6}" +
        "@media(prefers-color-scheme:dark){text{fill:#dbe4ee}.c1{fill:#6ea1ff}}";

    public static void Write(string folder, IReadOnlyList<Result> results, int runs)
    {
        Directory.CreateDirectory(folder);
        var table = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"On {Environment.ProcessorCount} processors, SQLite, `synchronous=FULL`; the median of {runs} {(runs == 1 ? "run" : "runs")}, each a process of its own."), "",
            "| measure | world | aim | result |", "|---|---|---|---|",
        };
        table.AddRange(results.Select(r => $"| {r.Measure} | {r.World} | {r.Aim} | {r.Outcome} |"));
        File.WriteAllLines(Path.Combine(folder, "close.md"), table);
        Console.WriteLine(string.Join('\n', table));
        var bars = results.Where(r => r.PerSecond is not null).Select(r => new Bar($"{r.Measure}: {r.World}", (decimal)r.PerSecond!.Value, Result.N(r.PerSecond.Value))).ToList();
        if (bars.Count == 0) return;
        var svg = BarChart.Draw("Accounts a second", bars, 900);
        File.WriteAllText(
            Path.Combine(folder, "close.svg"), svg.Replace("<svg role", $"<svg xmlns=\"http://www.w3.org/2000/svg\" role", StringComparison.Ordinal)
                .Replace("</svg>", $"<style>{Style}</style></svg>", StringComparison.Ordinal) + "\n");
    }
}
