using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Stillso.Sqlite;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The engine in an application as .NET people write it.</summary>
public sealed class HostingTests
{
    sealed record Greet(string Name);

    sealed class Greeter(TaskCompletionSource<string> said) : IJobHandler<Greet>
    {
        public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
        {
            said.TrySetResult($"Hello, {job.Name}");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_hosted_worker_runs_what_is_enqueued_and_stops_gracefully()
    {
        var said = new TaskCompletionSource<string>();
        var builder = Host.CreateApplicationBuilder();
        var store = new InMemoryStore(TimeProvider.System);
        builder.Services.AddSingleton(said).AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        builder.Services.AddStillso(stillso => stillso.AddJob<Greet, Greeter>("greet"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<JobClient>().Enqueue(new Greet("world"));
        Assert.Equal("Hello, world", await said.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(store.Waiting());
    }

    // Its store and its client are those of its own key.
    sealed class Billing([FromKeyedServices("billing")] ILedger ledger, [FromKeyedServices("billing")] JobClient jobs, TaskCompletionSource<string> said) : IJobHandler<Greet>
    {
        public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
        {
            if (job.Name == "once more") said.TrySetResult($"{lease.Kind} {ledger.GetType().Name}");
            else jobs.Enqueue(new Greet("once more"));
            return Task.CompletedTask;
        }
    }

    sealed class Reporting(TaskCompletionSource<int> reported, WorkerOptions options) : IJobHandler<Greet>
    {
        public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
        {
            reported.TrySetResult(options.Concurrency);
            return Task.CompletedTask;
        }
    }

    sealed class Counting(StrongBox<int> seen) : IJobMiddleware
    {
        public Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation)
        {
            Interlocked.Increment(ref seen.Value);
            return next();
        }
    }

    [Fact]
    public async Task Two_engines_in_one_application_share_nothing_but_its_services()
    {
        var (said, reported, seen) = (new TaskCompletionSource<string>(), new TaskCompletionSource<int>(), new StrongBox<int>());
        var folder = Directory.CreateTempSubdirectory("stillso-").FullName;
        var builder = Host.CreateApplicationBuilder();
        var services = builder.Services;
        services.AddSingleton(said).AddSingleton(reported).AddSingleton(seen);
        services.AddStillsoSqlite(Path.Combine(folder, "jobs.db"));
        services.AddStillso(stillso => stillso.AddJob<Greet, Reporting>("report"));
        services.AddKeyedStillsoSqlite("billing", Path.Combine(folder, "billing.db"));
        services.AddKeyedStillso("billing", stillso => stillso.AddJob<Greet, Billing>("bill").UseMiddleware<Counting>("bill"));
        services.Configure<WorkerOptions>(options => options.Concurrency = 3);
        services.Configure<WorkerOptions>("billing", options => options.Concurrency = 5);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredKeyedService<JobClient>("billing").Enqueue(new Greet("world"));
        Assert.Equal("bill SqliteStore", await said.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(reported.Task.IsCompleted);
        host.Services.GetRequiredService<JobClient>().Enqueue(new Greet("world"));
        Assert.Equal(3, await reported.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(5, host.Services.GetRequiredKeyedService<WorkerOptions>("billing").Concurrency);
        Assert.NotSame(host.Services.GetRequiredService<ILedger>(), host.Services.GetRequiredKeyedService<ILedger>("billing"));
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, seen.Value);
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Holds its job until each of three loops has one.</summary>
    sealed class Together : IJobHandler<Greet>
    {
        readonly TaskCompletionSource all = new();
        int running, most;

        public ConcurrentDictionary<long, bool> Epochs { get; } = new();

        public int Most => most;

        public int Ran;

        public async Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
        {
            var now = Interlocked.Increment(ref running);
            for (var known = most; now > known && Interlocked.CompareExchange(ref most, now, known) != known; known = most)
            {
            }
            Epochs[lease.Epoch] = true;
            if (Epochs.Count == 3) all.TrySetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
            await Task.Delay(2, cancellation);
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref Ran);
        }
    }

    [Fact]
    public async Task Several_loops_share_the_concurrency_and_end_together()
    {
        var store = new InMemoryStore(TimeProvider.System);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        builder.Services.AddStillso(stillso => stillso.AddJob<Greet, Together>("greet").Worker = new WorkerOptions { Loops = 3, Concurrency = 7, BatchSize = 2 });
        builder.Services.AddHealthChecks().AddStillso();
        using var host = builder.Build();
        var jobs = host.Services.GetRequiredService<JobClient>();
        jobs.EnqueueMany(Enumerable.Range(0, 300).Select(n => new Greet($"{n}")));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var (handler, health) = (host.Services.GetRequiredService<Together>(), host.Services.GetRequiredService<HealthCheckService>());
        while (Volatile.Read(ref handler.Ran) < 300) await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.Equal(3, handler.Epochs.Count);
        Assert.InRange(handler.Most, 3, 7);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        Assert.Empty(store.Waiting());
    }

    [Theory]
    [InlineData(0, 4, "WorkerOptions.Loops is 0: 1 is the least.")]
    [InlineData(5, 4, "WorkerOptions.Loops is 5: each runs one job at least, and Concurrency is 4.")]
    public void Loops_that_cannot_be_meant_are_refused_before_anything_runs(int loops, int concurrency, string why)
    {
        var store = new InMemoryStore(TimeProvider.System);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        builder.Services.AddStillso(stillso => stillso.Worker = new WorkerOptions { Loops = loops, Concurrency = concurrency });
        using var host = builder.Build();
        Assert.Equal(why, Assert.Throws<ArgumentException>(host.Services.GetRequiredService<Worker>).Message);
    }

    [Fact]
    public void The_hosts_settings_come_on_top_of_what_the_program_says()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Stillso:LostAfter"] = "00:01:00";
        builder.Services.AddStillso(stillso => stillso.Worker = new WorkerOptions { Concurrency = 4, BatchSize = 100 });
        builder.Services.Configure<WorkerOptions>(builder.Configuration.GetSection("Stillso"));
        builder.Services.Configure<WorkerOptions>(options => options.Concurrency = 32);
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<WorkerOptions>();
        Assert.Equal((32, 100, TimeSpan.FromMinutes(1)), (options.Concurrency, options.BatchSize, options.LostAfter));
    }

    [Fact]
    public void A_class_that_handles_something_else_is_refused_before_anything_runs()
    {
        var store = new InMemoryStore(TimeProvider.System);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store).AddSingleton(new TaskCompletionSource<string>());
        builder.Services.AddStillso(stillso => stillso.AddJob<string, Greeter>("greet"));
        using var host = builder.Build();
        Assert.StartsWith("Greeter handles no String: implement IJobHandler<String>", Assert.Throws<InvalidOperationException>(host.Services.GetRequiredService<Worker>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused_before_anything_runs()
    {
        var store = new InMemoryStore(TimeProvider.System);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        builder.Services.AddStillso(_ => { });
        builder.Services.Configure<WorkerOptions>(options => options.Concurrency = 0);
        using var host = builder.Build();
        Assert.Equal("WorkerOptions.Concurrency is 0: 1 is the least.", Assert.Throws<ArgumentException>(host.Services.GetRequiredService<Worker>).Message);
    }
}
