namespace MonthClose.Torture;

/// <summary>Everything around the workers of a round: the store, the gateway and the mail server, and a proxy before each that is reached by a network.</summary>
sealed class Surroundings : IAsyncDisposable
{
    Surroundings(RoundPlan plan, MonthcloseCommand command, RoundHistory history, TimeProvider time)
    {
        History = history;
        Store = plan.OnServer ? new TorturedServer(history, time) : new TorturedFile(plan);
        Gateway = new GatewayProcess(plan, command, history, time);
        ToGateway = new CuttingProxy("gateway", history, time);
        Mail = new LyingMailServer(plan.Folder, history, time);
        ToMail = new CuttingProxy("mail server", history, time) { Target = Mail.Port };
    }

    public RoundHistory History { get; }

    public TorturedStore Store { get; }

    public GatewayProcess Gateway { get; }

    public CuttingProxy ToGateway { get; }

    public LyingMailServer Mail { get; }

    public CuttingProxy ToMail { get; }

    /// <summary>Makes the world of a round, imports it, and starts what is around its workers.</summary>
    public static async Task<Surroundings> MakeAsync(RoundPlan plan, MonthcloseCommand command, RoundHistory history, TimeProvider time, CancellationToken cancellation)
    {
        var made = new Surroundings(plan, command, history, time);
        try
        {
            ImportedWorld.Write(WorldOf(plan), plan.Accounts, plan.Seed, "pm_sim_lost_response", "pm_sim_lost_request", "pm_sim_http_500_once", "pm_sim_rate_limited_once", "pm_sim_slow");
            await made.Store.StartAsync();
            await made.Gateway.StartAsync();
            made.ToGateway.Target = made.Gateway.Port;
            made.ToGateway.HungUp = () =>
            {
                if (made.Gateway.IsUp) history.Add("gateway", "hung up", ProcessFault.GatewayHungUp);
            };
            using var import = command.Start("import", Path.Combine(plan.Folder, "import.log"), "import", "--world", WorldOf(plan), "--store", made.Store.OwnName);
            await import.ExitAsync(cancellation);
            if (import.ExitCode != 0) throw new InvalidOperationException($"The world was not imported: {import.Said}");
            made.Store.Open();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public static string WorldOf(RoundPlan plan) => Path.Combine(plan.Folder, "world");

    /// <summary>From now on nothing goes wrong.</summary>
    public async Task HealAsync()
    {
        await Store.HealAsync();
        ToGateway.Heal();
        ToMail.Heal();
        Mail.Heal();
        if (!Gateway.IsUp) await Gateway.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        await ToGateway.DisposeAsync();
        await ToMail.DisposeAsync();
        await Mail.DisposeAsync();
        await Store.DisposeAsync();
    }
}
