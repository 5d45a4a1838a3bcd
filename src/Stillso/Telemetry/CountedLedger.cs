using Microsoft.Extensions.Logging;

namespace Stillso;

/// <summary>Counts what was enqueued and decided when it has committed, and looks whether it is in order.</summary>
sealed class CountedLedger(ILedger ledger, Instruments instruments, OrderCheck? order = null, ILogger? logger = null) : ILedger
{
    // What is written together has committed when all of it has. One thread writes together.
    List<Action>? afterwards;

    public T Write<T>(Func<ILedgerTransaction, T> work)
    {
        var looks = order is { IsNeeded: true };
        if (!instruments.CountWrites && !looks) return ledger.Write(work);
        CountedTransaction? counted = null;
        var result = ledger.Write(tx => work(counted = new CountedTransaction(tx, looks)));
        WhenCommitted(() => Count(counted!));
        return result;
    }

    public async Task<T> WriteAsync<T>(Func<ILedgerTransaction, T> work)
    {
        var looks = order is { IsNeeded: true };
        if (!instruments.CountWrites && !looks) return await ledger.WriteAsync(work);
        CountedTransaction? counted = null;
        var result = await ledger.WriteAsync(tx => work(counted = new CountedTransaction(tx, looks)));
        Count(counted!);
        return result;
    }

    public Task<IReadOnlyList<long>> EnqueueAsync(IReadOnlyList<NewJob> jobs, DateTimeOffset now) => instruments.CountWrites || order is { IsNeeded: true }
        ? WriteAsync(tx => tx.Enqueue(jobs, now))
        : ledger.EnqueueAsync(jobs, now);

    void Count(CountedTransaction counted)
    {
        foreach (var (kind, jobs) in counted.Enqueued) instruments.Enqueued(kind, jobs);
        foreach (var ((kind, decision), times) in counted.Decided) instruments.Decided(kind, decision, times);
        if (counted.Jobs is { Count: > 0 } enqueued) order!.Warn(enqueued, logger!);
    }

    public void Together(Action work)
    {
        var all = afterwards = [];
        try
        {
            ledger.Together(work);
        }
        finally
        {
            afterwards = null;
        }
        foreach (var each in all) each();
    }

    /// <summary>Does what is to be done when the last write has committed.</summary>
    public void WhenCommitted(Action what)
    {
        if (afterwards is { } later) later.Add(what);
        else what();
    }

    public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

    public void Forget(DateTimeOffset before) => ledger.Forget(before);

    public DateTimeOffset? NextOccurrence() => ledger.NextOccurrence();
}
