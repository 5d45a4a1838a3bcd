using Xunit;
using static Stillso.Recurring;

namespace Stillso.Conformance;

/// <summary>Schedules in a store: one job per occurrence, missed runs, overlap, redefinition, removal.</summary>
public abstract class ScheduleConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    static readonly NewJob Template = new("tick", "{\"Of\":\"s\"}");
    static readonly Schedule Hourly = new("s", Every(1).Hour(), Template);

    [Fact]
    public void An_occurrence_becomes_a_job_that_knows_it_and_the_schedule_moves_on()
    {
        Define(Hourly);
        Assert.Equal(At(1), Store.NextOccurrence());
        Assert.Empty(Fire(At(1).AddTicks(-1)));
        var job = Assert.Single(Fire(At(1)));
        Assert.Empty(Fire(At(1)));
        Assert.Equal(new ScheduleState(Hourly, At(2), At(1), job, 1, 0), Found() with { Schedule = Hourly });
        Assert.Equal(At(2), Store.NextOccurrence());
        var leased = Assert.Single(Lease(Epoch(), atSeconds: 3600));
        Assert.Equal((job, "tick", Template.Payload, At(1), At(1)), (leased.Id, leased.Kind, leased.Payload, leased.RunAt, leased.Occurrence));
    }

    [Fact]
    public void A_plain_job_is_of_no_occurrence()
    {
        Enqueue(Job("a"));
        Assert.Null(Assert.Single(Lease(Epoch())).Occurrence);
    }

    [Fact]
    public async Task Of_many_that_fire_an_occurrence_at_once_one_enqueues_its_job()
    {
        Define(Hourly);
        var stores = Enumerable.Range(0, 4).Select(_ => Beside()).ToList();
        var together = new Barrier(stores.Count);
        var fired = await Task.WhenAll(stores.Select(store => Task.Factory.StartNew(
            () =>
            {
                var mine = new List<long>();
                for (var hour = 1; hour <= 25; hour++)
                {
                    together.SignalAndWait();
                    mine.AddRange(store.Write(tx => tx.Fire("s", At(hour))));
                }
                return mine;
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal(25, fired.Sum(f => f.Count));
        Assert.Equal(Enumerable.Range(1, 25).Select(At), Store.Waiting().Select(j => j.RunAt));
        Assert.Equal((25, 0), (Found().Enqueued, Found().Skipped));
    }

    [Fact]
    public void A_schedule_moves_on_only_from_where_it_is()
    {
        Define(Hourly);
        var state = Found();
        Assert.False(Write(tx => tx.Schedules.Advance(At(2), state with { Next = At(3), Last = At(2) })));
        Assert.True(Write(tx => tx.Schedules.Advance(At(1), state with { Next = At(2), Last = At(1) })));
        Assert.False(Write(tx => tx.Schedules.Advance(At(1), state with { Next = At(3), Last = At(1) })));
        Assert.Equal((At(2), At(1)), (Found().Next, Found().Last));
    }

    [Fact]
    public void A_firing_that_fails_leaves_no_trace()
    {
        Define(Hourly);
        Assert.Throws<InvalidOperationException>(() => Store.Write<bool>(tx =>
        {
            Assert.Single(tx.Fire("s", At(1)));
            throw new InvalidOperationException();
        }));
        Assert.Empty(Store.Waiting());
        Assert.Single(Fire(At(1)));
    }

    [Theory]
    [InlineData(MissedRuns.Skip, "", 5)]
    [InlineData(MissedRuns.RunOnce, "5", 4)]
    [InlineData(MissedRuns.RunEach, "1 2 3 4 5", 0)]
    public void What_was_missed_is_skipped_run_once_or_run_each(MissedRuns missed, string hours, int skipped)
    {
        Define(Hourly with { Missed = missed });
        Fire(At(5).AddMinutes(30));
        Assert.Equal(hours, string.Join(' ', Store.Waiting().Select(j => (j.RunAt - Start).TotalHours)));
        Assert.Equal((5L - skipped, (long)skipped, At(6)), (Found().Enqueued, Found().Skipped, Found().Next));
    }

    [Fact]
    public void An_occurrence_that_is_not_to_overlap_is_skipped_while_the_one_before_waits_or_runs()
    {
        Define(Hourly with { MayOverlap = false });
        Assert.Single(Fire(At(1)));
        Assert.Empty(Fire(At(2)));
        var epoch = Epoch();
        var first = Assert.Single(Lease(epoch, atSeconds: 7200));
        Assert.Empty(Fire(At(3)));
        Finish(epoch, first, JobEndKind.Retried, runInSeconds: 4 * 3600);
        Assert.Empty(Fire(At(4)));
        Finish(epoch, Assert.Single(Lease(epoch, atSeconds: 4 * 3600)), JobEndKind.Dead);
        Assert.Single(Fire(At(5)));
        Finish(epoch, Assert.Single(Lease(epoch, atSeconds: 5 * 3600)), JobEndKind.Completed);
        Assert.Single(Fire(At(6)));
        Assert.Equal((3, 3), (Found().Enqueued, Found().Skipped));
    }

    [Fact]
    public void Occurrences_that_may_overlap_wait_beside_each_other()
    {
        Define(Hourly);
        Assert.Single(Fire(At(1)));
        Assert.Single(Fire(At(2)));
        Assert.Equal(2, Store.Waiting().Count);
    }

    [Fact]
    public void Defining_the_same_again_forgets_nothing()
    {
        Define(Hourly);
        Fire(At(1));
        Define(Hourly with { Job = Template with { Priority = 3 }, Missed = MissedRuns.RunEach }, At(4));
        Assert.Equal((At(2), 1, 3), (Found().Next, Found().Enqueued, Found().Schedule.Job.Priority));
        Assert.Equal(3, Fire(At(4)).Count);
    }

    [Fact]
    public void Another_timetable_counts_from_now_and_never_goes_back()
    {
        Define(Hourly);
        Fire(At(3));
        Define(Hourly with { Timetable = Every(15).Minutes() }, At(3).AddMinutes(20));
        Assert.Equal(At(3).AddMinutes(30), Found().Next);
        // A machine whose clock is behind.
        Define(Hourly with { Timetable = Every(30).Minutes() }, At(1));
        Assert.Equal(At(3).AddMinutes(30), Found().Next);
        Define(Hourly with { Timetable = Every(30).Minutes().In("Asia/Kolkata") }, At(9));
        Assert.Equal(At(9).AddMinutes(30), Found().Next);
    }

    [Fact]
    public void What_is_defined_is_what_is_stored()
    {
        var premise = new Premise("test", "subject", "about", [new Fact("fact", "old")], Start, 7);
        var schedule = new Schedule("all", Every(1).Month().OnLastDay().At("18:00").In("Europe/Paris"), Template with
        {
            Queue = "slow", OrderingKey = "k", Priority = 5, MaxAttempts = 2, Premises = [premise],
        }) { Missed = MissedRuns.Skip, MayOverlap = false, OnTime = TimeSpan.FromMinutes(7) };
        Define(schedule);
        var stored = Store.Read(tx => tx.Schedules.Find("all"))!.Schedule;
        var kept = Assert.Single(stored.Job.Premises);
        Assert.Equal(premise.Believed.AsEnumerable(), kept.Believed);
        Assert.Equal(premise, kept with { Believed = premise.Believed });
        Assert.Equal(schedule, stored with { Job = stored.Job with { Premises = schedule.Job.Premises, After = schedule.Job.After, AfterBatches = schedule.Job.AfterBatches } });
    }

    [Fact]
    public void A_removed_schedule_fires_no_more_and_its_jobs_stay()
    {
        Define(Hourly);
        Define(Hourly with { Id = "other" });
        Fire(At(1));
        Assert.True(Write(tx => tx.Schedules.Remove("s")));
        Assert.False(Write(tx => tx.Schedules.Remove("s")));
        Assert.Empty(Fire(At(9)));
        Assert.Single(Store.Waiting());
        Assert.Equal(["other"], Store.Read(tx => tx.Schedules.All()).Select(s => s.Schedule.Id));
        Assert.Equal(["other"], Store.Read(tx => tx.Schedules.Due(At(1))).Select(s => s.Schedule.Id));
        // Defined again too early, it finds its occurrence's job waiting.
        Define(Hourly);
        Assert.Empty(Fire(At(1)));
        Assert.Equal((0, 1), (Found().Enqueued, Found().Skipped));
    }

    [Fact]
    public void Schedules_are_due_in_order_of_their_occurrences_and_then_by_name()
    {
        Assert.Null(Store.NextOccurrence());
        foreach (var (id, minutes) in new[] { ("b", 30), ("c", 15), ("a", 30), ("d", 60) })
            Define(Hourly with { Id = id, Timetable = minutes == 60 ? Every(1).Hour() : Every(minutes).Minutes() });
        Assert.Equal(Start.AddMinutes(15), Store.NextOccurrence());
        Assert.Equal(["c", "a", "b"], Store.Read(tx => tx.Schedules.Due(Start.AddMinutes(30))).Select(s => s.Schedule.Id));
    }

    [Fact]
    public void A_schedule_that_cannot_be_meant_is_refused_when_it_is_defined()
    {
        Refused(Hourly with { Id = " " }, "name");
        Refused(Hourly with { Timetable = new("0 0 30 2 *") }, "never comes");
        Refused(Hourly with { Timetable = new("0 25 * * *") }, "no cron expression");
        Refused(Hourly with { Timetable = new("0 0 * * *", "Moon/Tycho") }, "IANA");
        Refused(Hourly with { Job = Template with { UniqueKey = "u" } }, "UniqueKey");
        Refused(Hourly with { Job = Template with { RunAt = Start } }, "RunAt");
        Refused(Hourly with { Job = Template with { Batch = "b" } }, "Batch");
        Refused(Hourly with { Missed = MissedRuns.RunEach, MayOverlap = false }, "ordering key");
        Assert.Empty(Store.Read(tx => tx.Schedules.All()));

        void Refused(Schedule schedule, string why) => Assert.Contains(why, Assert.Throws<ArgumentException>(() => Define(schedule)).Message, StringComparison.Ordinal);
    }

    static DateTimeOffset At(int hour) => Start.AddHours(hour);

    void Define(Schedule schedule, DateTimeOffset? now = null) => Write(tx => tx.Define(schedule, now ?? Start));

    IReadOnlyList<long> Fire(DateTimeOffset now) => Write(tx => tx.Fire("s", now));

    ScheduleState Found() => Store.Read(tx => tx.Schedules.Find("s"))!;

    T Write<T>(Func<ILedgerTransaction, T> work) => Store.Write(work);
}
