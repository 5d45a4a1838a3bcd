using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso;
using Stillso.Sqlite;

// A hundred jobs that are counted together, how far they are, and what follows when all of them are done.
var folder = Directory.CreateTempSubdirectory("stillso-batch-").FullName;

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddStillsoSqlite(Path.Combine(folder, "jobs.db"));
builder.Services.AddStillso(stillso => stillso
    .AddJob<SendInvoice, Sender>("send-invoice")
    .AddJob<Announce, Announcer>("announce"));

using (var host = builder.Build())
{
    var jobs = host.Services.GetRequiredService<JobClient>();
    var ledger = host.Services.GetRequiredService<ILedger>();
    var application = host.Services.GetRequiredService<IHostApplicationLifetime>();

    var batch = new NewBatch("invoices") { OnSuccess = jobs.New(new Announce("All invoices are sent.")) };
    var enqueued = jobs.EnqueueBatch(batch, Enumerable.Range(1, 100).Select(number => new SendInvoice(number)));
    Console.WriteLine($"{enqueued} jobs are in the batch.");

    await host.StartAsync();
    while (!application.ApplicationStopping.IsCancellationRequested)
    {
        var state = ledger.Read(tx => tx.FindBatch("invoices")!);
        Console.WriteLine($"{state.Progress:P0} finished, {state.Pending} pending");
        await Task.Delay(100);
    }
    await host.WaitForShutdownAsync();
}

Directory.Delete(folder, recursive: true);

sealed record SendInvoice(int Number);

sealed class Sender : IJobHandler<SendInvoice>
{
    public Task RunAsync(SendInvoice job, LeasedJob lease, CancellationToken cancellation) => Task.Delay(50, cancellation);
}

sealed record Announce(string What);

sealed class Announcer(IHostApplicationLifetime application) : IJobHandler<Announce>
{
    public Task RunAsync(Announce job, LeasedJob lease, CancellationToken cancellation)
    {
        Console.WriteLine(job.What);
        application.StopApplication();
        return Task.CompletedTask;
    }
}
