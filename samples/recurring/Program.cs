using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso;
using Stillso.Sqlite;
using static Stillso.Recurring;

// A schedule of every two seconds. It fires twice; then the program ends.
var folder = Directory.CreateTempSubdirectory("stillso-recurring-").FullName;

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddStillsoSqlite(Path.Combine(folder, "jobs.db"));
builder.Services.AddStillso(stillso => stillso
    .AddJob<Report, Reporter>("report")
    .AddRecurring("every two seconds", Every(2).Seconds(), new Report("sales")));

using (var host = builder.Build())
{
    var ledger = host.Services.GetRequiredService<ILedger>();

    await host.StartAsync();
    var next = ledger.Read(tx => tx.Schedules.Find("every two seconds")!.Next);
    Console.WriteLine($"The first report is due at {next:HH:mm:ss} UTC.");

    await host.WaitForShutdownAsync();
    var schedule = ledger.Read(tx => tx.Schedules.Find("every two seconds")!);
    Console.WriteLine($"The schedule has enqueued {schedule.Enqueued} jobs.");
}

Directory.Delete(folder, recursive: true);

sealed record Report(string Of);

sealed class Reporter(IHostApplicationLifetime application) : IJobHandler<Report>
{
    int reports;

    public Task RunAsync(Report job, LeasedJob lease, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref reports);
        Console.WriteLine($"Report {number} of {job.Of}, of the occurrence at {lease.Occurrence:HH:mm:ss} UTC.");
        if (number == 2) application.StopApplication();
        return Task.CompletedTask;
    }
}
