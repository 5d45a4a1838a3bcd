using System.Globalization;
using System.Text;

namespace MonthClose.Torture;

/// <summary>What rounds of real processes came to, for a person: report.md.</summary>
static class ProcessReport
{
    public static string Of(TorturedRounds torture)
    {
        var rounds = torture.Rounds;
        var (first, last) = (rounds[0].Plan.Seed, rounds[^1].Plan.Seed);
        var (charges, mails, failed) = (rounds.Sum(r => r.Charges), rounds.Sum(r => r.Mails), rounds.Where(r => r.Violations.Count > 0).ToList());
        var text = new StringBuilder("# Torture: real processes\n\n");
        Line(text, $"{(first == last ? $"Seed {first}" : $"Seeds {first} to {last}")}: {rounds.Count} {(rounds.Count == 1 ? "round" : "rounds")} of {rounds[0].Plan.Accounts:#,0} accounts in {torture.Took.TotalMinutes:0.0} minutes; {charges:#,0} charges tried at the gateway, {mails:#,0} mails taken by the mail server, {rounds.Sum(r => r.Changes):#,0} changes made ({rounds.Sum(r => r.Refused):#,0} refused), {rounds.Sum(r => r.Faults.Values.Sum()):#,0} faults.\n");
        Line(text, $"Violations: {rounds.Sum(r => r.Violations.Count)}, in {failed.Count} of {rounds.Count} rounds. {Bound(failed.Count, rounds.Count, charges, mails)}\n");
        Line(text, $"{Recovery([.. rounds.SelectMany(r => r.Recoveries).Order()])} Everything was done {rounds.Max(r => r.Healed).TotalSeconds:0} s after the last fault at the latest; {Round.HealMayTake.TotalSeconds:0} s are allowed. {rounds.Sum(r => r.GaveUp)} processes ended by themselves because the store refused, and were started again.\n");
        Line(text, $"{rounds[0].Engine}, .NET {Environment.Version}, {Environment.ProcessorCount} processors.\n");
        text.Append("| fault | times |\n|---|---|\n");
        foreach (var fault in ProcessFault.All) TortureReport.Row(text, fault, rounds.Sum(r => r.Faults.GetValueOrDefault(fault)), rounds.Select(r => r.Impossible.GetValueOrDefault(fault)).FirstOrDefault(w => w is not null));
        text.Append("\nA seed repeats a round's plan: its world, its processes, its changes and the order of its faults. It does not repeat how they interleave, which is the machine's. A round is run again by\n\n");
        foreach (var round in failed.Count > 0 ? failed : [rounds[0]]) Line(text, $"    {Again(round.Plan)}");
        foreach (var round in failed) Add(text, round, torture.Kept[round.Plan.Seed]);
        return text.ToString();
    }

    /// <summary>The line that runs a round again.</summary>
    public static string Again(RoundPlan plan) => string.Create(
        CultureInfo.InvariantCulture, $"monthclose torture --store {(plan.OnServer ? "postgres" : "sqlite")} --seed {plan.Seed} --minutes 0.1{(plan.Accounts == ProcessTorture.Accounts ? "" : $" --accounts {plan.Accounts}")}");

    // With fewer than ten, three over their number says nothing.
    static string Bound(int failed, int rounds, int charges, int mails) => failed > 0 || charges == 0 || mails == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"That is no proof: of charges like these, fewer than {3.0 / charges:0.0e+0} go wrong, of mails fewer than {3.0 / mails:0.0e+0}{(rounds < 10 ? "" : $", of rounds fewer than {3.0 / rounds:0.0e+0}")} (3/N, at 95 %, if each were a trial of its own).");

    static string Recovery(IReadOnlyList<TimeSpan> sorted) => sorted.Count == 0 ? "No process was lost with jobs in its hands." : string.Create(
        CultureInfo.InvariantCulture,
        $"{sorted.Count:#,0} times a process was killed or stopped with jobs in its hands: others could have them after {TortureReport.Seconds(sorted, 50, "0.0")} (median), {TortureReport.Seconds(sorted, 99, "0.0")} (99 %); a worker counts as lost after two or three seconds.");

    static void Add(StringBuilder text, RoundResult round, string kept)
    {
        Line(text, $"\n## Seed {round.Plan.Seed}\n\n{round.Plan}. Its files, its history and its store are in {kept}.\n");
        foreach (var violation in round.Violations.Take(20)) Line(text, $"    {violation.Split('\n')[0]}");
    }

    static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
