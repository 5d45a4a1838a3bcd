using System.Globalization;
using System.Text;

namespace MonthClose.Torture;

/// <summary>What was done and what came of it, for a person: report.md.</summary>
static class TortureReport
{
    /// <summary>The report of a simulation.</summary>
    /// <param name="tally">What the closes came to.</param>
    /// <param name="seeds">Which seeds.</param>
    /// <param name="took">How long.</param>
    /// <param name="threads">On how many processors.</param>
    /// <param name="shrunk">The smallest plans of those that failed.</param>
    public static string Of(Tally tally, string seeds, TimeSpan took, int threads, IReadOnlyList<CheckedClose> shrunk)
    {
        var text = new StringBuilder("# Torture: simulated closes\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Seeds {seeds}: {tally.Closes:#,0} closes, {tally.Charges:#,0} charges tried at the gateway, {tally.Changes.Values.Sum():#,0} changes, {tally.Faults.Values.Sum():#,0} faults; {tally.Eventful:#,0} closes had at least one of each. ");
        text.Append(CultureInfo.InvariantCulture, $"{took.TotalMinutes:0.0} minutes on {threads} {(threads == 1 ? "processor" : "processors")}: {tally.Closes / took.TotalSeconds / threads:0} closes a second on each.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Violations: {tally.Failed.Count}. ");
        if (tally.Failed.Count == 0) text.Append(CultureInfo.InvariantCulture, $"That is no proof: of closes like these, fewer than {3.0 / tally.Closes:0.0e+0} fail (3/N, at 95 %).");
        if (tally.Recoveries is { Count: > 0 } recoveries)
            text.Append(CultureInfo.InvariantCulture, $"\n\n{recoveries.Count:#,0} times a process died with jobs in its hands: they waited again after {Seconds(recoveries, 50)} (median), {Seconds(recoveries, 99)} (99 %) of virtual time; a worker counts as lost after 30 seconds.");
        text.Append("\n\n| fault | times |\n|---|---|\n");
        foreach (var fault in Enum.GetValues<Fault>().Where(f => f != Fault.None)) Row(text, fault.ToString(), tally.Faults.GetValueOrDefault(fault.ToString()));
        text.Append("\n| change | times |\n|---|---|\n");
        foreach (var (change, times) in tally.Changes) Row(text, change, times);
        foreach (var close in shrunk) Add(text, close);
        return text.ToString();
    }

    /// <summary>The report of the matrix.</summary>
    public static string Of(IReadOnlyList<CellResult> cells)
    {
        var (ran, impossible) = (cells.Where(c => c.Impossible is null).ToList(), cells.Where(c => c.Impossible is not null).ToList());
        var text = new StringBuilder("# Torture: the matrix\n\n");
        var (closes, none) = (ran.GroupBy(c => c.Cell).ToList(), impossible.DistinctBy(c => c.Cell).Count());
        var times = closes[0].Count();
        text.Append(CultureInfo.InvariantCulture, $"{closes.Count + none:#,0} cells: {closes.Count(c => c.All(r => r.Reached)):#,0} run {(times == 1 ? "once" : $"{times} times each")}, {none} cannot exist, {ran.Count(c => !c.Reached)} not reached, {ran.Count(c => c.Close?.Violations.Count > 0)} violated.\n\n");
        text.Append("| boundary |");
        foreach (var how in Enum.GetValues<How>()) text.Append(CultureInfo.InvariantCulture, $" {how} |");
        text.Append("\n|---|---|---|---|---|---|\n");
        foreach (var boundary in cells.GroupBy(c => c.Cell.Boundary))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {boundary.Key} |");
            foreach (var how in Enum.GetValues<How>()) text.Append(CultureInfo.InvariantCulture, $" {Passed([.. boundary.Where(c => c.Cell.How == how)])} |");
            text.Append('\n');
        }
        text.Append("\nCannot exist:\n\n");
        foreach (var why in impossible.GroupBy(c => (c.Cell.How, c.Impossible))) text.Append(CultureInfo.InvariantCulture, $"- {why.Key.How}, {string.Join(", ", why.Select(c => c.Cell.Boundary).Distinct())}: {why.Key.Impossible}\n");
        foreach (var cell in ran.Where(c => !c.Reached)) text.Append(CultureInfo.InvariantCulture, $"\nNOT REACHED: {cell.Cell}\n");
        foreach (var cell in ran.Where(c => c.Close?.Violations.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {cell.Cell}\n\n");
            foreach (var violation in cell.Close!.Violations.Take(5)) text.Append(CultureInfo.InvariantCulture, $"- {violation}\n");
        }
        return text.ToString();
    }

