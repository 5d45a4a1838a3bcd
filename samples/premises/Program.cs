using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso;
using Stillso.Sqlite;

// A job believes a price. The price changes before the job runs; the job is told, and buys at the new one.
var folder = Directory.CreateTempSubdirectory("stillso-premises-").FullName;

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddStillsoSqlite(Path.Combine(folder, "shop.db"));
builder.Services.AddStillso(stillso => stillso
    .AddJob<Buy, Buyer>("buy")
    .AddPremises<Prices>());

using (var host = builder.Build())
{
    var ledger = host.Services.GetRequiredService<ILedger>();
    var jobs = host.Services.GetRequiredService<JobClient>();

    ledger.Write(tx => tx.Sql.Execute("create table prices (product text primary key, price text not null)"));
    ledger.Write(tx => Prices.Set(tx, "coffee", "12.00"));
    var believed = ledger.Read(tx => Prices.Believe(tx, "coffee"));
    jobs.Enqueue(new Buy("coffee", 3), job => job with { Premises = [believed] });
    Console.WriteLine($"Enqueued: buy coffee, believing that it costs {believed.Believed[0].Value}");

    ledger.Write(tx => Prices.Set(tx, "coffee", "13.50"));
    Console.WriteLine("Changed: coffee costs 13.50");

    await host.StartAsync();
    await host.WaitForShutdownAsync();

    foreach (var decision in ledger.Read(tx => tx.DecisionsOf("coffee")))
    {
        Console.WriteLine($"Decided: {decision.Kind}, {decision.Reason}");
        Console.WriteLine($"  believed {Words(decision.Believed)} at {decision.BelievedAt:HH:mm:ss} UTC");
        Console.WriteLine($"  found    {Words(decision.Found)} at {decision.FoundAt:HH:mm:ss} UTC");
        Console.WriteLine($"  cause    {string.Join(", ", decision.Causes)}");
    }
}

Directory.Delete(folder, recursive: true);

static string Words(IEnumerable<Fact> facts) => string.Join(", ", facts.Select(fact => $"{fact.Name} {fact.Value}"));

sealed record Buy(string Product, int Quantity);

sealed class Buyer(IHostApplicationLifetime application) : IJobHandler<Buy>
{
    public WhenChanged WhenChanged(Buy job, IReadOnlyList<Verdict> verdicts) => Stillso.WhenChanged.Revise;

    public Task RunAsync(Buy job, LeasedJob lease, CancellationToken cancellation)
    {
        var price = lease.Verdicts[0]["price"];
        Console.WriteLine($"Bought: {job.Quantity} × {job.Product} at {price}");
        application.StopApplication();
        return Task.CompletedTask;
    }
}
