using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>How a worker is, for those who ask.</summary>
public sealed class HealthTests
{
    readonly FakeTimeProvider time = new();

    [Fact]
    public void A_worker_is_healthy_while_its_loop_turns()
    {
        var health = new WorkerHealth(time, TimeSpan.FromSeconds(30));
        Assert.Equal(HealthStatus.Unhealthy, health.Judge().Status);
        health.Began(new Epoch(1, "test"));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HealthStatus.Healthy, health.Judge().Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HealthStatus.Unhealthy, "The worker's loop has not turned for 31 seconds."), health.Judge());
        health.Turned();
        Assert.Equal(HealthStatus.Healthy, health.Judge().Status);
        health.Ended();
        Assert.Equal((HealthStatus.Unhealthy, "The worker does not run."), health.Judge());
    }

    [Fact]
    public async Task A_worker_without_its_store_is_degraded_then_unhealthy_and_healthy_when_it_is_back()
    {
        using var engine = new Watched();
        var store = new Away(engine.Store);
        var stop = false;
        using var worker = engine.Worker(new() { LeaseClock = time, StopWhen = () => Volatile.Read(ref stop) }, queue: store);
        var working = worker.RunAsync("test", CancellationToken.None);
        await Until(worker, HealthStatus.Healthy, TimeSpan.FromMilliseconds(100));
        store.IsAway = true;
        await Until(worker, HealthStatus.Degraded, TimeSpan.FromMilliseconds(100));
        Assert.EndsWith("It is away.", worker.Health.Judge().Why, StringComparison.Ordinal);
        await Until(worker, HealthStatus.Unhealthy, TimeSpan.FromSeconds(5));
        store.IsAway = false;
        await Until(worker, HealthStatus.Healthy, TimeSpan.FromSeconds(5));
        Assert.Equal(2, worker.Health.Epoch!.Number);
        Volatile.Write(ref stop, true);
        while (!working.IsCompleted) await Step(TimeSpan.FromMilliseconds(100));
        await working;
        Assert.Equal(HealthStatus.Unhealthy, worker.Health.Judge().Status);
    }

    [Fact]
    public async Task A_host_is_told()
    {
        var builder = Host.CreateApplicationBuilder();
        var services = builder.Services;
        var store = new InMemoryStore(TimeProvider.System);
        services.AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        services.AddStillso(_ => { });
        services.AddHealthChecks().AddStillso(failureStatus: HealthStatus.Degraded);
        using var host = builder.Build();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Degraded, (await health.CheckHealthAsync()).Status);
        await host.StartAsync();
        for (var waited = 0; (await health.CheckHealthAsync()).Status != HealthStatus.Healthy && waited < 3000; waited++) await Task.Delay(10);
        var worker = (await health.CheckHealthAsync()).Entries["stillso"];
        Assert.Equal(HealthStatus.Healthy, worker.Status);
        Assert.Equal((1L, 0, $"{Environment.MachineName}/{Environment.ProcessId}"), (worker.Data["epoch"], worker.Data["inFlight"], worker.Data["owner"]));
        Assert.InRange((double)worker.Data["secondsSinceLastTurn"], 0, 30);
        await host.StopAsync();
    }

    async Task Until(Worker worker, HealthStatus status, TimeSpan step)
    {
        for (var waited = 0; worker.Health.Judge().Status != status && waited < 5000; waited++) await Step(step);
        Assert.Equal(status, worker.Health.Judge().Status);
    }

    // The worker's timers run by this clock, and its loop beside us.
    async Task Step(TimeSpan step)
    {
        time.Advance(step);
        await Task.Delay(TimeSpan.FromMilliseconds(2));
    }

    /// <summary>Can be away.</summary>
    sealed class Away(IJobStore store) : IJobStore
    {
        public volatile bool IsAway;

        public StoreTraits Traits => store.Traits;

        public IQueues Queues => store.Queues;

        public Epoch BeginEpoch(string owner) => Asked(() => store.BeginEpoch(owner));

        public bool Heartbeat(long epoch) => Asked(() => store.Heartbeat(epoch));

        public void EndEpoch(long epoch) => store.EndEpoch(epoch);

        public int ReturnLost(TimeSpan lostAfter) => Asked(() => store.ReturnLost(lostAfter));

        public IReadOnlyList<LeasedJob> Lease(LeaseRequest request) => Asked(() => store.Lease(request));

        public DateTimeOffset? NextDue(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds = null) => store.NextDue(queues, kinds);

        public IReadOnlyList<WaitingJob> Waiting(string? orderingKey = null) => store.Waiting(orderingKey);

        public IReadOnlyList<long> Cancelled(long epoch) => store.Cancelled(epoch);

        public JobProgress? ProgressOf(long job) => store.ProgressOf(job);

        public IReadOnlyList<StoppedJob> Stopped(StoppedJobs? which = null) => store.Stopped(which);

        T Asked<T>(Func<T> ask) => IsAway ? throw new StoreUnavailableException("It is away.") : ask();
    }
}
