using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso;
using Stillso.Sqlite;

// The program hello without reflection: it can be trimmed, and compiled ahead of time.
Console.WriteLine($"JSON by reflection: {JsonSerializer.IsReflectionEnabledByDefault}");
var folder = Directory.CreateTempSubdirectory("stillso-aot-").FullName;

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddStillsoSqlite(Path.Combine(folder, "jobs.db"));
builder.Services.AddStillso(stillso => stillso
    .UseJson(JobsJson.Default.Options)
    .AddJob<Greet, Greeter>("greet"));

using (var host = builder.Build())
{
    var jobs = host.Services.GetRequiredService<JobClient>();
    jobs.Enqueue(new Greet("world"));

    await host.StartAsync();
    await host.WaitForShutdownAsync();
}

Directory.Delete(folder, recursive: true);

sealed record Greet(string Name);

sealed class Greeter(IHostApplicationLifetime application) : IJobHandler<Greet>
{
    public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
    {
        Console.WriteLine($"Hello, {job.Name}!");
        application.StopApplication();
        return Task.CompletedTask;
    }
}

// Every type that is kept as JSON: jobs, checkpoints, what effects freeze.
[JsonSerializable(typeof(Greet))]
sealed partial class JobsJson : JsonSerializerContext;
