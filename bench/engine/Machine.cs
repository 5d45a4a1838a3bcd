using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace EngineBench;

/// <summary>On what, and of which versions.</summary>
static class Machine
{
    public static string Describe(string suite) => string.Create(
        CultureInfo.InvariantCulture,
        $"At `{Commit()}`, on {Environment.ProcessorCount} processors ({Processor()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {(suite == "postgres" ? $"PostgreSQL {PostgresDatabase.Version()}" : $"SQLite {Sqlite()}")}");

    public static IEnumerable<string> Settings(Sizes size) =>
    [
        "- **Stillso**: a simple handler that does nothing; of its options only the concurrency is set. One job is `EnqueueAsync`, bulk is `EnqueueMany` of 1,000. The store in memory is the one for tests.",
        $"- **Hangfire** {Version<Hangfire.BackgroundJob>()} with Hangfire.InMemory {Version<Hangfire.InMemory.InMemoryStorage>()}: recommended serializers, numbers as ids, its own filters. It has no call for many jobs: bulk is one call per job from as many threads as processors. It has no official store on SQLite and is left out there.",
        $"- **Quartz** {Version<Quartz.IScheduler>()}: one stored job and a trigger per run; bulk is `ScheduleJob` with 1,000 triggers. Its store in memory, and its ADO store on SQLite by Microsoft.Data.Sqlite {Version<SqliteConnection>()} with the tables that its package makes, WAL and synchronous=FULL; batch size its own, a misfire threshold of an hour so that a backlog is none. It has no wake-up across processes: it looks every second, the least it allows.",
        "- **Floor**: prepared statements on one connection, the settings of Stillso's file. Inserts are Stillso's own rows with all their indexes; lease, complete and history are on a table with one index, 500 jobs in two commits.",
        string.Create(
            CultureInfo.InvariantCulture,
            $"- A job carries one number. Drains are filled before they begin{(size.DrainSeconds > 0 ? $", and made larger until they take {size.DrainSeconds} s" : "")}; the floor's have {size.FloorRows:#,0} rows. Enqueueing goes on for {size.EnqueueSeconds} s each way. {size.Pickups} jobs are picked up, one every 20 to 60 ms; {size.Believing:#,0} have a premise; a batch has {size.Batch:#,0}."),
    ];

    public static IEnumerable<string> PostgresSettings(Sizes size) =>
    [
        "- **PostgreSQL**: a server of the run's own by a socket on the same machine: fsync and synchronous_commit on, shared_buffers 1 GB, max_wal_size 4 GB; of everything else its defaults. Each run has a database of its own. Everybody's processes share the processors with it.",
        $"- **Stillso**: a simple handler that does nothing; {StillsoEngine.PostgresBatch:#,0} jobs to a turn at most, drains by {StillsoEngine.PostgresLoops} loops, the rest and each of several processes by one, and of its other options only the concurrency is set. One job is `EnqueueAsync`, bulk is `EnqueueMany` of 1,000.",
        "- **graphile-worker** 0.17.3: a local queue of 500, completions without delay in batches, 24 at once, as its documentation has for speed; for pickup its usual settings with 10 at once. Bulk is `addJobs` of 1,000.",
        "- **pg-boss** 10.4.2: four loops of `fetch` 500 and `complete`, which are faster than its own workers; bulk is `insert` of 1,000. Without its maintenance. It polls, so its pickup is not compared.",
        $"- **Quartz** {Version<Quartz.IScheduler>()}: one stored job and a trigger per run; bulk is `ScheduleJob` with 1,000 triggers. Its ADO store by Npgsql with the tables that its package makes; 16 threads, batch size its own, a misfire threshold of an hour. It looks every second, the least it allows.",
        $"- **Hangfire** {Version<Hangfire.BackgroundJob>()} with Hangfire.PostgreSql {Version<Hangfire.PostgreSql.PostgreSqlStorage>()}: recommended serializers, sliding invisibility, a poll every 50 ms, 16 workers. It has no call for many jobs: bulk is one call per job from as many threads as processors.",
        "- **Plain statements**: prepared, by Npgsql. Inserts are Stillso's own rows with all their indexes, one a commit, and 1,000 a commit by binary COPY; the delete takes 500 in order by SKIP LOCKED, four connections at once.",
        string.Create(
            CultureInfo.InvariantCulture,
            $"- A job carries one number. Drains are filled before they begin{(size.DrainSeconds > 0 ? $", and made larger until they take {size.DrainSeconds} s" : "")}; the plain one has {size.FloorRows:#,0} rows, those of a fixed size {size.Held:#,0}. Enqueueing goes on for {size.EnqueueSeconds} s each way. {size.Pickups} jobs are picked up, one every 20 to 60 ms; {size.Believing:#,0} have a premise; a batch has {size.Batch:#,0}."),
    ];

    static string Version<T>() => typeof(T).Assembly.GetName().Version!.ToString(3);

    static string Sqlite()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty"]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }

    static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
