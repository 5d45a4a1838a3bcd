using Microsoft.Data.Sqlite;
using Stillso.Sqlite;

namespace MonthClose.Torture;

/// <summary>Everything around the workers of a round: the disk with the store, the gateway and the mail server, and a proxy before each.</summary>
sealed class Surroundings : IAsyncDisposable
{
    Surroundings(RoundPlan plan, MonthcloseCommand command, RoundHistory history, TimeProvider time)
    {
        History = history;
        Disk = ScratchDisk.Mount(Path.Combine(plan.Folder, "disk"), megabytes: 48 + (plan.Accounts / 8));
        Gateway = new GatewayProcess(plan, command, history, time);
        ToGateway = new CuttingProxy("gateway", history, time);
        Mail = new LyingMailServer(plan.Folder, history, time);
        ToMail = new CuttingProxy("mail server", history, time) { Target = Mail.Port };
    }

    public RoundHistory History { get; }

    public ScratchDisk Disk { get; }

    public GatewayProcess Gateway { get; }

    public CuttingProxy ToGateway { get; }

    public LyingMailServer Mail { get; }

    public CuttingProxy ToMail { get; }

    /// <summary>The round's own connection to the store.</summary>
    public SqliteStore Store { get; private set; } = null!;

    string StorePath => Path.Combine(Disk.Folder, "store.db");

    /// <summary>As the command names it.</summary>
    public string StoreName => $"sqlite:{StorePath}";

    /// <summary>Which faults there can be here, and why the others cannot.</summary>
    public IReadOnlyDictionary<string, string> Impossible =>
        Disk.WhyNot is { } why ? new Dictionary<string, string> { [ProcessFault.DiskFull] = why } : new Dictionary<string, string>();

    /// <summary>Makes the world of a round, imports it, and starts what is around its workers.</summary>
    public static async Task<Surroundings> MakeAsync(RoundPlan plan, MonthcloseCommand command, RoundHistory history, TimeProvider time, CancellationToken cancellation)
    {
        var made = new Surroundings(plan, command, history, time);
        try
        {
            ImportedWorld.Write(WorldOf(plan), plan.Accounts, plan.Seed, "pm_sim_lost_response", "pm_sim_lost_request", "pm_sim_http_500_once", "pm_sim_rate_limited_once", "pm_sim_slow");
            await made.Gateway.StartAsync();
            made.ToGateway.Target = made.Gateway.Port;
            made.ToGateway.HungUp = () =>
            {
                if (made.Gateway.IsUp) history.Add("gateway", "hung up", ProcessFault.GatewayHungUp);
            };
            using var import = command.Start("import", Path.Combine(plan.Folder, "import.log"), "import", "--world", WorldOf(plan), "--store", made.StoreName);
            await import.ExitAsync(cancellation);
            if (import.ExitCode != 0) throw new InvalidOperationException($"The world was not imported: {import.Said}");
            made.Store = SqliteStore.Open(made.StorePath, Sql.SqliteMigrations);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public static string WorldOf(RoundPlan plan) => Path.Combine(plan.Folder, "world");

    /// <summary>Gives back what the write-ahead log has of the disk: the next commit needs room.</summary>
    public void EmptyLog()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma busy_timeout = 1000; pragma wal_checkpoint(truncate)";
        command.ExecuteNonQuery();
    }

    /// <summary>What SQLite itself says about its file; "ok".</summary>
    public string IntegrityOfStore()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma integrity_check";
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>From now on nothing goes wrong.</summary>
    public async Task HealAsync()
    {
        Disk.Heal();
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
        Store?.Dispose();
        Disk.Dispose();
    }

    SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = StorePath, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
