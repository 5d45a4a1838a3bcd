using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Stillso.Sqlite;

namespace EngineBench;

/// <summary>
/// Plain prepared statements on one connection, on a file with the settings of the engine's (WAL, synchronous=FULL, page size,
/// cache). The job rows are the engine's own, in its own table with all its indexes.
/// </summary>
sealed class Floor : IDisposable
{
    const int AtOnce = 500;
    readonly SqliteConnection connection;
    readonly List<SqliteCommand> prepared = [];
    readonly SqliteCommand begin, commit;

    public Floor(string folder)
    {
        var path = Path.Combine(folder, "floor.db");
        SqliteStore.Open(path).Dispose();
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var stream = new StreamReader(typeof(Floor).Assembly.GetManifestResourceStream("EngineBench.floor.sql")!);
        foreach (var text in new[] { "pragma synchronous = full", "pragma cache_size = -65536", "pragma temp_store = memory", stream.ReadToEnd() }) Prepare(text).ExecuteNonQuery();
        (begin, commit) = (Prepare("begin immediate"), Prepare("commit"));
    }

    /// <summary>Inserts job rows, so many a commit.</summary>
    /// <returns>Rows a second.</returns>
    public double Insert(int rows, int perCommit)
    {
        var insert = Prepare(
            "insert into stillso_jobs (queue, kind, payload, premises, run_at, rank, priority, max_attempts, waits_for) " +
            "values (@queue, @kind, @payload, '', @now, @now, 0, 20, 0)", "@queue", "@kind", "@payload", "@now");
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return Rate(rows, perCommit, n => Run(insert, "default", "no-op", JsonSerializer.Serialize(new NoOp(n)), now));
    }

    /// <summary>Deletes the job rows in order of their claim, 500 a commit.</summary>
    public double Delete(int rows)
    {
        var delete = Prepare(
            "delete from stillso_jobs where job_id in (select job_id from stillso_jobs " +
            "where queue = 'default' and state = 'waiting' and waits_for = 0 order by rank, ordering_key, job_id limit 500) returning job_id, payload");
        return AtOnce * Rate(rows / AtOnce, 1, _ => Ids(delete));
    }

    /// <summary>
    /// Leases 500 rows with a token, an expiry and an attempt, and reads each one's arguments; completes the 500 by deleting
    /// them under the token and inserting them into a history. Each is a commit.
    /// </summary>
    public double LeaseAndComplete(int rows)
    {
        var insert = Prepare("insert into floor_jobs (queue, priority, run_at, attempt, payload) values ('default', 0, @now, 0, @payload)", "@now", "@payload");
        Rate(rows, 1000, n => Run(insert, 0L, JsonSerializer.Serialize(new NoOp(n))));
        var lease = Prepare(
            "update floor_jobs set token = @token, expires_at = @expires, attempt = attempt + 1 where id in " +
            "(select id from floor_jobs where queue = 'default' and token is null order by priority, run_at, id limit 500) returning id, payload", "@token", "@expires");
        const string Held = "token = @token and id in (select value from json_each(@ids))";
        var keep = Prepare($"insert into floor_history (id, payload, attempt, finished_at) select id, payload, attempt, 0 from floor_jobs where {Held}", "@token", "@ids");
        var delete = Prepare($"delete from floor_jobs where {Held}", "@token", "@ids");
        return AtOnce * Rate(rows / AtOnce, 1, token =>
        {
            var ids = Ids(lease, token, 0L);
            commit.ExecuteNonQuery();
            begin.ExecuteNonQuery();
            Run(keep, token, ids);
            Run(delete, token, ids);
        });
    }

    public void Dispose()
    {
        foreach (var command in prepared) command.Dispose();
        connection.Dispose();
    }

    double Rate(int times, int perCommit, Action<int> run)
    {
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < times; n++)
        {
            if (n % perCommit == 0) begin.ExecuteNonQuery();
            run(n);
            if ((n + 1) % perCommit == 0 || n == times - 1) commit.ExecuteNonQuery();
        }
        return times / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // Every row's arguments are read, as whoever runs a job has to.
    static string Ids(SqliteCommand command, params object[] arguments)
    {
        Set(command, arguments);
        var ids = new List<long>(AtOnce);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
            JsonSerializer.Deserialize<NoOp>(reader.GetString(1));
        }
        if (ids.Count != AtOnce) throw new InvalidOperationException($"{ids.Count} rows, not {AtOnce}.");
        return $"[{string.Join(',', ids)}]";
    }

    static void Run(SqliteCommand command, params object[] arguments)
    {
        Set(command, arguments);
        command.ExecuteNonQuery();
    }

    static void Set(SqliteCommand command, object[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i];
    }

    SqliteCommand Prepare(string text, params string[] names)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in names) command.Parameters.AddWithValue(name, DBNull.Value);
        prepared.Add(command);
        return command;
    }
}
