namespace Stillso.Testing;

/// <summary>Counts the boundaries that jobs pass, and at one of them lets happen what a run is about.</summary>
/// <param name="run">Where and what; null: nothing happens.</param>
/// <param name="change">Changes the world.</param>
sealed class ChangingBoundaries(WorldChange? run, Action change) : IBoundaries
{
    readonly List<string> passed = [];
    string? crashesWhenActed;

    /// <summary>In order, <c>WHERE:KIND</c>.</summary>
    public IReadOnlyList<string> Passed => passed;

    public IReadOnlyList<Work> Before(IReadOnlyList<Work> works) => Pass("before", works);

    public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => Pass("during", works);

    public IReadOnlyList<Work> After(IReadOnlyList<Work> works) => Pass("after", works);

    public void Committing(Phase phase, IReadOnlyList<Work> works)
    {
        if (phase != Phase.Settle || !works.Any(w => w.Lease.Kind == crashesWhenActed)) return;
        crashesWhenActed = null;
        throw new CrashedException();
    }

    public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction)
    {
    }

    List<Work> Pass(string where, IReadOnlyList<Work> works)
    {
        var twice = new List<Work>();
        foreach (var work in works)
        {
            passed.Add($"{where}:{work.Lease.Kind}");
            if (passed.Count != run?.Pass) continue;
            change();
            switch (run.Delivery)
            {
                case Delivery.Twice: twice.Add(work); break;
                case Delivery.Crashed: throw new CrashedException();
                case Delivery.CrashedAfterActing: crashesWhenActed = work.Lease.Kind; break;
            }
        }
        return twice;
    }
}

/// <summary>The process is gone: nothing that it was about to do happens.</summary>
/// <remarks>A cancellation, because a transaction that is cancelled is charged to no job.</remarks>
sealed class CrashedException() : OperationCanceledException("The process died here, because the test wanted it.");
