using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/queues.md and docs/guide/versions.md.</summary>
public sealed class QueuesGuideTests : IDisposable
{
    sealed record Charge(string Customer, int Amount);

    sealed class ChargeHandler : IJobHandler<Charge>
    {
        public Task RunAsync(Charge job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    readonly InMemoryStore store = new(TimeProvider.System);

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_host_sets_its_limits_and_takes_jobs_from_its_queues()
    {
        var builder = Host.CreateApplicationBuilder();
        var services = builder.Services;
        services.AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        services.AddStillso(stillso => stillso
            .AddJob<Charge, ChargeHandler>("charge")
            .AddLimit(Limit.OfQueue("reports") with { Concurrency = 2 })                            // two reports at once
            .AddLimit(new Limit("customer") { Concurrency = 1 })                                    // one job of each customer at once
            .AddLimit(new Limit("gateway") { Starts = 25, Per = TimeSpan.FromSeconds(1) }));        // 25 a second
        using var host = builder.Build();
        store.Queues.Pause("default");
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["customer", "gateway", "queue reports"], store.Queues.Limits().Select(l => l.Name));

        var jobs = host.Services.GetRequiredService<JobClient>();
        jobs.Enqueue(new Charge("anna", 100), job => job with { Limit = "customer", LimitKey = "anna" });
        jobs.Enqueue(new Charge("anna", 100), job => job with { Queue = "urgent", Priority = 20 });
        store.Queues.Pause("urgent");
        store.Queues.Resume("urgent");
        Assert.Equal([("default", true, 1), ("urgent", false, 1)], store.Queues.All().Select(q => (q.Name, q.IsPaused, (int)q.Waiting)));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_worker_says_which_queues_it_asks_first()
    {
        new ServiceCollection().AddStillso(stillso =>
        {
            stillso.Worker = new WorkerOptions { Queues = QueueOrder.Strict("urgent", "default") };
            Assert.Equal(["urgent", "default"], stillso.Worker.Queues.Draw(() => 0));
            stillso.Worker = new WorkerOptions { Queues = QueueOrder.Weighted(("urgent", 3), ("default", 1)) };
            Assert.Equal(["default", "urgent"], stillso.Worker.Queues.Draw(() => 0.8));
        });
    }

    sealed record Greet(string Name);

    sealed record GreetInFull(string Name, string Salutation);

    sealed class Greeter : IJobHandler<Greet>
    {
        public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed class FullGreeter(List<string> said) : IJobHandler<GreetInFull>
    {
        public Task RunAsync(GreetInFull job, LeasedJob lease, CancellationToken cancellation)
        {
            said.Add($"{job.Salutation}, {job.Name}");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_new_program_runs_what_the_old_one_enqueued()
    {
        var said = new List<string>();
        var clock = new SimulatedClock(DateTimeOffset.UnixEpoch);
        ServiceProvider Program(Action<StillsoBuilder> configure) => new ServiceCollection().AddLogging().AddSingleton(said)
            .AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store).AddSingleton<TimeProvider>(clock).AddStillso(stillso =>
            {
                stillso.Worker = new WorkerOptions { Simulated = clock };
                configure(stillso);
            }).BuildServiceProvider();

        await using var old = Program(stillso =>
        {
            stillso.AddJob<Greet, Greeter>("greet");
        });
        old.GetRequiredService<JobClient>().Enqueue(new Greet("anna"));
        await using var today = Program(stillso =>
        {
            stillso.AddJob<GreetInFull, FullGreeter>("greet", version: 2)
                .UpgradeJob<Greet, GreetInFull>(1, old => new GreetInFull(old.Name, "Hello"));
        });
        await today.GetRequiredService<Worker>().RunAsync("test", TestContext.Current.CancellationToken);
        Assert.Equal(["Hello, anna"], said);

        today.GetRequiredService<JobClient>().Enqueue(new GreetInFull("bob", "Dear"));
        await old.GetRequiredService<Worker>().RunAsync("test", TestContext.Current.CancellationToken);
        Assert.Single(store.Waiting());
    }
}
