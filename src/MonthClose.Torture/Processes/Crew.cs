using System.Globalization;

namespace MonthClose.Torture;

/// <summary>
/// The worker processes of a round. Who ends is started again, as a service manager would: as a close while the period is
/// open, then as a worker.
/// </summary>
sealed class Crew(RoundPlan plan, MonthcloseCommand command, Surroundings around, IReadOnlyList<string> options, TimeProvider time) : IDisposable
{
    readonly RealProcess?[] working = new RealProcess?[plan.Workers];
    readonly List<RealProcess> all = [];
    readonly List<string> problems = [];
    readonly Lock changing = new();
    int started;

    /// <summary>What must not have happened.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>How many ended by themselves because the store refused.</summary>
    public int GaveUp { get; private set; }

    /// <summary>Those that run now.</summary>
    public IReadOnlyList<RealProcess> Working
    {
        get
        {
            lock (changing) return [.. working.OfType<RealProcess>().Where(p => p.IsAlive)];
        }
    }

    /// <summary>Everything that any of them said.</summary>
    public IEnumerable<(string Name, string Said)> Said => all.Select(p => (p.Name, p.Said));

    /// <summary>Keeps all of them running, until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await Task.WhenAll(Enumerable.Range(0, working.Length).Select(n => KeepAsync(n, new Random(plan.Seed + n), stop)));
    }

    /// <summary>Asks those that run to end, and waits for it.</summary>
    public async Task EndAsync(TimeSpan patience)
    {
        foreach (var process in Working)
        {
            await process.EndAsync();
            using var limit = new CancellationTokenSource(patience, time);
            try
            {
                await process.ExitAsync(limit.Token);
                around.History.Add(process.Name, Ending(process));
                // It may have been done at that moment, or not yet have begun.
                if (process.ExitCode is not (130 or 0 or 4 or 143)) problems.Add($"{process.Name} was asked to end, and ended with {process.ExitCode} instead of 130.");
            }
            catch (OperationCanceledException)
            {
                problems.Add($"{process.Name} was asked to end, and did not within {patience.TotalSeconds:0} seconds.");
            }
        }
    }

    public void Dispose()
    {
        foreach (var process in all) process.Dispose();
    }

    async Task KeepAsync(int place, Random dice, CancellationToken stop)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            var process = Start(place);
            try
            {
                await process.ExitAsync(stop);
                around.History.Add(process.Name, Ending(process));
                Judge(process);
                await Task.Delay(TimeSpan.FromSeconds(dice.NextDouble() * 2), time, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    RealProcess Start(int place)
    {
        var (period, n) = (Round.Period, Interlocked.Increment(ref started));
        var log = Path.Combine(plan.Folder, string.Create(CultureInfo.InvariantCulture, $"worker-{place + 1}-{n}.log"));
        var closed = IsClosed();
        var process = command.Start(
            string.Create(CultureInfo.InvariantCulture, $"worker {place + 1}"), log, [.. closed ? new[] { "worker" } : ["close", period], .. options]);
        lock (changing)
        {
            working[place] = process;
            all.Add(process);
        }
        around.History.Add(process.Name, $"started as {(closed ? "worker" : "close")}");
        return process;
    }

    bool IsClosed() => TorturedStore.Says(() => PeriodClose.StateOf(around.Store.Ledger, Round.Period) == "closed");

    void Judge(RealProcess process)
    {
        if (process.ExitCode is 0 or 4 || (process.IsMeantToEnd && process.ExitCode is 130 or 137 or 143)) return;
        var said = process.Said;
        lock (changing)
        {
            if (around.Store.MayHaveRefused && around.Store.Refusals.Any(s => said.Contains(s, StringComparison.Ordinal))) GaveUp++;
            else problems.Add($"{process.Name} ended by itself with {process.ExitCode}: {said.Split('\n').LastOrDefault(l => l.Length > 0)}");
        }
    }

    static string Ending(RealProcess process) => string.Create(CultureInfo.InvariantCulture, $"ended with {process.ExitCode}{(process.IsMeantToEnd ? "" : ", by itself")}");
}
