using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace EngineBench;

/// <summary>On what, and of which versions.</summary>
static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"At `{Commit()}`, on {Environment.ProcessorCount} processors ({Processor()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, SQLite {Sqlite()}");

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