    /// <summary>The report of planted defects.</summary>
    public static string Of(IReadOnlyList<Caught> caught, IReadOnlyList<Defect> waiting, int limit, int times)
    {
        var text = new StringBuilder("# Torture: planted defects\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Caught {caught.Count(c => c.Always)} of {caught.Count}, each looked for {times} times within {limit} seeds.\n\n| defect | what is wrong | median of the seeds | found first |\n|---|---|---|---|\n");
        foreach (var c in caught) text.Append(CultureInfo.InvariantCulture, $"| {c.Defect.Name} | {c.Defect.What} | {(c.Median is { } median ? median : $"not within {limit}")} | {c.First} |\n");
        if (waiting.Count > 0) text.Append("\nCannot be planted yet:\n\n");
        foreach (var defect in waiting) text.Append(CultureInfo.InvariantCulture, $"- {defect.Name} ({defect.What}): waits for {defect.WaitsFor}\n");
        return text.ToString();
    }

    /// <summary>The report of patches.</summary>
    public static string Of(IReadOnlyList<PatchOutcome> patches)
    {
        var text = new StringBuilder("# Torture: patches\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Caught {patches.Count(p => p.IsCaught)} of {patches.Count}.\n\n| patch | caught | |\n|---|---|---|\n");
        foreach (var patch in patches) text.Append(CultureInfo.InvariantCulture, $"| {patch.Name} | {(patch.IsCaught ? "yes" : "NO")} | {patch.Outcome} |\n");
        return text.ToString();
    }

    /// <summary>A planted defect in a line.</summary>
    public static string Line(Caught caught, int limit) => string.Create(
        CultureInfo.InvariantCulture, $"{caught.Defect.Name}: {(caught.Median is { } median ? $"{median} seeds" : $"not within {limit} seeds each time")}; {caught.First}");

    /// <summary>A percentile, in seconds.</summary>
    public static string Seconds(IReadOnlyList<TimeSpan> sorted, int percent, string format = "0") =>
        $"{sorted[(sorted.Count - 1) * percent / 100].TotalSeconds.ToString(format, CultureInfo.InvariantCulture)} s";

    static string Passed(IReadOnlyList<CellResult> cells) => cells[0].Impossible is not null
        ? "–" : string.Create(CultureInfo.InvariantCulture, $"{cells.Count(c => c.Reached && c.Close!.Violations.Count == 0)}/{cells.Count}");

    static void Add(StringBuilder text, CheckedClose close)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Seed {close.Seed}\n\n`{Replay(close)}`\n\n");
        foreach (var fault in close.Faults) text.Append(CultureInfo.InvariantCulture, $"- {fault.Fault} at {fault.Place}\n");
        foreach (var change in close.Changes) text.Append(CultureInfo.InvariantCulture, $"- {change.Change} {change.Value} of {change.AccountId} at {change.Place}\n");
        text.Append('\n');
        foreach (var violation in close.Violations.Take(10)) text.Append(CultureInfo.InvariantCulture, $"    {violation.Split('\n')[0]}\n");
    }

    /// <summary>How often something happened.</summary>
    public static void Row(StringBuilder text, string name, long times, string? impossible = null) => text.Append(
        CultureInfo.InvariantCulture, $"| {name} | {(times > 0 ? times.ToString("#,0", CultureInfo.InvariantCulture) : impossible is null ? "NOT EXERCISED" : $"not exercised: {impossible}")} |\n");

    /// <summary>The line that runs exactly this close again.</summary>
    public static string Replay(CheckedClose close) => string.Create(
        CultureInfo.InvariantCulture,
        $"monthclose torture --replay {close.Seed}{(close.Accounts == ImportedWorld.Accounts ? "" : $" --accounts {close.Accounts}")} --faults \"{string.Join(',', close.Faults)}\" --changes \"{string.Join(',', close.Changes)}\"");
}
