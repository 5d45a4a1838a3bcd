namespace Stillso.Sqlite;

/// <summary>The table of schedules, in the transaction of one session.</summary>
sealed class SqliteSchedules(Statements sql) : ISchedules
{
    static readonly EmbeddedSql Text = SqliteStore.Sql;

    public ScheduleState? Find(string schedule) => sql.First(Text["find_schedule"], Columns.Schedule, schedule);

    public IReadOnlyList<ScheduleState> All() => sql.Query(Text["schedules"], Columns.Schedule);

    public IReadOnlyList<ScheduleState> Due(DateTimeOffset now) => sql.Query(Text["due_schedules"], Columns.Schedule, Columns.Of(now));

    public DateTimeOffset? Next() => sql.First(Text["next_occurrence"], r => Columns.InstantOrNull(r, 0));

    public void Put(ScheduleState s) => sql.Execute(
        Text["put_schedule"], s.Schedule.Id, s.Schedule.Timetable.Cron, s.Schedule.Timetable.Zone, Columns.Of(s.Schedule.Job),
        s.Schedule.Missed.ToString(), s.Schedule.MayOverlap ? 1 : 0, (long)s.Schedule.OnTime.TotalMilliseconds,
        Columns.Of(s.Next), Columns.Of(s.Last), s.LastJob, s.Enqueued, s.Skipped);

    public bool Advance(DateTimeOffset from, ScheduleState to) => sql.Execute(
        Text["advance_schedule"], Columns.Of(to.Next), Columns.Of(to.Last), to.LastJob, to.Enqueued, to.Skipped, to.Schedule.Id, Columns.Of(from)) == 1;

    public bool Remove(string schedule) => sql.Execute(Text["remove_schedule"], schedule) == 1;

    public bool IsAlive(long job) => sql.Number(Text["job_exists"], job) == 1;
}
