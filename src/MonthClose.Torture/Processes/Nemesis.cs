using System.Globalization;

namespace MonthClose.Torture;

/// <summary>
/// Whoever makes everything go wrong: at processes and the disk, between the close and the gateway, and between the close and
/// the mail server, at once. Each of the three does all that it can in an order of the seed, again and again.
/// </summary>
sealed class Nemesis(RoundPlan plan, Surroundings around, Crew crew, Outsiders outsiders, TimeProvider time, CancellationToken ended)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan TakeOverMayTake = TimeSpan.FromSeconds(12);
    static readonly TimeSpan NoticeMayTake = TimeSpan.FromSeconds(30);
    static readonly TimeSpan HitMayTake = TimeSpan.FromSeconds(3);

    readonly List<TimeSpan> recoveries = [];
    readonly List<string> problems = [];
    readonly List<Task> watching = [];

    /// <summary>From the moment that a process was lost until others could have its jobs.</summary>
    public IReadOnlyList<TimeSpan> Recoveries => recoveries;

    /// <summary>What must not have happened.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Goes on until told to stop, and then finishes what it is at.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        await Task.WhenAll(
            DoAsync(1, [KillAsync, StopAsync, EndAsync, KillGatewayAsync, .. OfStore()], over),
            DoAsync(2, [.. Cuts(around.ToGateway, "gateway")], over),
            around.Store is TorturedServer server ? DoAsync(4, [.. Cuts(server.ToDatabase, ProcessFault.Database)], over, pause: 4) : Task.CompletedTask,
            DoAsync(3, [.. Cuts(around.ToMail, "mail server"), .. ProcessFault.OfMailServer.Select(Lie)], over));
        await Task.WhenAll(watching);
    }

    // What all that is done passes through is left alone for longer, or nothing would be done.
    async Task DoAsync(int purpose, Func<Random, Task>[] faults, CancellationToken over, double pause = 1)
    {
        await Task.Yield();
        var dice = new Random(unchecked((plan.Seed * 17) + purpose));
        while (true)
        {
            dice.Shuffle(faults);
            foreach (var fault in faults)
            {
                try
                {
                    await Task.Delay(Some(dice, 0.2 * pause, pause), time, over);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                await fault(dice);
            }
        }
    }

    async Task KillAsync(Random dice)
    {
        if (await VictimAsync(dice) is not ({ } victim, { } epoch)) return;
        victim.Kill();
        var since = time.GetTimestamp();
        around.History.Add("nemesis", $"{victim.Name}, with {epoch.Holds} jobs", ProcessFault.Killed);
        if (epoch.Holds > 0) watching.Add(WatchAsync(epoch.Number, since));
    }

    async Task StopAsync(Random dice)
    {
        if (crew.Working.Count < 2 || await VictimAsync(dice) is not ({ } victim, { } epoch)) return;
        await victim.StopAsync();
        var since = time.GetTimestamp();
        around.History.Add("nemesis", $"{victim.Name} stands still, with {epoch.Holds} jobs");
        var taken = false;
        try
        {
            taken = await UntilAsync(() => ProcessEpoch.IsTakenOver(around.Store, epoch.Number), TakeOverMayTake);
            if (taken && epoch.Holds > 0) recoveries.Add(time.GetElapsedTime(since));
            if (taken) await Task.Delay(Some(dice, 0, 1), time);
        }
        finally
        {
            await victim.ContinueAsync();
        }
        // It may stand in a transaction: then nobody can write, and nobody can take over.
        around.History.Add("nemesis", $"{victim.Name} goes on, {(taken ? "others have its jobs" : "nobody could take over")}", taken ? ProcessFault.Stopped : null);
        if (taken) watching.Add(NoticeAsync(victim, epoch.Number));
    }

    async Task EndAsync(Random dice)
    {
        if (await VictimAsync(dice) is not ({ } victim, _)) return;
        await victim.EndAsync();
        around.History.Add("nemesis", victim.Name, ProcessFault.Ended);
    }

    async Task KillGatewayAsync(Random dice)
    {
        around.Gateway.Kill();
        around.History.Add("nemesis", "", ProcessFault.GatewayKilled);
        await Task.Delay(Some(dice, 0.2, 2), time);
        await around.Gateway.StartAsync();
    }

    IEnumerable<Func<Random, Task>> OfStore() => around.Store switch
    {
        TorturedFile { Disk.WhyNot: null } file => [dice => FillDiskAsync(file, dice)],
        TorturedServer server => [dice => RestartAsync(server, dice)],
        _ => [],
    };

    async Task RestartAsync(TorturedServer server, Random dice)
    {
        await server.StopAtOnceAsync();
        around.History.Add("nemesis", "", ProcessFault.DatabaseRestarted);
        await Task.Delay(Some(dice, 0.2, 2), time);
        await server.StartAgainAsync();
        around.History.Add("nemesis", "the database is back");
    }

    async Task FillDiskAsync(TorturedFile file, Random dice)
    {
        var before = outsiders.RefusedByStore;
        try
        {
            file.EmptyLog();
            // What is freed meanwhile is filled too, until somebody was refused.
            var refused = await UntilAsync(
                () =>
                {
                    file.Disk.Fill();
                    return outsiders.RefusedByStore > before;
                },
                TakeOverMayTake);
            around.History.Add("nemesis", refused ? "" : "the disk was full, and nobody noticed", refused ? ProcessFault.DiskFull : null);
            await Task.Delay(Some(dice, 0.5, 2), time);
        }
        finally
        {
            file.Disk.Heal();
            around.History.Add("nemesis", "the disk has room again");
        }
    }

    IEnumerable<Func<Random, Task>> Cuts(CuttingProxy proxy, string before) => Enum.GetValues<Cut>().Select(cut => (Func<Random, Task>)(dice =>
    {
        // Some come when whoever asked has given up, after nine seconds.
        var pause = cut == Cut.HeldBack && dice.Next(3) == 0 ? Some(dice, 10, 12) : Some(dice, 1, 4);
        proxy.Order(cut, pause);
        return HitAsync(ProcessFault.Of(before, cut));
    }));

    Func<Random, Task> Lie(string fault) => dice =>
    {
        // Some are so slow that the client, whose patience is eight seconds, has given up.
        around.Mail.Order(fault, fault == ProcessFault.MailPutOff && dice.Next(2) == 0 ? TimeSpan.Zero : dice.Next(3) == 0 ? Some(dice, 9, 10) : Some(dice, 1, 3));
        return HitAsync(fault);
    };

    // Whoever has jobs, if anybody has: a process that has none loses nothing.
    async Task<(RealProcess Process, ProcessEpoch Epoch)?> VictimAsync(Random dice)
    {
        (RealProcess, ProcessEpoch)? found = null;
        await UntilAsync(
            () =>
            {
                var working = crew.Working.Select(p => (Process: p, Epoch: ProcessEpoch.Of(around.Store, p.Id))).Where(p => p.Epoch is { IsOver: false }).ToArray();
                if (working.Length == 0) return false;
                dice.Shuffle(working);
                var (process, epoch) = working.FirstOrDefault(p => p.Epoch!.Holds > 0, working[0]);
                found = (process, epoch!);
                return epoch!.Holds > 0;
            },
            HitMayTake);
        return found;
    }

    async Task WatchAsync(long epoch, long since)
    {
        if (await UntilAsync(() => ProcessEpoch.IsTakenOver(around.Store, epoch), Round.HealMayTake))
        {
            lock (recoveries) recoveries.Add(time.GetElapsedTime(since));
        }
        else problems.Add(string.Create(CultureInfo.InvariantCulture, $"The jobs of epoch {epoch}, whose process was killed, were never taken over."));
    }

    async Task NoticeAsync(RealProcess victim, long epoch)
    {
        if (!await UntilAsync(() => !victim.IsAlive || ProcessEpoch.Of(around.Store, victim.Id)?.Number > epoch, NoticeMayTake))
            problems.Add($"{victim.Name} goes on, and did not notice that its epoch {epoch} is over.");
    }

    async Task HitAsync(string fault)
    {
        var before = around.History.Faults.GetValueOrDefault(fault);
        await UntilAsync(() => around.History.Faults.GetValueOrDefault(fault) > before, HitMayTake);
    }

    async Task<bool> UntilAsync(Func<bool> isSo, TimeSpan patience)
    {
        var since = time.GetTimestamp();
        while (!TorturedStore.Says(isSo))
        {
            if (ended.IsCancellationRequested || time.GetElapsedTime(since) > patience) return false;
            await Task.Delay(Look, time);
        }
        return true;
    }

    static TimeSpan Some(Random dice, double from, double to) => TimeSpan.FromSeconds(from + (dice.NextDouble() * (to - from)));
}
