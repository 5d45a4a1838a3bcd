using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace EngineBench;

/// <summary>
/// A server for the runs, of this machine's PostgreSQL in a temporary folder, and a database on it for each folder of a run. Runs find it by an environment variable.
/// </summary>
sealed class PostgresDatabase : IDisposable
{
    const string Variable = "STILLSO_POSTGRES";
    const string Settings = "-c listen_addresses='' -c shared_buffers=1GB -c max_wal_size=4GB -c max_connections=200 -c shared_preload_libraries=pg_stat_statements";
    static readonly string[] User = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
    readonly string folder = Directory.CreateTempSubdirectory("stillso-bench-pg-").FullName;

    public PostgresDatabase()
    {
        if (User.Length > 0) Do("chown", "postgres", folder);
        Do([.. User, Program("initdb"), "-D", Path.Combine(folder, "data"), "-U", "stillso", "-A", "trust", "-E", "UTF8", "--locale=C"]);
        Do([.. User, Program("pg_ctl"), "-D", Path.Combine(folder, "data"), "-w", "-l", Path.Combine(folder, "log"), "-o", $"-k {folder} {Settings}", "start"]);
        Environment.SetEnvironmentVariable(Variable, $"Host={folder};Username=stillso;Database=postgres;Maximum Pool Size=40");
    }

    /// <summary>The connection string of a folder's database, which is made when it is first asked for.</summary>
    public static string Of(string folder)
    {
        var name = $"bench_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16]}";
        using var connection = Connect("postgres");
        using var exists = new NpgsqlCommand("select exists (select 1 from pg_database where datname = $1)", connection) { Parameters = { new() { Value = name } } };
        if (!(bool)exists.ExecuteScalar()!) Execute(connection, $"create database {name} template template0");
        return new NpgsqlConnectionStringBuilder(Server) { Database = name }.ConnectionString;
    }

    /// <summary>Drops what a run has left, so that its rows weigh on no other.</summary>
    public static void Clear()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) return;
        NpgsqlConnection.ClearAllPools();
        using var connection = Connect("postgres");
        var names = new List<string>();
        using (var all = new NpgsqlCommand("select datname from pg_database where datname like 'bench_%'", connection))
        using (var reader = all.ExecuteReader())
            while (reader.Read()) names.Add(reader.GetString(0));
        foreach (var name in names) Execute(connection, $"drop database {name} with (force)");
        Execute(connection, "checkpoint");
    }

    /// <summary>How many transactions were begun in this database, and statements run on it.</summary>
    public static (long Commits, long Statements) Counts(string database)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        Execute(connection, "create extension if not exists pg_stat_statements");
        return (Number("where query ilike 'begin%'"), Number(""));

        long Number(string where)
        {
            using var count = new NpgsqlCommand(
                $"select coalesce(sum(calls), 0)::bigint from pg_stat_statements s join pg_database d on d.oid = s.dbid and d.datname = current_database() {where}", connection);
            return (long)count.ExecuteScalar()!;
        }
    }

    public static void Settle(string database)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        Execute(connection, "vacuum (analyze) stillso.jobs");
        Execute(connection, "checkpoint");
    }

    public static string Version()
    {
        using var connection = Connect("postgres");
        return connection.PostgreSqlVersion.ToString();
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Do([.. User, Program("pg_ctl"), "-D", Path.Combine(folder, "data"), "-w", "-m", "fast", "stop"]);
        Directory.Delete(folder, recursive: true);
    }

    static string Server => Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} names no server.");

    static NpgsqlConnection Connect(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    static void Execute(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 600 };
        command.ExecuteNonQuery();
    }

    static string Program(string name)
    {
        string[] packaged = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return Environment.GetEnvironmentVariable("PATH")!.Split(':').Concat(packaged.Select(d => Path.Combine(d, "bin"))).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"There is no {name} on this machine: install PostgreSQL.");
    }

    static void Do(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }
}
