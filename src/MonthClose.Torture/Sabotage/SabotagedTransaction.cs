using Stillso;

namespace MonthClose.Torture;

/// <summary>A transaction with a defect; everything else is the real one's.</summary>
sealed class SabotagedTransaction(ILedgerTransaction real, string defect, Bank bank, List<Action<ILedgerTransaction>> afterwards) : DelegatingTransaction(real)
{
    public override IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        if (defect != "enqueue-after-commit") return base.Insert(jobs, now);
        // Each batch still counts what will come, or it would be over before.
        afterwards.Add(tx => tx.Enqueue([.. jobs.Select(j => j with { Batch = null })], now));
        return [.. jobs.Select(_ => 0L)];
    }

    public override IReadOnlySet<long> Enter(long epoch, IReadOnlyList<long> jobs) => defect == "no-fencing" ? jobs.ToHashSet() : base.Enter(epoch, jobs);

    public override void Fence(long epoch)
    {
        if (defect is not ("no-fencing" or "complete-by-id")) base.Fence(epoch);
    }

    public override void Record(Decision decision)
    {
        if (defect == "skip-without-reason" && decision.Kind == DecisionKind.Superseded) return;
        if (defect == "audit-after-commit") afterwards.Add(tx => tx.Record(decision));
        else base.Record(decision);
    }

    public override void Update(Intent intent)
    {
        base.Update(intent);
        if (defect == "charge-in-transaction" && intent is { Kind: "charge", State: IntentState.Sending, Reference: { } reference })
            bank.Confirm(reference, FrozenCharge.Of(intent).MethodId, $"{intent.Key}:confirm{intent.Sends}");
    }
}
