namespace Stillso.Postgres;

/// <summary>The table of schedules, in the transaction of one connection.</summary>
/// <param name="sql">The statements.</param>
/// <param name="writes">Whether what is found is locked: of those who would move it on, one at a time looks where it is.</param>
sealed class PostgresSchedules(StoreSql sql, bool writes) : ISchedules
{
    public ScheduleState? Find(string schedule) => sql.First(writes ? "lock_schedule" : "find_schedule", Columns.Schedule, schedule);

    public IReadOnlyList<ScheduleState> All() => sql.Query("schedules", Columns.Schedule);

    public IReadOnlyList<ScheduleState> Due(DateTimeOffset now) => sql.Query("due_schedules", Columns.Schedule, Columns.Of(now));

    public DateTimeOffset? Next() => sql.First("next_occurrence", r => Columns.InstantOrNull(r, 0));

    public void Put(ScheduleState s) => Changed(
        "put_schedule", s.Schedule.Id, s.Schedule.Timetable.Cron, s.Schedule.Timetable.Zone, Columns.Of(s.Schedule.Job),
        s.Schedule.Missed.ToString(), s.Schedule.MayOverlap, (long)s.Schedule.OnTime.TotalMilliseconds,
        Columns.Of(s.Next), Columns.Of(s.Last), s.LastJob, s.Enqueued, s.Skipped);

    public bool Advance(DateTimeOffset from, ScheduleState to) => Changed(
        "advance_schedule", Columns.Of(to.Next), Columns.Of(to.Last), to.LastJob, to.Enqueued, to.Skipped, to.Schedule.Id, Columns.Of(from)) == 1;

    public bool Remove(string schedule) => Changed("remove_schedule", schedule) == 1;

    int Changed(string statement, params ReadOnlySpan<object?> arguments)
    {
        sql.Frees = true;
        return sql.Execute(statement, arguments);
    }

    public bool IsAlive(long job) => sql.Any("job_exists", job);
}
