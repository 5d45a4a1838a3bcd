namespace Stillso;

/// <summary>The schedules that an application has added.</summary>
sealed class RecurringJobs(IReadOnlyList<Func<JobRegistry, Schedule>> schedules, JobRegistry registry)
{
    /// <summary>Defines them, all or none.</summary>
    public void Define(ILedger ledger, DateTimeOffset now)
    {
        if (schedules.Count == 0) return;
        ledger.Write(tx => schedules.Select(s => tx.Define(s(registry), now)).ToList());
    }
}
