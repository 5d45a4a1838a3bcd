using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Stillso.Postgres;

namespace EngineBench;

/// <summary>Plain statements on PostgreSQL: the engine's own job rows, in its own table with all its indexes.</summary>
static class PostgresFloor
{
    const int AtOnce = 500;
    const string Columns = "job_id, queue, kind, version, payload, premises, unique_until, run_at, rank, priority, max_attempts, max_losses, waits_for, limit_key";

    public static Figures Run(Sizes size, string folder)
    {
        var database = PostgresDatabase.Of(folder);
        PostgresStore.Open(database).Dispose();
        Copy(database, 1000, 1);
        Delete(database, 1000);
        var figures = new Figures { ["one"] = Single(database, 1, size.EnqueueSeconds), ["eight"] = Single(database, 8, size.EnqueueSeconds) };
        Clear(database);
        figures["copy"] = Copy(database, size.FloorRows, StillsoEngine.Bulk);
        figures["delete"] = Delete(database, size.FloorRows);
        (figures["append"], figures["segments"]) = Segments(database, size.FloorRows);
        return figures;
    }

    // A commit each.
    static double Single(string database, int clients, double seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = new long[clients];
        var threads = Enumerable.Range(0, clients).Select(client => new Thread(() =>
        {
            using var connection = Open(database);
            using var insert = new NpgsqlCommand(
                "insert into stillso.jobs (queue, kind, version, payload, premises, unique_until, run_at, rank, priority, max_attempts, max_losses, limit_key) " +
                "values ('default', 'no-op', 1, $1, '', 'Ended', $2, $2, 0, 20, 3, '')", connection) { Parameters = { new NpgsqlParameter<string>(), new NpgsqlParameter<long>() } };
            insert.Prepare();
            for (; Runs.Since(started) < seconds; counts[client]++)
            {
                ((NpgsqlParameter<string>)insert.Parameters[0]).TypedValue = JsonSerializer.Serialize(new NoOp(counts[client]));
                ((NpgsqlParameter<long>)insert.Parameters[1]).TypedValue = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                insert.ExecuteNonQuery();
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return counts.Sum() / Runs.Since(started);
    }

    // As PgQ does it: jobs are appended to a table that is emptied whole, workers take the next 500 by a number, and what has ended is noted by appending too.
    static (double Append, double Take) Segments(string database, int rows)
    {
        using (var connection = Open(database))
        using (var create = new NpgsqlCommand(
            "create table stillso.segment (like stillso.jobs including defaults); alter table stillso.segment add primary key (job_id); create table stillso.ended (job_id bigint not null); " +
            "create table stillso.place (next bigint not null); insert into stillso.place values (1000000000)", connection))
            create.ExecuteNonQuery();
        var append = Copy(database, rows, StillsoEngine.Bulk, "segment");
        var (started, taken) = (Stopwatch.GetTimestamp(), 0L);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            using var connection = Open(database);
            using var take = new NpgsqlCommand($"update stillso.place set next = next + {AtOnce} returning next - {AtOnce}", connection);
            using var read = new NpgsqlCommand(
                $"with taken as (select job_id, payload from stillso.segment where job_id >= $1 and job_id < $1 + {AtOnce}), ended as (insert into stillso.ended select job_id from taken) " +
                "select payload from taken", connection) { Parameters = { new NpgsqlParameter<long>() } };
            take.Prepare();
            read.Prepare();
            while (Interlocked.Add(ref taken, AtOnce) - AtOnce < rows)
            {
                ((NpgsqlParameter<long>)read.Parameters[0]).TypedValue = (long)take.ExecuteScalar()!;
                using var reader = read.ExecuteReader();
                while (reader.Read()) JsonSerializer.Deserialize<NoOp>(reader.GetString(0));
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        using (var connection = Open(database))
        using (var empty = new NpgsqlCommand("truncate stillso.segment, stillso.ended", connection)) empty.ExecuteNonQuery();
        return (append, rows / Runs.Since(started));
    }

    // So many a commit, as the engine's bulk is.
    static double Copy(string database, int rows, int perCommit, string table = "jobs")
    {
        using var connection = Open(database);
        var (started, now) = (Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        for (var from = 0; from < rows; from += perCommit)
        {
            using var copy = connection.BeginBinaryImport($"copy stillso.{table} ({Columns}) from stdin (format binary)");
            for (var n = from; n < Math.Min(rows, from + perCommit); n++)
            {
                copy.StartRow();
                copy.Write(1_000_000_000L + n);
                copy.Write("default");
                copy.Write("no-op");
                copy.Write(1);
                copy.Write(JsonSerializer.Serialize(new NoOp(n)));
                copy.Write("");
                copy.Write("Ended");
                copy.Write(now);
                copy.Write(now);
                copy.Write(0);
                copy.Write(20);
                copy.Write(3);
                copy.Write(0);
                copy.Write("");
            }
            copy.Complete();
        }
        return rows / Runs.Since(started);
    }

    // 500 a commit, four at once, each row's arguments read.
    static double Delete(string database, int rows)
    {
        var (started, deleted) = (Stopwatch.GetTimestamp(), 0L);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            using var connection = Open(database);
            using var delete = new NpgsqlCommand(
                $"delete from stillso.jobs where job_id in (select job_id from stillso.jobs where queue = 'default' and waits_for = 0 " +
                $"order by rank, coalesce(ordering_key, ''), job_id limit {AtOnce} for update skip locked) returning payload", connection);
            delete.Prepare();
            for (var found = 1; found > 0 || Volatile.Read(ref deleted) < rows;)
            {
                found = 0;
                using var reader = delete.ExecuteReader();
                for (; reader.Read(); found++) JsonSerializer.Deserialize<NoOp>(reader.GetString(0));
                Interlocked.Add(ref deleted, found);
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return rows / Runs.Since(started);
    }

    static void Clear(string database)
    {
        using var connection = Open(database);
        using var truncate = new NpgsqlCommand("truncate stillso.jobs", connection);
        truncate.ExecuteNonQuery();
    }

    static NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection(database);
        connection.Open();
        return connection;
    }
}
