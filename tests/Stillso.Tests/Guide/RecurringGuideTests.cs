using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Stillso.Testing;
using static Stillso.Recurring;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/recurring.md, compiled and run.</summary>
public sealed class RecurringGuideTests
{
    sealed record CloseMonth(string Of);

    sealed class MonthCloser(TaskCompletionSource<DateTimeOffset> closed) : IJobHandler<CloseMonth>
    {
        public Task RunAsync(CloseMonth job, LeasedJob lease, CancellationToken cancellation)
        {
            var month = lease.Occurrence!.Value;
            closed.TrySetResult(month);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_host_defines_what_recurs_and_runs_each_occurrence()
    {
        var closed = new TaskCompletionSource<DateTimeOffset>();
        var store = new InMemoryStore(TimeProvider.System);
        var clock = new SimulatedClock(new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero));
        var builder = Host.CreateApplicationBuilder();
        var services = builder.Services;
        services.AddSingleton(closed).AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store).AddSingleton<TimeProvider>(clock);
        services.AddStillso(stillso => stillso
            .AddJob<CloseMonth, MonthCloser>("close-month")
            .AddRecurring("close-month", Every(1).Month().On(1).At("00:05").In("Europe/Paris"), new CloseMonth("acme"), schedule => schedule with
            {
                Missed = MissedRuns.RunEach,                            // or Skip, or RunOnce
                Job = schedule.Job with { OrderingKey = "close" },      // queue, priority, attempts, premises
            }));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var first = new DateTimeOffset(2026, 1, 31, 23, 5, 0, TimeSpan.Zero);
        Assert.Equal(first, store.NextOccurrence());
        clock.AdvanceTo(first);
        Assert.Equal(first, await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal((MissedRuns.RunEach, "close"), Assert.Single(store.Read(tx => tx.Schedules.All())) is { Schedule: var s } ? (s.Missed, s.Job.OrderingKey) : default);
    }

    [Fact]
    public async Task A_host_whose_schedule_cannot_be_meant_does_not_start()
    {
        var store = new InMemoryStore(TimeProvider.System);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(new TaskCompletionSource<DateTimeOffset>()).AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        builder.Services.AddStillso(stillso => stillso
            .AddJob<CloseMonth, MonthCloser>("close-month")
            .AddRecurring("close-month", Every(1).Hour(), new CloseMonth("acme"), s => s with { MayOverlap = false, Missed = MissedRuns.RunEach }));
        using var host = builder.Build();
        Assert.Contains("ordering key", (await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddStillso(stillso => stillso.AddRecurring("x", new("0 0 * *"), new CloseMonth("acme"))));
    }

    [Fact]
    public void A_schedule_is_defined_and_removed_in_a_transaction()
    {
        var (store, now) = (new InMemoryStore(TimeProvider.System), new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero));
        ILedger ledger = store;
        ledger.Write(tx => tx.Define(new Schedule("purge", Every(1).Day().At("03:00"), new NewJob("purge", "{}")), now));
        var next = ledger.Read(tx => tx.Schedules.Find("purge")!.Next);
        Assert.Equal(now.AddHours(3), next);
        ledger.Write(tx => tx.Schedules.Remove("purge"));
        Assert.Null(store.NextOccurrence());
    }

    [Fact]
    public void What_the_guide_says_about_time_compiles()
    {
        Timetable[] said =
        [
            Every(15).Minutes(),
            Every(1).Weekday().At("09:00").In("America/New_York"),
            Every(1).Week().On(DayOfWeek.Monday, DayOfWeek.Thursday).At("09:00"),
            Every(1).Month().OnLastDay().At("18:00"),
            Every(3).Months().OnFirstBusinessDay().At("09:00"),
            Cron("0 0 * * 1#2").In("Asia/Tokyo"),                       // the second Monday
        ];
        Assert.All(said, timetable => Assert.NotNull(timetable.After(DateTimeOffset.UnixEpoch)));
    }
}
