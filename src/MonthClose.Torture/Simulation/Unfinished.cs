using Stillso;
using Stillso.Sqlite;

namespace MonthClose.Torture;

/// <summary>What must not be left when everything has healed and nothing is due.</summary>
static class Unfinished
{
    public static IEnumerable<string> Of(SqliteStore store, string period)
    {
        foreach (var job in store.Stopped().Where(j => j.IsDead)) yield return $"{job.Kind} of {job.OrderingKey} is dead: {job.Reason?.Split('\n')[0]}";
        if (PeriodClose.StateOf(store, period) != "closed") yield return "The period is not closed.";
        foreach (var (key, state) in store.Read(tx => tx.Sql.Query(
            "select intent_key, state from stillso_intents where state in ('Ready', 'Sending') order by intent_key", r => (r.GetString(0), r.GetString(1)))))
            yield return $"{key} is still {state}.";
    }

    /// <summary>Whether a period is closed, and nothing of it waits or is in anybody's hands.</summary>
    public static bool IsDone(SqliteStore store, string period) =>
        PeriodClose.StateOf(store, period) == "closed" && store.Waiting().Count == 0 && !AnyHeld(store);

    /// <summary>Whether an epoch is over.</summary>
    public static bool IsOver(ILedger ledger, long epoch) =>
        ledger.Read(tx => tx.Sql.Number("select exists (select 1 from stillso_epochs where epoch = @epoch and over = 1)", epoch)) == 1;

    /// <summary>Whether any job is in the hands of an epoch.</summary>
    public static bool IsHolding(ILedger ledger, long epoch) =>
        ledger.Read(tx => tx.Sql.Number("select exists (select 1 from stillso_jobs where epoch = @epoch)", epoch)) == 1;

    /// <summary>Whether any job is in somebody's hands, alive or dead.</summary>
    public static bool AnyHeld(ILedger ledger) => ledger.Read(tx => tx.Sql.Number("select exists (select 1 from stillso_jobs where epoch is not null)")) == 1;
}
