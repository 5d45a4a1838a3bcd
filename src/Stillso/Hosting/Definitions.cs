namespace Stillso;

/// <summary>The schedules and limits that an application has added.</summary>
sealed class Definitions(IReadOnlyList<Func<JobRegistry, Schedule>> schedules, IReadOnlyList<Limit> limits, JobRegistry registry)
{
    /// <summary>Puts them into the store; of the schedules all or none.</summary>
    public void Define(IJobStore jobs, ILedger ledger, DateTimeOffset now)
    {
        foreach (var limit in limits) jobs.Queues.Set(limit, now);
        if (schedules.Count == 0) return;
        ledger.Write(tx => schedules.Select(s => tx.Define(s(registry), now)).ToList());
    }
}
