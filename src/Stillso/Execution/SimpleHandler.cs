namespace Stillso;

/// <summary>A handler without phases as one with them.</summary>
sealed class SimpleHandler<TJob>(IJobHandler<TJob> handler) : IPhasedHandler<TJob>
{
    public IReadOnlyList<string> Writes => handler.Writes;

    public Retry AfterFailure(LeasedJob job, Exception error) => handler.AfterFailure(job, error);

    public void Decide(Batch<TJob> batch) => SimpleDecision.Take(batch, handler.WhenChanged, handler.KeepsEveryDecision);

    public Task ActAsync(Work<TJob> work, CancellationToken cancellation) => handler.RunAsync(work.Job, work.LeaseWithVerdicts, cancellation);
}

/// <summary>A handler of many jobs in one call as one with phases.</summary>
sealed class ChunkHandler<TJob>(IChunkHandler<TJob> handler) : IPhasedHandler<TJob>
{
    public IReadOnlyList<string> Writes => handler.Writes;

    public int ChunkSize(int attempt) => Math.Max(1, handler.Size >> Math.Min(attempt - 1, 31));

    public Chunk Chunk(IReadOnlyList<Work> works) => new Chunk<TJob>(works, handler);

    public Retry AfterFailure(LeasedJob job, Exception error) => handler.AfterFailure(job, error);

    public void Decide(Batch<TJob> batch) => SimpleDecision.Take(batch, handler.WhenChanged, handler.KeepsEveryDecision);

    public Task ActAsync(Work<TJob> work, CancellationToken cancellation) => ((Chunk<TJob>)work.Chunk!).CallAsync(work, cancellation);
}

/// <summary>What becomes of jobs whose handlers have no phases.</summary>
static class SimpleDecision
{
    public static void Take<TJob>(Batch<TJob> batch, Func<TJob, IReadOnlyList<Verdict>, WhenChanged> whenChanged, bool keepsAll)
    {
        foreach (var work in batch.Works)
        {
            if (!work.Verdicts.All(v => v.Holds)) Take(work, batch, whenChanged(work.Job, work.Verdicts));
            else
            {
                if (keepsAll) Record(work.Verdicts, work.Lease.Kind, DecisionKind.Acted, "it is still so", ReasonCodes.PremiseHeld, batch);
                work.Act();
            }
        }
    }

    static void Take<TJob>(Work<TJob> work, Batch<TJob> batch, WhenChanged answer)
    {
        var (kind, what) = answer switch
        {
            WhenChanged.Revise => (DecisionKind.Revised, "it runs on what is so now"),
            WhenChanged.Supersede => (DecisionKind.Superseded, "nothing is left to do"),
            _ => (DecisionKind.Parked, "a person decides"),
        };
        Record(work.Verdicts.Where(v => !v.Holds), work.Lease.Kind, kind, what, ReasonCodes.PremiseChanged, batch);
        switch (kind)
        {
            case DecisionKind.Revised: work.Act(); break;
            case DecisionKind.Superseded: work.Supersede(); break;
            default: work.Park("What it was told is not so any more.", ReasonCodes.PremiseChanged); break;
        }
    }

    static void Record<TJob>(IEnumerable<Verdict> verdicts, string step, DecisionKind kind, string what, string code, Batch<TJob> batch)
    {
        foreach (var (premise, found, _, causes) in verdicts)
        {
            batch.Transaction.Record(new Decision(
                premise.Subject, batch.Transaction.NextSeq(premise.Subject), batch.Now, premise.About, step, kind, premise.Believed, premise.At,
                found, batch.Now, causes, what)
            {
                Code = code,
            });
        }
    }
}
