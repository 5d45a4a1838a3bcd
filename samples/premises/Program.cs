using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso;
using Stillso.Sqlite;

// A job believes a price. The price changes before the job runs; the job finds out, and buys at the new one.
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
}

Directory.Delete(folder, recursive: true);
