namespace Stillso;

/// <summary>A handler without phases as one with them.</summary>
sealed class SimpleHandler<TJob>(IJobHandler<TJob> handler) : IPhasedHandler<TJob>
{
    public IReadOnlyList<string> Writes => handler.Writes;

    public Retry AfterFailure(LeasedJob job, Exception error) => handler.AfterFailure(job, error);

    public void Decide(Batch<TJob> batch)
    {
        foreach (var work in batch.Works)
        {
            if (work.Verdicts.All(v => v.Holds)) work.Act();
            else Decide(work, batch);
        }
    }

    public Task ActAsync(Work<TJob> work, CancellationToken cancellation) =>
        handler.RunAsync(work.Job, work.Verdicts.Count == 0 ? work.Lease : work.Lease with { Verdicts = work.Verdicts }, cancellation);

    void Decide(Work<TJob> work, Batch<TJob> batch)
    {
        var (kind, what) = handler.WhenChanged(work.Job, work.Verdicts) switch
        {
            WhenChanged.Revise => (DecisionKind.Revised, "it runs on what is so now"),
            WhenChanged.Supersede => (DecisionKind.Superseded, "nothing is left to do"),
            _ => (DecisionKind.Parked, "a person decides"),
        };
        foreach (var verdict in work.Verdicts.Where(v => !v.Holds)) Record(verdict, work.Lease.Kind, kind, what, batch);
        switch (kind)
        {
            case DecisionKind.Revised: work.Act(); break;
            case DecisionKind.Superseded: work.Supersede(); break;
            default: work.Park("What it was told is not so any more.", ReasonCodes.PremiseChanged); break;
        }
    }

    static void Record(Verdict verdict, string step, DecisionKind kind, string what, Batch<TJob> batch)
    {
        var premise = verdict.Premise;
        batch.Transaction.Record(new Decision(
            premise.Subject, batch.Transaction.NextSeq(premise.Subject), batch.Now, premise.About, step, kind, premise.Believed, premise.At,
            verdict.Found, batch.Now, verdict.Causes, what)
        {
            Code = ReasonCodes.PremiseChanged,
        });
    }
}
