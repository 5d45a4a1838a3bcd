namespace Stillso;

/// <summary>Counts what was enqueued and decided, when it has committed.</summary>
sealed class CountedLedger(ILedger ledger, Instruments instruments) : ILedger
{
    public T Write<T>(Func<ILedgerTransaction, T> work)
    {
        if (!instruments.CountWrites) return ledger.Write(work);
        CountedTransaction? counted = null;
        var result = ledger.Write(tx => work(counted = new CountedTransaction(tx)));
        foreach (var (kind, jobs) in counted!.Enqueued) instruments.Enqueued(kind, jobs);
        foreach (var ((kind, decision), times) in counted.Decided) instruments.Decided(kind, decision, times);
        return result;
    }

    public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

    public DateTimeOffset? NextOccurrence() => ledger.NextOccurrence();
}
