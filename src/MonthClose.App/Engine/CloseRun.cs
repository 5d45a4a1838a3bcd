using System.Diagnostics;
using System.Globalization;
using Stillso;

namespace MonthClose.App;

/// <summary>What <c>monthclose close</c> was asked to do.</summary>
sealed record CloseRequest(BillingPeriod Period, StorePlace Store)
{
    public Outside Outside { get; init; } = new();
    public string? World { get; init; }
    public WorldOptions WorldOptions { get; init; } = new();
    public string? Out { get; init; }
    public string? Script { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }
    public int Workers { get; init; } = 16;
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(30);
    public WaitPoint? Wait { get; init; }
}

/// <summary>Runs a close from import to summary.</summary>
static class CloseRun
{
    public static async Task<int> RunAsync(CloseRequest request, CancellationToken cancellation)
    {
        using var opened = request.Store.Open();
        var store = opened.Ledger;
        var simulated = await SimulationAsync(request, store);
        using var owner = simulated is null ? null : request.Store.TryLock("owner");
        if (simulated is not null && owner is null)
        {
            Console.WriteLine($"Another process owns this store while its time is simulated: {Settings.Read(store, "owner")}. It carries on; nothing to do here.");
            return ExitCode.Done;
        }
        if (PeriodClose.WhyNot(store, request.Period.ToString()) is { } not) throw new UsageException(not);

        var script = await ReadAsync(request, store, cancellation);
        if (simulated is not null) Settings.Keep(store, "owner", OwnerName);
        var clock = simulated is null ? new WholeSeconds(TimeProvider.System) : (TimeProvider)new SimulatedClock(simulated.Value.Now);
        using var engine = CloseEngine.Open(opened, request.Store, request.Outside, clock, request.Wait);
        if (!engine.Gateway.IsSimulator && (simulated is not null || script.Count > 0))
            throw new UsageException("--script and a simulated clock are for the simulated gateway alone: real cards know only real time.");
        if (simulated is not null)
        {
            Settings.KeepSimulatedNow(store, simulated.Value.Now);
            Settings.Keep(store, "until", Instants.ToFile(simulated.Value.Until));
        }
        PeriodClose.Begin(store, request.Period.ToString(), clock.GetUtcNow());
        var files = request.Out is null ? null : new CloseFiles(store, request.Out, request.Period.ToString());
        await WorkAsync(request, engine, simulated?.Until, files, cancellation);
        return await FinishAsync(request, engine, files, cancellation.IsCancellationRequested);
    }

    static string OwnerName => string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}");

    static Task<(DateTimeOffset Now, DateTimeOffset Until)?> SimulationAsync(CloseRequest request, ILedger store)
    {
        var kept = Settings.SimulatedNow(store);
        if (request.From is null && request.Until is null && kept is null) return Task.FromResult<(DateTimeOffset, DateTimeOffset)?>(null);
        if (kept is null && PeriodClose.AnyHasBegun(store))
            throw new UsageException("This close began with the real clock: --from and --until are for a close that has not begun.");
        var now = kept ?? request.From ?? throw new UsageException("--until needs --from: where simulated time starts.");
        var until = request.Until ?? CommandOptions.ReadInstant(Settings.Read(store, "until"), "--until") ?? throw new UsageException("--from needs --until: where simulated time ends.");
        if (until < now && kept is null) throw new UsageException("--until lies before --from.");
        return Task.FromResult<(DateTimeOffset, DateTimeOffset)?>((now, until < now ? now : until));
    }

    /// <summary>Checks world and script, then imports the one and keeps the other: bad input changes nothing.</summary>
    static async Task<IReadOnlyList<StoredScriptRow>> ReadAsync(CloseRequest request, ILedger store, CancellationToken cancellation)
    {
        // Two closes at once import one after the other; the second finds what the first did.
        using var alone = await request.Store.LockAsync("import", cancellation);
        var import = request.World is null ? null : new WorldImport(store, request.World, request.WorldOptions);
        import?.Check();
        IReadOnlyList<StoredScriptRow> script = [];
        if (request.Script is not null)
        {
            try
            {
                script = ScriptFile.Read(request.Script, id => store.Read(tx => Currencies.Of(tx.Sql, id)) ?? import?.CurrencyOf(id));
                ScriptFile.RefuseAnother(store, request.Script, request.Period.ToString(), script);
            }
            catch (BadInputException)
            {
                import?.Forget();
                throw;
            }
        }
        if (import?.Load() is { UsageRows: > 0 } imported)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Imported {imported.Accounts} accounts and {imported.UsageRows} usage rows from {request.World}."));
        ScriptFile.Keep(store, request.Period.ToString(), script);
        return script;
    }

    static async Task WorkAsync(CloseRequest request, CloseEngine engine, DateTimeOffset? until, CloseFiles? files, CancellationToken cancellation)
    {
        var store = engine.Store.Ledger;
        var boundaries = new ScriptBoundaries(store, engine.Clock, () => Process.GetCurrentProcess().Kill())
        {
            OnFired = (row, refused) =>
            {
                if (refused is not null) Console.Error.WriteLine($"script: {row.Boundary},{row.AccountId},{row.Change} was refused: {refused}");
            },
        }.Load();
        var period = request.Period.ToString();
        var random = new Random(Environment.ProcessId);
        using var worker = engine.CreateWorker(new WorkerOptions
        {
            Concurrency = request.Workers,
            LostAfter = request.LostAfter,
            Simulated = engine.Clock as SimulatedClock,
            Until = until,
            Boundaries = request.Wait?.Around(boundaries) ?? (boundaries.IsEmpty ? null : boundaries),
            // With simulated time nothing is left to chance, and a retry waits whole seconds.
            Random = until is null ? random.NextDouble : () => 1,
            OnAdvanced = now => Settings.KeepSimulatedNow(store, now),
            StopWhen = until is null ? () => IsDone(engine, period) : null,
        });
        using var worked = new CancellationTokenSource();
        var mails = files?.FollowMailsAsync(worked.Token);
        try
        {
            await Progress.RunAsync(store, period, () => worker.RunAsync(OwnerName, cancellation));
        }
        finally
        {
            await worked.CancelAsync();
            if (mails is not null) await mails;
        }
        foreach (var row in store.Read(tx => UnreachedScript.Rows(tx.Sql)))
            Console.Error.WriteLine($"script: {row.Boundary},{row.AccountId},{row.Change} was not reached");
    }

    static bool IsDone(CloseEngine engine, string period) =>
        PeriodClose.IsStuck(engine.Store.Ledger)
        || (PeriodClose.StateOf(engine.Store.Ledger, period) == "closed" && !(engine.Store.Jobs.NextDue(["default"]) <= engine.Clock.GetUtcNow()));

    static async Task<int> FinishAsync(CloseRequest request, CloseEngine engine, CloseFiles? files, bool interrupted)
    {
        var period = request.Period.ToString();
        if (files is not null) files.Write(await engine.Gateway.ChargesAsync(), CloseEngine.Now(engine.Store.Ledger));
        var summary = CloseSummary.Of(engine.Store.Ledger, period);
        Summary.Print(engine, summary, request.Script, request.Out, request.Store);
        return interrupted ? ExitCode.Interrupted : summary.Parked > 0 ? ExitCode.DoneWithParked : ExitCode.Done;
    }
}
