namespace Stillso.BatchKills;

/// <summary>Where a worker kills itself, by SIGKILL: with what a transaction wrote not committed, or committed and not answered.</summary>
enum Death
{
    /// <summary>Nowhere: it is killed from outside, whenever.</summary>
    Random,

    /// <summary>A job is counted out of a batch that is still open.</summary>
    AtOpen,
    AfterOpen,

    /// <summary>The first dead job is counted out.</summary>
    AtFirstDead,
    AfterFirstDead,

    /// <summary>The last job is counted out.</summary>
    AtLast,
    AfterLast,

    /// <summary>A callback has run.</summary>
    AtCallback,
    AfterCallback,
}

/// <summary>A ledger whose process dies where it was told to.</summary>
sealed class DyingLedger(ILedger ledger, Death death) : ILedger
{
    public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

    public void Forget(DateTimeOffset before) => ledger.Forget(before);

    public T Write<T>(Func<ILedgerTransaction, T> work)
    {
        var comes = Death.Random;
        var result = ledger.Write(tx =>
        {
            var before = BatchWorker.Batches.Select(tx.FindBatch).ToList();
            var callbacks = Callbacks(tx);
            var done = work(tx);
            comes = Callbacks(tx) > callbacks ? Death.AtCallback : BatchWorker.Batches.Select(tx.FindBatch).Zip(before, Passed).Max();
            if (comes != Death.Random && comes == death) Die();
            return done;
        });
        if (comes != Death.Random && comes + 1 == death) Die();
        return result;
    }

    static Death Passed(BatchState? after, BatchState? before)
    {
        if (after is null || before is null || before.Pending <= after.Pending) return Death.Random;
        if (after.IsComplete) return Death.AtLast;
        if (before.Dead == 0 && after.Dead > 0) return Death.AtFirstDead;
        return after.IsOpen ? Death.AtOpen : Death.Random;
    }

    static long Callbacks(ILedgerTransaction tx) => tx.Sql.Number("select count(*) from callbacks");

    static void Die()
    {
        System.Diagnostics.Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
