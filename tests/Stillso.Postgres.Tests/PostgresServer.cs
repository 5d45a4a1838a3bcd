using System.Diagnostics;

namespace Stillso.Postgres.Tests;

/// <summary>
/// A server of the tests' own, from the machine's PostgreSQL, in a temporary folder with a socket in it. PostgreSQL does not run as root:
/// there it runs as another user.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    static readonly string? Programs = Find();
    /// <summary>The words before a command that run it as somebody else than root.</summary>
    public static readonly string[] User = Environment.UserName == "root" ? ["runuser", "-u", Unprivileged, "--"] : [];
    readonly DirectoryInfo? folder;
    readonly string address;
    readonly string[] where;

    public PostgresServer()
        : this("", [])
    {
    }

    PostgresServer(string address, string[] where)
    {
        (this.address, this.where) = (address, where);
        if (Programs is null) return;
        folder = Directory.CreateTempSubdirectory("stillso-pg-");
        if (User.Length > 0) Run(["chown", Unprivileged, folder.FullName]);
        Run([.. User, Program("initdb"), "-D", Data, "-U", "stillso", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        if (address.Length > 0) File.AppendAllText(Path.Combine(Data, "pg_hba.conf"), "host all all samenet trust\n");
        Start();
    }

    /// <summary>A server that also listens on an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="where">The words before a command that run it on the host of this address.</param>
    public static PostgresServer On(string address, string[] where) => new(address, where);

    /// <summary>Somebody else than root.</summary>
    public static string Unprivileged => File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    string Data => Path.Combine(folder!.FullName, "data");

    /// <summary>Where its socket is.</summary>
    public string Host => folder!.FullName;

    public string ConnectionString => $"Host={Host};Username=stillso;Database=postgres;Maximum Pool Size=20;Timeout=30";

    public void Start() => Run([
        .. where, .. User, Program("pg_ctl"), "-D", Data, "-w", "-l", Path.Combine(folder!.FullName, "log"),
        "-o", $"-k {folder.FullName} -c listen_addresses='{address}' -c fsync=on -c max_connections=300", "start"]);

    /// <summary>As if it were killed: what is under way is gone, and the log is read at the next start.</summary>
    public void StopAtOnce() => Run([.. User, Program("pg_ctl"), "-D", Data, "-w", "-m", "immediate", "stop"]);

    /// <summary>A schema for one test; without a server the test is skipped.</summary>
    public TestSchema Schema()
    {
        Assert.SkipWhen(folder is null, "No PostgreSQL is on this machine: with initdb, pg_ctl and postgres on the PATH, or in /usr/lib/postgresql, this test runs.");
        return new TestSchema(ConnectionString);
    }

    public void Dispose()
    {
        if (folder is null) return;
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) StopAtOnce();
        folder.Delete(recursive: true);
    }

    static string Program(string name) => Path.Combine(Programs!, name);

    static string? Find()
    {
        string[] packaged = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(packaged.Select(d => Path.Combine(d, "bin")))
            .FirstOrDefault(folder => new[] { "initdb", "pg_ctl", "postgres" }.All(program => File.Exists(Path.Combine(folder, program))));
    }

    /// <summary>Runs a command to its end, which is to be a good one.</summary>
    public static void Run(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {said.Result}");
    }
}

/// <summary>A schema that nobody else uses.</summary>
public sealed class TestSchema(string connectionString)
{
    static int last;

    public string Name { get; } = $"test_{Interlocked.Increment(ref last)}";

    public string ConnectionString => connectionString;

    /// <summary>The store, as each process has its own.</summary>
    public PostgresStore Open() => PostgresStore.Open(connectionString, Name);
}
