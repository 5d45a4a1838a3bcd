using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Stillso;
using Stillso.Postgres;
using Stillso.Sqlite;
using Stillso.Testing;

namespace EngineBench;

/// <summary>The number that every job carries.</summary>
sealed record NoOp(long At);

sealed class NoOpHandler : IJobHandler<NoOp>
{
    public Task RunAsync(NoOp job, LeasedJob lease, CancellationToken cancellation)
    {
        Seen.Job(job.At);
        return Task.CompletedTask;
    }
}

/// <summary>Stillso with a simple handler; of its options only the concurrency is set.</summary>
sealed class StillsoEngine : IEngine
{
    public const int Bulk = 1000;
    public const int PostgresBatch = 1000;
    public const int PostgresLoops = 2;
    readonly CancellationTokenSource stop = new();
    readonly JobClient client;
    readonly List<Worker> workers;
    readonly IJobStore jobs;
    readonly IDisposable store;
    readonly string? database;
    Task work = Task.CompletedTask;

    StillsoEngine(IJobStore jobs, ILedger ledger, IDisposable store, WorkerOptions options, string? database = null, int loops = 1)
    {
        (this.jobs, this.store, this.database, Ledger) = (jobs, store, database, ledger);
        Registry = new JobRegistry().Add("no-op", new NoOpHandler()).Add("believe", new BelievingHandler()).Add("callback", new CallbackHandler());
        client = new JobClient(ledger, Registry, TimeProvider.System);
        // As a host makes them.
        workers = [.. Enumerable.Range(0, loops).Select(_ => new Worker(
            jobs, ledger, Registry, [new FactSource(database is not null)], TimeProvider.System, options with { Concurrency = options.Concurrency / loops, Random = new Random().NextDouble }, NullLogger<Worker>.Instance))];
    }

    public JobRegistry Registry { get; }

    public ILedger Ledger { get; }

    /// <summary>The schema of its tables, as a prefix of their names.</summary>
    public string Prefix => database is null ? "stillso_" : "stillso.";

    public (long Commits, long Statements)? Counts => jobs is SqliteStore sqlite ? (sqlite.Commits, sqlite.Statements) : database is not null ? PostgresDatabase.Counts(database) : null;

    public static StillsoEngine InMemory(int concurrency)
    {
        var store = new InMemoryStore(TimeProvider.System);
        return new StillsoEngine(store, store, store, new WorkerOptions { Concurrency = concurrency });
    }

    public static StillsoEngine OnSqlite(string folder, int concurrency)
    {
        var store = SqliteStore.Open(Path.Combine(folder, "stillso.db"), (Assembly.GetExecutingAssembly(), "EngineBench.Domain."));
        return new StillsoEngine(store, store, store, new WorkerOptions { Concurrency = concurrency });
    }

    public static StillsoEngine OnPostgres(string folder, int concurrency, int loops)
    {
        var database = PostgresDatabase.Of(folder);
        var store = PostgresStore.Open(database);
        store.Write(tx => tx.Sql.Execute("create table if not exists facts (subject text primary key, value text not null)"));
        return new StillsoEngine(store, store, store, new WorkerOptions { Concurrency = concurrency, BatchSize = PostgresBatch }, database, loops);
    }

    /// <summary>Lets the server do what it would do by itself some time after so many inserts.</summary>
    public void Settle() => PostgresDatabase.Settle(database!);

    public async ValueTask EnqueueAsync(long at) => await client.EnqueueAsync(new NoOp(at));

    public ValueTask FillAsync(int jobs)
    {
        Fill(jobs, _ => new NoOp(0));
        return ValueTask.CompletedTask;
    }

    public void Fill<TJob>(int jobs, Func<int, TJob> job, Func<NewJob, NewJob>? with = null)
    {
        for (var from = 0; from < jobs; from += Bulk) client.EnqueueMany(Enumerable.Range(from, Math.Min(Bulk, jobs - from)).Select(job), with);
    }

    public ValueTask StartAsync()
    {
        work = Task.WhenAll(workers.Select(worker => Task.Run(() => worker.RunAsync("bench", stop.Token))));
        return ValueTask.CompletedTask;
    }

    public async ValueTask FinishAsync()
    {
        await stop.CancelAsync();
        await work;
    }

    public ValueTask<long> LeftAsync() => ValueTask.FromResult(jobs switch
    {
        SqliteStore or PostgresStore => Ledger.Read(tx => tx.Sql.Number($"select count(*) from {Prefix}jobs")),
        _ => jobs.Waiting().Count + jobs.Stopped().Count,
    });

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        foreach (var worker in workers) worker.Dispose();
        store.Dispose();
        stop.Dispose();
    }
}
