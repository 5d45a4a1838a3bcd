using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Stillso.Recurring;

namespace Stillso.Conformance;

/// <summary>Workers that fire the schedules of a store: several at once, and in simulated time.</summary>
public abstract class RecurringConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    sealed record Tick(string Of);

    sealed class Ticking(Action<LeasedJob> run) : IJobHandler<Tick>
    {
        readonly Lock one = new();

        public Task RunAsync(Tick job, LeasedJob lease, CancellationToken cancellation)
        {
            lock (one) run(lease);
            return Task.CompletedTask;
        }
    }

    static readonly NewJob Template = new("tick", "{\"Of\":\"s\"}");
    static readonly Schedule Hourly = new("s", Every(1).Hour(), Template);

    [Fact]
    public async Task Of_two_workers_one_runs_each_occurrence()
    {
        Define(Hourly);
        var (ran, clock, done) = (new List<DateTimeOffset?>(), new SimulatedClock(Start), false);
        var workers = new[] { Store, Beside() }.Select(store => new Worker(
            store, store, new JobRegistry().Add("tick", new Ticking(lease => Add(ran, lease.Occurrence))), [], clock,
            new WorkerOptions { Poll = TimeSpan.FromMilliseconds(2), StopWhen = () => Volatile.Read(ref done) }, NullLogger<Worker>.Instance)).ToList();
        var working = workers.Select(w => w.RunAsync("test", CancellationToken.None)).ToList();
        for (var hour = 1; hour <= 12; hour++)
        {
            clock.AdvanceTo(At(hour));
            for (var waited = 0; Count(ran) < hour && waited < 3000; waited++) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
        Volatile.Write(ref done, true);
        await Task.WhenAll(working);
        workers.ForEach(w => w.Dispose());
        Assert.Equal(Enumerable.Range(1, 12).Select(h => (DateTimeOffset?)At(h)), ran);
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_fired_keeps_no_other_from_it()
    {
        Define(Hourly);
        foreach (var id in new[] { "a", "z" })
            Store.Write(tx => Put(tx, new ScheduleState(Hourly with { Id = id, Timetable = new("0 * * * *", "Not/Known") }, At(1))));
        var (ran, clock) = (new List<DateTimeOffset?>(), new SimulatedClock(At(1)));
        using var worker = new Worker(
            Store, Store, new JobRegistry().Add("tick", new Ticking(lease => Add(ran, lease.Occurrence))), [], clock,
            new WorkerOptions { Poll = TimeSpan.FromMilliseconds(2), StopWhen = () => Count(ran) > 0 }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([At(1)], ran);
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(until: At(3)));

        static bool Put(ILedgerTransaction tx, ScheduleState state)
        {
            tx.Schedules.Put(state);
            return true;
        }
    }

    [Fact]
    public async Task A_store_that_is_away_when_a_schedule_is_due_is_not_the_schedules_fault()
    {
        Define(Hourly);
        var (ran, clock) = (new List<DateTimeOffset?>(), new SimulatedClock(At(1)));
        using var worker = new Worker(
            Store, new Away(Store), new JobRegistry().Add("tick", new Ticking(lease => Add(ran, lease.Occurrence))), [], clock,
            new WorkerOptions { Poll = TimeSpan.FromMilliseconds(2), StopWhen = () => Count(ran) > 0 }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([At(1)], ran);
        // The worker began anew, as it does whenever its store was away: this epoch is the third.
        Assert.Equal(3, Store.BeginEpoch("test").Number);
    }

    /// <summary>Is not there for its first transaction.</summary>
    sealed class Away(ILedger ledger) : ILedger
    {
        bool isBack;

        public T Read<T>(Func<ILedgerTransaction, T> work) => ledger.Read(work);

        public void Forget(DateTimeOffset before) => ledger.Forget(before);

        public T Write<T>(Func<ILedgerTransaction, T> work)
        {
            if (isBack) return ledger.Write(work);
            isBack = true;
            throw new StoreUnavailableException("It is away.");
        }
    }

    [Fact]
    public async Task Simulated_time_jumps_from_occurrence_to_occurrence_and_to_what_is_due_between()
    {
        Define(Hourly with { Timetable = Every(1).Day().At("02:30").In("Europe/Paris") });
        Enqueue(Template with { RunAt = Start.AddHours(30) });
        // The night of 27 October 2024 has two half past twos in Paris; the job is of the first.
        var ran = await RunAsync(until: new(2024, 10, 29, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            Enumerable.Range(0, 28).Select(d => Start.AddDays(d).AddMinutes(d < 27 ? 30 : 90)).Append(Start.AddHours(30)).Order(), ran);
    }

    [Fact]
    public async Task Simulated_time_without_an_end_goes_on_while_jobs_wait()
    {
        Define(Hourly);
        Enqueue(Template with { RunAt = Start.AddMinutes(150) });
        Assert.Equal([At(1), At(2), Start.AddMinutes(150)], await RunAsync(until: null));
    }

    [Fact]
    public async Task An_occurrence_stays_the_same_when_its_job_is_tried_again()
    {
        Define(Hourly);
        var seen = new List<(DateTimeOffset?, int)>();
        await RunAsync(At(1).AddMinutes(59), lease =>
        {
            seen.Add((lease.Occurrence, lease.Attempt));
            if (lease.Attempt == 1) throw new InvalidOperationException("no");
        });
        Assert.Equal([(At(1), 1), (At(1), 2)], seen);
    }

    [Fact]
    public async Task A_handler_may_define_a_schedule_that_comes_before_all_else()
    {
        Enqueue(Template with { RunAt = Start.AddMinutes(1) }, Template with { RunAt = At(5) });
        var ran = await RunAsync(until: At(2), lease =>
        {
            if (lease.Occurrence is null) Define(Hourly, Start.AddMinutes(1));
        });
        Assert.Equal([Start.AddMinutes(1), At(1), At(2)], ran);
    }

    async Task<List<DateTimeOffset>> RunAsync(DateTimeOffset? until, Action<LeasedJob>? also = null)
    {
        var (ran, clock) = (new List<DateTimeOffset>(), new SimulatedClock(Start));
        var registry = new JobRegistry().Add("tick", new Ticking(lease =>
        {
            ran.Add(clock.GetUtcNow());
            also?.Invoke(lease);
        }));
        using var worker = new Worker(
            Store, Store, registry, [], clock, new WorkerOptions { Simulated = clock, Until = until }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
        return ran;
    }

    static DateTimeOffset At(int hour) => Start.AddHours(hour);

    static void Add<T>(List<T> list, T item)
    {
        lock (list) list.Add(item);
    }

    static int Count<T>(List<T> list)
    {
        lock (list) return list.Count;
    }

    void Define(Schedule schedule, DateTimeOffset? now = null) => Store.Write(tx => tx.Define(schedule, now ?? Start));
}
