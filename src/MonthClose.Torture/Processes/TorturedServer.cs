using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Stillso;
using Stillso.Postgres;

namespace MonthClose.Torture;

/// <summary>
/// A PostgreSQL server of the round's own, from the machine's programs, with a proxy before it that cuts connections. It can be stopped as if it were killed.
/// </summary>
sealed class TorturedServer : TorturedStore
{
    const string Schema = "monthclose";
    static readonly string? Programs = Find();
    static readonly string[] User = Environment.UserName == "root" ? ["runuser", "-u", Unprivileged, "--"] : [];
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("monthclose-torture-pg-");
    readonly int port = FreePort();
    bool isUp;

    public TorturedServer(RoundHistory history, TimeProvider time) => ToDatabase = new CuttingProxy(ProcessFault.Database, history, time) { Target = port };

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? WhyNot => Programs is null ? "no PostgreSQL is on this machine: initdb, pg_ctl and postgres have to be on the PATH, or in /usr/lib/postgresql" : null;

    public CuttingProxy ToDatabase { get; }

    public override string Name => $"postgres:Host=127.0.0.1;Port={Text(ToDatabase.Port)};Username=monthclose;Database=postgres;Search Path={Schema};Maximum Pool Size=20;Timeout=5;Command Timeout=8";

    public override string OwnName => $"postgres:{Own}";

    public override string Prefix => "";

    public override string Engine => $"PostgreSQL {Ledger.Read(tx => tx.Sql.First("select current_setting('server_version')", r => r.GetString(0)))}";

    public override IReadOnlyDictionary<string, string> Impossible { get; } = new Dictionary<string, string> { [ProcessFault.DiskFull] = "the store is on a server" };

    public override IReadOnlyList<string> Refusals { get; } =
    [
        "The store refused", "Exception while", "Failed to connect", "57P0", "25P03", "40P01", "The operation has timed out", "Timeout during reading", "Unable to", "Connection reset", "Broken pipe",
        "A commit was not answered", "The connection pool", "Attempted to read past the end",
    ];

    public override bool MayHaveRefused => true;

    string Own => $"Host={folder.FullName};Port={Text(port)};Username=monthclose;Database=postgres;Search Path={Schema};Maximum Pool Size=10";

    string Data => Path.Combine(folder.FullName, "data");

    public override async Task StartAsync()
    {
        if (User.Length > 0) await RunAsync(["chown", Unprivileged, folder.FullName]);
        await RunAsync([.. User, Program("initdb"), "-D", Data, "-U", "monthclose", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await StartAgainAsync();
    }

    /// <summary>As if it were killed: what is under way is gone.</summary>
    public Task StopAtOnceAsync()
    {
        isUp = false;
        return RunAsync([.. User, Program("pg_ctl"), "-D", Data, "-w", "-m", "immediate", "stop"]);
    }

    /// <summary>Starts it over what it has.</summary>
    public async Task StartAgainAsync()
    {
        await RunAsync([
            .. User, Program("pg_ctl"), "-D", Data, "-w", "-l", Path.Combine(folder.FullName, "log"),
            "-o", $"-k {folder.FullName} -p {Text(port)} -c listen_addresses=127.0.0.1 -c max_connections=200", "start"]);
        isUp = true;
    }

    public override async Task HealAsync()
    {
        ToDatabase.Heal();
        if (!isUp) await StartAgainAsync();
    }

    // What can be read whole is not torn.
    public override string? Damage()
    {
        try
        {
            Ledger.Read(tx => tx.Sql.Query("select tablename from pg_tables where schemaname = current_schema()", r => r.GetString(0))
                .Sum(table => tx.Sql.Number($"select count(t.*::text) from {table} t")));
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or StoreUnavailableException)
        {
            return $"PostgreSQL cannot read its tables: {e.Message}";
        }
    }

    public override void CopyTo(string folder) => File.Copy(Path.Combine(this.folder.FullName, "log"), Path.Combine(folder, "postgresql.log"));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await ToDatabase.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await StopAtOnceAsync();
        folder.Delete(recursive: true);
    }

    protected override (ILedger, IJobStore) Opened()
    {
        var store = PostgresStore.Open(Own, Schema);
        return (store, store);
    }

    static string Unprivileged => File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    static string Program(string name) => Path.Combine(Programs!, name);

    static string? Find()
    {
        string[] packaged = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(packaged.Select(d => Path.Combine(d, "bin")))
            .FirstOrDefault(folder => new[] { "initdb", "pg_ctl", "postgres" }.All(program => File.Exists(Path.Combine(folder, program))));
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // What it says goes nowhere: the server would keep the pipe open.
    static async Task RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. command]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }
}
