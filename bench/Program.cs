using System.Globalization;
using Bench;
using MonthClose;
using MonthClose.App;
using Stillso;

// pdf: how fast invoices are written as PDF, instead of a close.
if (args is ["pdf"])
{
    PdfSpeed.Run();
    return;
}

// [ACCOUNTS [ROWS]]: closes a generated world in process, up to the day after the month, and prints what each step took.
var accounts = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var rows = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
var folder = Directory.CreateTempSubdirectory("monthclose-bench-").FullName;
try
{
    var period = BillingPeriod.Parse("2024-09");
    var world = Path.Combine(folder, "world");
    SampleWorld.Write(world, accounts, seed: 1, period, rows);
    var file = new StoreFile(Path.Combine(folder, "store.db"));
    using var store = CloseEngine.OpenStore(file);
    var time = TimeProvider.System;
    var started = time.GetTimestamp();
    new WorldImport(store, world, new WorldOptions()).Run();
    var table = new StepTable(time);
    table.Add("import", accounts, time.GetElapsedTime(started), store.Commits, store.Statements);

    var (from, until) = (new DateTimeOffset(2024, 9, 30, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 10, 2, 0, 0, 0, TimeSpan.Zero));
    var clock = new SimulatedClock(from);
    using var engine = CloseEngine.Open(store, file, "simulator", null, clock);
    PeriodClose.Begin(store, period.ToString(), from);
    var (commits, statements) = (store.Commits, store.Statements);
    started = time.GetTimestamp();
    using var worker = engine.CreateWorker(new WorkerOptions
    {
        Concurrency = 16, Simulated = clock, Until = until, Boundaries = new StepTimer(table, store), OnAdvanced = now => Settings.KeepSimulatedNow(store, now),
    });
    await worker.RunAsync("bench", CancellationToken.None);
    var close = time.GetElapsedTime(started);
    table.Add("whole close", accounts, close, store.Commits - commits, store.Statements - statements);

    started = time.GetTimestamp();
    await Output.WriteAsync(store, engine.Gateway, Path.Combine(folder, "out"), period.ToString());
    table.Add("files", accounts, time.GetElapsedTime(started), 0, 0);
    Console.WriteLine($"{accounts} accounts, {rows} usage rows each, on {Environment.ProcessorCount} processors; the simulated gateway in process");
    table.Print();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB, store {new FileInfo(file.Path).Length / 1048576} MiB"));
}
finally
{
    Directory.Delete(folder, recursive: true);
}
