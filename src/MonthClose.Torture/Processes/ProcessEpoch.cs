using System.Globalization;

namespace MonthClose.Torture;

/// <summary>What a store says about a process that works on it.</summary>
/// <param name="Number">Its newest epoch.</param>
/// <param name="IsOver">Whether others count it as lost, or it has ended it.</param>
/// <param name="Holds">How many jobs are in its hands.</param>
sealed record ProcessEpoch(long Number, bool IsOver, long Holds)
{
    /// <summary>Of a process; null: it has not begun one.</summary>
    public static ProcessEpoch? Of(TorturedStore store, int process) => store.Ledger.Read(tx => tx.Sql.First(
        $"""
        select epoch, case when over then 1 else 0 end, (select count(*) from {store.Prefix}jobs j where j.epoch = e.epoch) from {store.Prefix}epochs e
        where owner like @owner order by epoch desc limit 1
        """,
        r => new ProcessEpoch(r.GetInt64(0), r.GetInt64(1) == 1, r.GetInt64(2)), string.Create(CultureInfo.InvariantCulture, $"% {process} on %")));

    /// <summary>Whether what a process held in an epoch is in nobody's hands or in others'.</summary>
    public static bool IsTakenOver(TorturedStore store, long epoch) => Unfinished.IsOver(store.Ledger, epoch, store.Prefix) && !Unfinished.IsHolding(store.Ledger, epoch, store.Prefix);
}
