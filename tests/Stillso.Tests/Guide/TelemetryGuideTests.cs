using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/telemetry.md and docs/guide/middleware.md, compiled and run; their tables, compared.</summary>
public sealed partial class TelemetryGuideTests
{
    sealed record Charge(string Account);

    sealed class Charging(TaskCompletionSource<string> charged, Tenant tenant) : IJobHandler<Charge>
    {
        public Task RunAsync(Charge job, LeasedJob lease, CancellationToken cancellation)
        {
            charged.TrySetResult($"{job.Account} {tenant.Current} {lease.OrderingKey}");
            return Task.CompletedTask;
        }
    }

    sealed class Tenant
    {
        readonly AsyncLocal<string?> current = new();

        public string? Current
        {
            get => current.Value;
            set => current.Value = value;
        }
    }

    sealed class InTenant(Tenant tenant) : IJobMiddleware
    {
        public async Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation)
        {
            tenant.Current = work.Lease.OrderingKey;
            await next();
        }
    }

    sealed class Slow(ILogger<Slow> logger, TimeProvider time) : IJobMiddleware
    {
        public async Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation)
        {
            var began = time.GetTimestamp();
            await next();
            var took = time.GetElapsedTime(began);
            if (took > TimeSpan.FromSeconds(5)) logger.LogWarning("{Kind} job {Id} took {Took}", work.Lease.Kind, work.Lease.Id, took);
        }
    }

    [Fact]
    public async Task A_host_has_middleware_and_a_health_check()
    {
        var charged = new TaskCompletionSource<string>();
        var store = new InMemoryStore(TimeProvider.System);
        var builder = Host.CreateApplicationBuilder();
        var services = builder.Services;
        using var measured = new Measurements();
        services.AddSingleton<IMeterFactory>(measured);
        services.AddSingleton(charged).AddSingleton<Tenant>().AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store);
        services.AddStillso(stillso => stillso
            .AddJob<Charge, Charging>("charge")
            .UseEnqueue(job => job with { OrderingKey = job.OrderingKey ?? "acme" })
            .UseMiddleware<InTenant>()                  // around every job, outermost
            .UseMiddleware<Slow>("charge"));            // around these kinds only
        services.AddHealthChecks().AddStillso();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<JobClient>().Enqueue(new Charge("anna"));
        Assert.Equal("anna acme acme", await charged.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["1 charge", "1 charge completed"], [.. measured.Sums("stillso.jobs.enqueued"), .. measured.Sums("stillso.jobs.finished")]);
    }

    sealed record Receipt(string Account);

    sealed class Receipts(JobRegistry registry) : IPhasedHandler<Charge>
    {
        public void Decide(Batch<Charge> batch)
        {
            foreach (var work in batch.Works) work.Complete();
            batch.Transaction.Enqueue(
                [.. batch.Works.Select(work => registry.New(new Receipt(work.Job.Account)) with { TraceParent = work.TraceParent })], batch.Now);
        }
    }

    [Fact]
    public async Task A_handler_says_whom_a_job_follows()
    {
        using var engine = new TestEngine();
        var sent = 0;
        engine.Add("charge", new Receipts(engine.Registry)).Add("receipt", new Doing<Receipt>((_, _) => sent++));
        engine.Jobs.Enqueue(new Charge("anna"));
        await engine.DrainAsync();
        Assert.Equal(1, sent);
    }

    [Fact]
    public void The_guide_has_every_instrument()
    {
        using var measured = new Measurements();
        _ = new Instruments(measured);
        Assert.Equal(measured.Instruments, Instrument().Matches(Text("telemetry.md")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    static string Text(string guide) => File.ReadAllText(Path.Combine(Checkout.Folder, "docs", "guide", guide));

    [GeneratedRegex(@"^\| `(stillso\.[a-z_.]+)`", RegexOptions.Multiline)]
    private static partial Regex Instrument();
}
