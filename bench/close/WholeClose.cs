using MonthClose;
using MonthClose.App;
using Stillso;

namespace Bench;

/// <summary>A close as <c>monthclose close</c> runs it, in process, in simulated time: import, every step up to the day after the month, mails, reports.</summary>
static class WholeClose
{
    public static readonly BillingPeriod Period = BillingPeriod.Parse("2024-09");
    public static readonly DateTimeOffset From = new(2024, 9, 30, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Until = new(2024, 10, 2, 0, 0, 0, TimeSpan.Zero);

    /// <param name="world">The world folder; a script.csv in it is run.</param>
    /// <param name="folder">Where the store and the files go.</param>
    /// <param name="pdf">Whether mails bring the invoice.</param>
    /// <param name="table">Told what every step took.</param>
    public static async Task<Figures> RunAsync(string world, string folder, bool pdf, StepTable? table = null)
    {
        var file = new StoreFile(Path.Combine(folder, "store.db"));
        using var store = file.OpenFile();
        var watch = new Watch();
        var accounts = new WorldImport(store, world, new WorldOptions()).Run().Accounts;
        var import = watch.Lap();
        table?.Add("import", accounts, TimeSpan.FromSeconds(import), store.Commits, store.Statements);

        var clock = new SimulatedClock(From);
        using var engine = CloseEngine.Open(OpenedStore.Of(store), file, new Outside { Gateway = "simulator", Pdf = pdf ? "yes" : "no" }, clock);
        PeriodClose.Begin(store, Period.ToString(), From);
        var files = new CloseFiles(store, Path.Combine(folder, "out"), Period.ToString());
        using var worked = new CancellationTokenSource();
        var written = files.FollowMailsAsync(worked.Token);
        using (var worker = engine.CreateWorker(new WorkerOptions
        {
            Simulated = clock, Until = Until, Random = () => 1, OnAdvanced = now => Settings.KeepSimulatedNow(store, now),
            Boundaries = table is not null ? new StepTimer(table, store) : Script(store, world, clock),
        }))
            await worker.RunAsync("bench", CancellationToken.None);
        var close = watch.Lap();

        await worked.CancelAsync();
        await written;
        store.Read(tx =>
        {
            files.WriteMails(tx.Sql);
            return true;
        });
        Watch.Sync(Path.Combine(folder, "out"));
        var (mails, seconds) = (watch.Lap(), watch.Seconds);
        var charges = await engine.Gateway.ChargesAsync();
        store.Read(tx =>
        {
            files.WriteBooks(tx.Sql, charges, clock.GetUtcNow());
            return true;
        });
        return Figures.Of(
            seconds, accounts, ("import", import), ("close", close), ("mails", mails), ("reports", watch.Lap()), ("pauses of the collector", GC.GetTotalPauseDuration().TotalSeconds),
            ("commits per account", (double)store.Commits / accounts), ("statements per account", (double)store.Statements / accounts),
            ("store KiB per account", new FileInfo(file.Path).Length / 1024.0 / accounts));
    }

    static ScriptBoundaries? Script(ILedger ledger, string world, TimeProvider clock)
    {
        var path = Path.Combine(world, "script.csv");
        if (!File.Exists(path)) return null;
        ScriptFile.Keep(ledger, Period.ToString(), ScriptFile.Read(path, _ => Currency.Get("USD")));
        return new ScriptBoundaries(ledger, clock, () => { }).Load();
    }
}
