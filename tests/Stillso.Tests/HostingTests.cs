using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
}
