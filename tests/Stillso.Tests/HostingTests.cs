using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
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
