namespace Stillso;

/// <summary>A transaction that notes what is enqueued and decided in it; everything else is the store's.</summary>
sealed class CountedTransaction(ILedgerTransaction real, bool keepsJobs) : DelegatingTransaction(real)
{
    public Dictionary<string, long> Enqueued { get; } = new(StringComparer.Ordinal);

    /// <summary>What was enqueued; null: nobody asks.</summary>
    public List<(NewJob Job, long Id)>? Jobs { get; } = keepsJobs ? [] : null;

    public Dictionary<(string Kind, DecisionKind Decision), long> Decided { get; } = [];

    public override IReadOnlyList<long> Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        var ids = base.Insert(jobs, now);
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] == 0) continue;
            Enqueued[jobs[i].Kind] = Enqueued.GetValueOrDefault(jobs[i].Kind) + 1;
            Jobs?.Add((jobs[i], ids[i]));
        }
        return ids;
    }

    public override void Record(Decision decision)
    {
        base.Record(decision);
        Decided[(decision.Step, decision.Kind)] = Decided.GetValueOrDefault((decision.Step, decision.Kind)) + 1;
    }
}
