using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Stillso.Postgres.Tests;

public sealed class HostingTests(PostgresServer server)
{
    sealed record Greet(string Name);

    sealed class Greeter(TaskCompletionSource<string> said, [FromKeyedServices("billing")] PostgresStore store) : IJobHandler<Greet>
    {
        public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
        {
            said.TrySetResult($"Hello, {job.Name}: {store.ProgressOf(lease.Id)?.Kind}");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Two_engines_in_one_application_have_a_schema_each_in_one_database()
    {
        var said = new TaskCompletionSource<string>();
        var (jobs, billing) = (server.Schema(), server.Schema());
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(said);
        builder.Services.AddStillsoPostgres(jobs.ConnectionString, jobs.Name);
        builder.Services.AddStillso(_ => { });
        builder.Services.AddKeyedStillsoPostgres("billing", billing.ConnectionString, billing.Name);
        builder.Services.AddKeyedStillso("billing", stillso => stillso.AddJob<Greet, Greeter>("greet").Worker = new WorkerOptions { Loops = 4 });
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredKeyedService<JobClient>("billing").Enqueue(new Greet("world"));
        Assert.Equal("Hello, world: greet", await said.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.NotSame(host.Services.GetRequiredService<PostgresStore>(), host.Services.GetRequiredKeyedService<PostgresStore>("billing"));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
