using System.Diagnostics;

namespace Stillso.Postgres.Tests;

/// <summary>
/// A PgBouncer of the tests' own before the server, in transaction mode: each transaction, and each statement outside of one, gets another of its few connections.
/// </summary>
public sealed class Pooler : IDisposable
{
    static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists);
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("stillso-pool-");
    readonly Process? process;

    public Pooler(PostgresServer server)
    {
        _ = server.Schema();
        Assert.SkipWhen(Program is null, "No PgBouncer is on this machine: with pgbouncer on the PATH this test runs.");
        var settings = Path.Combine(folder.FullName, "pgbouncer.ini");
        File.WriteAllText(settings, $"""
            [databases]
            postgres = host={server.Host} user=stillso
            [pgbouncer]
            unix_socket_dir = {folder.FullName}
            auth_type = any
            pool_mode = transaction
            default_pool_size = 6
            max_client_conn = 200
            ignore_startup_parameters = extra_float_digits
            """);
        if (PostgresServer.User.Length > 0) PostgresServer.Run(["chown", "-R", PostgresServer.Unprivileged, folder.FullName]);
        string[] words = [.. PostgresServer.User, Program, "-q", settings];
        process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        while (!File.Exists(Path.Combine(folder.FullName, ".s.PGSQL.6432")))
        {
            Assert.False(process.HasExited, "PgBouncer did not start.");
            Thread.Sleep(20);
        }
    }

    public TestSchema Schema() => new($"Host={folder.FullName};Port=6432;Username=stillso;Database=postgres;Maximum Pool Size=20;Timeout=30;Max Auto Prepare=0");

    public void Dispose()
    {
        if (process is not null)
        {
            // The process that was started is runuser, which ends with what it runs.
            if (!process.HasExited) Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            process.WaitForExit();
            process.Dispose();
        }
        folder.Delete(recursive: true);
    }
}
