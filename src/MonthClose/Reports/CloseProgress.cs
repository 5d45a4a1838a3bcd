using Stillso;

namespace MonthClose;

/// <summary>How far a close is.</summary>
/// <param name="State">The period's state.</param>
/// <param name="Accounts">How many accounts it has.</param>
/// <param name="Done">How many accounts each step has done, in order of steps.</param>
public sealed record CloseProgress(string State, long Accounts, IReadOnlyList<KeyValuePair<string, long>> Done)
{
    /// <summary>The steps that are shown.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["rated", "invoiced", "charged", "mailed"];

    /// <summary>Counts from the store.</summary>
    public static CloseProgress Of(ILedger ledger, string period) => ledger.Read(tx => new CloseProgress(
        tx.Sql.First(Sql.Text["period_state"], r => r.GetString(0), period) ?? "open",
        tx.Sql.Number(Sql.Text["count_accounts"]),
        [.. Steps.Select(step => new KeyValuePair<string, long>(step, tx.Sql.Number(Sql.Text[$"progress_{step}"], period)))]));
}
