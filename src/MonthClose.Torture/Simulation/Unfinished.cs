using System.Globalization;
using Stillso;

namespace MonthClose.Torture;

/// <summary>What must not be left when everything has healed and nothing is due.</summary>
static class Unfinished
{
    // What the names of the engine's tables begin with in a SQLite file.
    const string File = "stillso_";

    public static IEnumerable<string> Of(ILedger ledger, IJobStore jobs, string period)
    {
        foreach (var job in jobs.Stopped().Where(j => j.IsDead)) yield return $"{job.Kind} of {job.OrderingKey} is dead: {job.Reason?.Split('\n')[0]}";
        if (PeriodClose.StateOf(ledger, period) != "closed") yield return "The period is not closed.";
        foreach (var (key, state) in ledger.Read(tx => tx.Sql.Query(
            "select intent_key, state from stillso_intents where state in ('Ready', 'Sending') order by intent_key", r => (r.GetString(0), r.GetString(1)))))
            yield return $"{key} is still {state}.";
    }

    /// <summary>Whether a period is closed, and nothing of it waits or is in anybody's hands.</summary>
    public static bool IsDone(TorturedStore store, string period) =>
        PeriodClose.StateOf(store.Ledger, period) == "closed" && store.Jobs.Waiting().Count == 0 && !AnyHeld(store.Ledger, store.Prefix);

    /// <summary>Whether an epoch is over.</summary>
    public static bool IsOver(ILedger ledger, long epoch, string prefix = File) => Count(ledger, $"{prefix}epochs where epoch = {epoch} and over") > 0;

    /// <summary>Whether any job is in the hands of an epoch.</summary>
    public static bool IsHolding(ILedger ledger, long epoch, string prefix = File) => Count(ledger, $"{prefix}jobs where epoch = {epoch}") > 0;

    /// <summary>Whether any job is in somebody's hands, alive or dead.</summary>
    public static bool AnyHeld(ILedger ledger, string prefix = File) => Count(ledger, $"{prefix}jobs where epoch is not null") > 0;

    static long Count(ILedger ledger, FormattableString rows) => ledger.Read(tx => tx.Sql.Number($"select count(*) from {rows.ToString(CultureInfo.InvariantCulture)}"));
}
