using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Stillso.Postgres;

namespace EngineBench;

/// <summary>What is asked on PostgreSQL alone: of a backlog that grows, of several processes, of a transaction that is held open.</summary>
static class PostgresRuns
{
    /// <summary>Drains equal backlogs, the later ones while a snapshot is held that keeps every dead row.</summary>
    public static async Task<Figures> HeldAsync(int concurrency, int jobs, int rounds, string folder)
    {
        var own = Runs.Fresh(folder);
        var database = PostgresDatabase.Of(own);
        await RateAsync(own, concurrency, 2000);
        var without = await RateAsync(own, concurrency, jobs);
        await using var holder = await HoldAsync(database);
        var held = new List<double>();
        for (var n = 0; n < rounds; n++) held.Add(await RateAsync(own, concurrency, jobs));
        return new Figures { ["without"] = without, ["held"] = held[^1], ["ratio"] = held[^1] / without };
    }

    /// <summary>Enqueues and drains millions of jobs, in rounds, while a snapshot is held that keeps every dead row; then once more without it.</summary>
    public static async Task<Figures> LongAsync(int concurrency, int jobs, int rounds, string folder)
    {
        var own = Runs.Fresh(folder);
        var database = PostgresDatabase.Of(own);
        await RateAsync(own, concurrency, 2000);
        var figures = new Figures { ["jobs"] = (double)jobs * rounds };
        await using (await HoldAsync(database))
        {
            for (var n = 1; n <= rounds; n++)
            {
                var rate = await RateAsync(own, concurrency, jobs);
                if (n == 1 || n == rounds) Add(n == 1 ? "first" : "last", rate);
            }
        }
        await using (var connection = new NpgsqlConnection(database))
        {
            // What autovacuum would do within the minute.
            await connection.OpenAsync();
            await using var vacuum = new NpgsqlCommand("vacuum stillso.jobs", connection) { CommandTimeout = 0 };
            await vacuum.ExecuteNonQueryAsync();
        }
        Add("after", await RateAsync(own, concurrency, jobs));
        return figures;

        void Add(string when, double rate)
        {
            figures[$"{when} rate"] = rate;
            figures[$"{when} table MiB"] = Number(database, "select pg_table_size('stillso.jobs')") / 1048576.0;
            figures[$"{when} indexes MiB"] = Number(database, "select pg_indexes_size('stillso.jobs')") / 1048576.0;
            figures[$"{when} dead"] = Number(database, "select n_dead_tup from pg_stat_user_tables where relid = 'stillso.jobs'::regclass");
        }
    }

    /// <summary>Drains for a while from a backlog that is larger than that.</summary>
    public static async Task<Figures> BacklogAsync(int concurrency, int backlog, double seconds, string folder)
    {
        var own = Runs.Fresh(folder);
        await RateAsync(own, concurrency, 2000);
        await using var engine = StillsoEngine.OnPostgres(own, concurrency, StillsoEngine.PostgresLoops);
        for (var left = backlog; left > 0; left -= 100_000) await engine.FillAsync(Math.Min(left, 100_000));
        // As after a night: what filling has left to be written is written.
        engine.Settle();
        _ = Seen.Expect(long.MaxValue);
        await engine.StartAsync();
        var (done, ran, started) = (0L, 0L, Stopwatch.GetTimestamp());
        // Kept at its size: what was drained is put back.
        while (Runs.Since(started) < seconds)
        {
            await Task.Delay(20);
            done = Seen.Ran;
            if (done - ran < 5000) continue;
            await engine.FillAsync((int)(done - ran));
            ran = done;
        }
        var rate = Seen.Ran / Runs.Since(started);
        await engine.FinishAsync();
        return new Figures { ["rate"] = rate };
    }

    /// <summary>Drains with so many processes; each says which jobs it ran.</summary>
    public static async Task<Figures> WorkersAsync(int workers, int jobs, string folder)
    {
        var own = Runs.Fresh(folder);
        await RateAsync(own, 16, 2000);
        await using var engine = StillsoEngine.OnPostgres(own, 16, loops: 1);
        await engine.FillAsync(jobs);
        var processes = Enumerable.Range(0, workers).Select(_ => Figures.Start("drainer", own)).ToList();
        foreach (var process in processes)
            if (await process.StandardOutput.ReadLineAsync() != "ready") throw new InvalidOperationException("A worker did not begin.");
        var started = Stopwatch.GetTimestamp();
        foreach (var process in processes) await process.StandardInput.WriteLineAsync("go");
        // From the end: what has ended is passed over by whoever looks from the beginning.
        while (engine.Ledger.Read(tx => tx.Sql.First("select 1 from stillso.jobs order by job_id desc limit 1", _ => true))) await Task.Delay(10);
        var seconds = Runs.Since(started);
        var ran = 0.0;
        foreach (var process in processes)
        {
            await process.StandardInput.WriteLineAsync("stop");
            ran += Figures.Of(process)!["ran"];
            process.Dispose();
        }
        if ((long)ran != jobs) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{ran} jobs ran, not {jobs}."));
        return new Figures { ["rate"] = jobs / seconds };
    }

    /// <summary>One of those processes.</summary>
    public static async Task<Figures> DrainerAsync(string folder)
    {
        await using var engine = StillsoEngine.OnPostgres(folder, 16, loops: 1);
        _ = Seen.Expect(long.MaxValue);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await engine.StartAsync();
        await Console.In.ReadLineAsync();
        await engine.FinishAsync();
        return new Figures { ["ran"] = Seen.Ran };
    }

    // Whoever has begun to read sees the rows as they are now, for as long as this is open.
    static async Task<NpgsqlConnection> HoldAsync(string database)
    {
        var holder = new NpgsqlConnection(database);
        await holder.OpenAsync();
        await using var begin = new NpgsqlCommand("begin isolation level repeatable read", holder);
        await begin.ExecuteNonQueryAsync();
        await using var look = new NpgsqlCommand("select count(*) from pg_class", holder);
        await look.ExecuteScalarAsync();
        return holder;
    }

    static long Number(string database, string query)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand(query, connection);
        return (long)command.ExecuteScalar()!;
    }

    static async Task<double> RateAsync(string folder, int concurrency, int jobs)
    {
        await using var engine = StillsoEngine.OnPostgres(folder, concurrency, StillsoEngine.PostgresLoops);
        await engine.FillAsync(jobs);
        var ran = Seen.Expect(jobs);
        var started = Stopwatch.GetTimestamp();
        await engine.StartAsync();
        await ran;
        await engine.FinishAsync();
        var seconds = Runs.Since(started);
        Seen.AssertAllRanOnce();
        return jobs / seconds;
    }
}
