using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso;
using Stillso.Sqlite;

// Enqueues one job, runs it, and ends.
var folder = Directory.CreateTempSubdirectory("stillso-hello-").FullName;

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddStillsoSqlite(Path.Combine(folder, "jobs.db"));
builder.Services.AddStillso(stillso => stillso.AddJob<Greet, Greeter>("greet"));

using (var host = builder.Build())
{
    var jobs = host.Services.GetRequiredService<JobClient>();
    var store = host.Services.GetRequiredService<IJobStore>();

    var id = jobs.Enqueue(new Greet("world"));
    Console.WriteLine($"Job {id} is in the store. Waiting: {store.Waiting().Count}");

    await host.StartAsync();
    await host.WaitForShutdownAsync();
    Console.WriteLine($"Waiting: {store.Waiting().Count}");
}

Directory.Delete(folder, recursive: true);

sealed record Greet(string Name);

sealed class Greeter(IHostApplicationLifetime application) : IJobHandler<Greet>
{
    public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
    {
        Console.WriteLine($"Hello, {job.Name}! This is attempt {lease.Attempt} of job {lease.Id}.");
        // The host finishes what has begun before it stops, this job too.
        application.StopApplication();
        return Task.CompletedTask;
    }
}
