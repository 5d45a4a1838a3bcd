using System.Text.RegularExpressions;
using MonthClose.Checking;

namespace MonthClose.Torture;

/// <summary>What must be so after a round, by its files, the books of the others, and what its processes said.</summary>
static partial class RoundChecks
{
    /// <summary>Checks; says what is violated, and how many charges there were.</summary>
    public static async Task<(IReadOnlyList<string> Violations, int Charges)> CheckAsync(
        RoundPlan plan, MonthcloseCommand command, Surroundings around, Crew crew, Outsiders outsiders, CancellationToken cancellation)
    {
        var violations = Unfinished.Of(around.Store.Ledger, around.Store.Jobs, Round.Period).ToList();
        violations.AddRange(around.Store.Jobs.Stopped().Where(j => !j.IsDead).Select(j => $"{j.Kind} of {j.OrderingKey} is parked: {j.Reason}"));
        if (around.Store.Damage() is { } damage) violations.Add(damage);
        var output = Path.Combine(plan.Folder, "out");
        using var report = command.Start("report", Path.Combine(plan.Folder, "report.log"), "report", Round.Period, "--store", around.Store.OwnName, "--out", output);
        await report.ExitAsync(cancellation);
        if (report.ExitCode != 0) return ([.. violations, $"report ended with {report.ExitCode}: {report.Said}"], 0);
        await File.WriteAllLinesAsync(Path.Combine(output, "mail_server.csv"), around.Mail.Taken.Prepend("message_id"), cancellation);

        var files = Checking.CloseFiles.Read(output);
        if (files.Changes.Count < outsiders.Made || files.Changes.Count > outsiders.Made + outsiders.Unanswered)
            violations.Add($"{outsiders.Made} changes were made, {outsiders.Unanswered} not answered, and {files.Changes.Count} are known.");
        // A request that was held back, or that a killed worker left behind, arrives when another worker has asked and sent again.
        var options = new CheckOptions(Round.Period) { RequestsMayBeLate = true, RequireReports = true, RequirePdf = plan.Pdf };
        violations.AddRange(CloseChecker.Check(Surroundings.WorldOf(plan), output, options).Select(f => f.ToString()));
        violations.AddRange(crew.Said.SelectMany(s => Failures(s.Name, s.Said, around.Store)).DistinctBy(f => Number().Replace(f, "")));
        return (violations, files.GatewayCharges.Count);
    }

    // A step that fails by anything but a fault is a defect, even if everything ends well: a gateway that does not answer, or a store that refuses.
    static IEnumerable<string> Failures(string who, string said, TorturedStore store) => Failed().Matches(said)
        .Where(m => !store.Refusals.Prepend("The gateway did not answer.").Any(e => m.Groups[2].Value.Contains(e, StringComparison.Ordinal))).Select(m => $"{who}: {m.Groups[1].Value} failed by itself: {m.Groups[2].Value}");

    [GeneratedRegex("Attempt [0-9]+ of (.+? job [0-9]+) failed: (.*)")]
    private static partial Regex Failed();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
