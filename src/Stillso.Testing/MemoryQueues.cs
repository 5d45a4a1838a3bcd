namespace Stillso.Testing;

/// <summary>The queues in memory.</summary>
sealed class MemoryQueues(InMemoryStore store) : IQueues
{
    public bool Pause(string queue) => store.Change(s => s.Paused.Add(queue));

    public bool Resume(string queue) => store.Change(s => s.Paused.Remove(queue));

    public IReadOnlyList<QueueState> All() => store.Change(s => s.Jobs.Values.Select(j => j.New.Queue).Concat(s.Paused).Distinct(StringComparer.Ordinal)
        .Order(CodePoints.Order).Select(queue => Of(s, queue)).ToList());

    public void Set(Limit limit, DateTimeOffset now) => store.Change(s =>
    {
        if (s.Limits.GetValueOrDefault(limit.Checked().Name) == limit) return true;
        s.Limits[limit.Name] = limit;
        return ForgetTurns(s, limit.Name, now);
    });

    public bool RemoveLimit(string name, DateTimeOffset now) => store.Change(s => ForgetTurns(s, name, now) && s.Limits.Remove(name));

    public IReadOnlyList<Limit> Limits() => store.Change(s => s.Limits.Values.OrderBy(l => l.Name, CodePoints.Order).ToList());

    static QueueState Of(MemoryState s, string queue)
    {
        var jobs = s.Jobs.Values.Where(j => j.New.Queue == queue).ToLookup(j => j.State);
        var waiting = jobs[MemoryJobState.Waiting].ToList();
        return new(
            queue, s.Paused.Contains(queue), waiting.Count, jobs[MemoryJobState.Leased].Count() + jobs[MemoryJobState.Entered].Count(),
            jobs[MemoryJobState.Parked].Count() + jobs[MemoryJobState.Dead].Count(), waiting.Min(j => (DateTimeOffset?)j.RunAt));
    }

    static bool ForgetTurns(MemoryState s, string name, DateTimeOffset now)
    {
        foreach (var count in s.Turns.Keys.Where(c => c.Limit == name).ToList()) s.Turns.Remove(count);
        foreach (var job in s.Jobs.Values.Where(j => j.HasTurn && j.State == MemoryJobState.Waiting && (j.New.Limit == name || j.New.Queue == Limit.QueueOf(name))).ToList())
            s.Put(job with { HasTurn = false, RunAt = now });
        return true;
    }
}
