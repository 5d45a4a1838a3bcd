namespace Stillso.Testing;

/// <summary>The schedules in memory.</summary>
sealed class MemorySchedules(MemoryState state) : ISchedules
{
    public ScheduleState? Find(string schedule) => state.Schedules.GetValueOrDefault(schedule);

    public IReadOnlyList<ScheduleState> All() => [.. state.Schedules.Values.OrderBy(s => s.Schedule.Id, CodePoints.Order)];

    public IReadOnlyList<ScheduleState> Due(DateTimeOffset now) => [.. All().Where(s => s.Next <= now).OrderBy(s => s.Next)];

    public DateTimeOffset? Next() => state.Schedules.Values.Min(s => s.Next);

    public void Put(ScheduleState schedule) => state.Schedules[schedule.Schedule.Id] = schedule;

    public bool Advance(DateTimeOffset from, ScheduleState to)
    {
        if (Find(to.Schedule.Id)?.Next != from) return false;
        Put(to);
        return true;
    }

    public bool Remove(string schedule) => state.Schedules.Remove(schedule);

    public bool IsAlive(long job) => state.Jobs.TryGetValue(job, out var found) && found.IsAlive;
}
