using System.Collections.Immutable;
using System.Globalization;

namespace Stillso;

/// <summary>Why things came as they did: what changed about a subject, and what jobs decided about it, in the order in which it was committed.</summary>
public static class Explanation
{
    /// <summary>Everything about a subject, one line each, the oldest first.</summary>
    public static IReadOnlyList<string> Explain(this ILedger ledger, string subject) => ledger.Read(tx =>
    {
        var changes = tx.ChangesSince(subject, 0).Select(c => (c.Seq, Line: Of(c)));
        return changes.Concat(tx.DecisionsOf(subject).Select(d => (d.Seq, Line: Of(d)))).OrderBy(e => e.Seq).Select(e => e.Line).ToList();
    });

    static string Of(RecordedChange change) =>
        string.Create(CultureInfo.InvariantCulture, $"{change.At:u} changed: {change.Name}{(change.Value.Length > 0 ? $" {change.Value}" : "")} ({change.Id})");

    static string Of(Decision decision)
    {
        var about = decision.About.Length > 0 ? $" {decision.About}" : "";
        var code = decision.Code.Length > 0 ? $" ({decision.Code})" : "";
        var believed = decision.Believed.IsDefaultOrEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $"; believed {Of(decision.Believed)} as of {decision.BelievedAt:u}, found {Of(decision.Found)}");
        var causes = decision.Causes.IsDefaultOrEmpty ? "" : $", because of {string.Join(", ", decision.Causes)}";
        return string.Create(CultureInfo.InvariantCulture, $"{decision.At:u} {decision.Step}{about} {Word(decision.Kind)}{code}: {decision.Reason}{believed}{causes}");
    }

    static string Of(ImmutableArray<Fact> facts) => facts.IsDefaultOrEmpty ? "nothing" : string.Join(", ", facts.Select(f => $"{f.Name} {f.Value}"));

    static string Word(DecisionKind kind) => kind switch
    {
        DecisionKind.Acted => "acted",
        DecisionKind.Revised => "revised",
        DecisionKind.Superseded => "superseded",
        DecisionKind.Deferred => "deferred",
        _ => "parked",
    };
}
