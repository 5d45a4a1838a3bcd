using Microsoft.Data.Sqlite;
using Stillso;
using Stillso.Sqlite;

namespace MonthClose.Torture;

/// <summary>A SQLite file on a disk that can be filled.</summary>
sealed class TorturedFile(RoundPlan plan) : TorturedStore
{
    SqliteStore? store;

    public ScratchDisk Disk { get; } = ScratchDisk.Mount(Path.Combine(plan.Folder, "disk"), megabytes: 48 + (plan.Accounts / 8));

    public override string Name => $"sqlite:{StorePath}";

    public override string Prefix => "stillso_";

    public override string Engine
    {
        get
        {
            using var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            return $"SQLite {connection.ServerVersion}";
        }
    }

    public override IReadOnlyDictionary<string, string> Impossible
    {
        get
        {
            var impossible = ProcessFault.OfDatabase.ToDictionary(f => f, _ => "the store is a file");
            if (Disk.WhyNot is { } why) impossible.Add(ProcessFault.DiskFull, why);
            return impossible;
        }
    }

    public override IReadOnlyList<string> Refusals { get; } = ["SQLite Error 13", "SQLite Error 10", "database or disk is full", "disk I/O error", "No space left on device"];

    public override bool MayHaveRefused => Disk.WasFull;

    string StorePath => Path.Combine(Disk.Folder, "store.db");

    /// <summary>Gives back what the write-ahead log has of the disk: the next commit needs room.</summary>
    public void EmptyLog()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma busy_timeout = 1000; pragma wal_checkpoint(truncate)";
        command.ExecuteNonQuery();
    }

    public override Task HealAsync()
    {
        Disk.Heal();
        return Task.CompletedTask;
    }

    public override string? Damage()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma integrity_check";
        return (string)command.ExecuteScalar()! is not "ok" and var damage ? $"SQLite finds its file damaged: {damage}" : null;
    }

    public override void CopyTo(string folder) => store!.CopyTo(Path.Combine(folder, "store.db"));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Disk.Dispose();
    }

    protected override (ILedger, IJobStore) Opened()
    {
        store = SqliteStore.Open(StorePath, Sql.SqliteMigrations);
        return (store, store);
    }

    SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = StorePath, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
