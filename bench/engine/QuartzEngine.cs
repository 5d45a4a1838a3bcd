using System.Globalization;
using Microsoft.Data.Sqlite;
using Quartz;

namespace EngineBench;

/// <summary>A class, as Quartz makes a job of it.</summary>
sealed class QuartzNoOp : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        Seen.Job(long.Parse((string)context.MergedJobDataMap["at"]!, CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// Quartz with one stored job and a trigger per run, which is less to write than a job per run. Its batch size is its own
/// (as many as it has threads, on a database). A backlog is no misfire here: the threshold is an hour.
/// </summary>
sealed class QuartzEngine : IEngine
{
    const int Bulk = 1000;
    static readonly JobKey Key = new("no-op");
    readonly IJobDetail job = JobBuilder.Create<QuartzNoOp>().WithIdentity(Key).StoreDurably().Build();
    readonly Task<IScheduler> building;
    long triggers;

    QuartzEngine(int concurrency, Action<IQuartzBuilder> store) => building = BuildAsync(concurrency, store);

    public static QuartzEngine InMemory(int concurrency) => new(concurrency, q => q.UseInMemoryStore(o => o.MisfireThreshold = TimeSpan.FromHours(1)));

    /// <summary>Its ADO store on SQLite by Microsoft.Data.Sqlite, with the tables that its package makes (<c>ProvisionSchema</c>).</summary>
    public static QuartzEngine OnSqlite(string folder, int concurrency)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "quartz.db") }.ToString();
        using (var connection = new SqliteConnection(file))
        {
            connection.Open();
            if (Pragma(connection, "journal_mode = wal") != "wal") throw new InvalidOperationException("SQLite refuses WAL.");
            if (Pragma(connection, "synchronous") != "2") throw new InvalidOperationException("SQLite's connections are not synchronous=FULL from the start.");
        }
        return new QuartzEngine(concurrency, q => q.UsePersistentStore(s => Configure(s.UseSqlite(file))));
    }

    /// <summary>Its ADO store on PostgreSQL by Npgsql, with the tables that its package makes.</summary>
    public static QuartzEngine OnPostgres(string folder, int concurrency)
    {
        var database = PostgresDatabase.Of(folder);
        return new QuartzEngine(concurrency, q => q.UsePersistentStore(s => Configure(s.UsePostgres(Npgsql.NpgsqlFactory.Instance, database))));
    }

    static void Configure(IPersistentStoreBuilder store) => store.ProvisionSchema().ConfigureStore(o =>
    {
        o.StoreJobDataAsStrings = true;
        o.MisfireThreshold = TimeSpan.FromHours(1);
    });

    public async ValueTask EnqueueAsync(long at) => await (await building).ScheduleJob(Trigger(at));

    public async ValueTask FillAsync(int jobs)
    {
        var scheduler = await building;
        for (var from = 0; from < jobs; from += Bulk)
            await scheduler.ScheduleJob(job, [.. Enumerable.Range(from, Math.Min(Bulk, jobs - from)).Select(_ => Trigger(0))], ScheduleJobOptions.Replacing);
    }

    public async ValueTask StartAsync() => await (await building).Start();

    public async ValueTask FinishAsync()
    {
        while (await LeftAsync() > 0) await Task.Delay(1);
    }

    public async ValueTask<long> LeftAsync()
    {
        var scheduler = await building;
        var waiting = await scheduler.QueryTriggers(new TriggerQuery { Take = 1, IncludeTotalCount = true });
        var fired = await scheduler.QueryFireInstances(new FireInstanceQuery { Take = 1, IncludeTotalCount = true });
        return Math.Max(waiting.TotalCount ?? 0, fired.TotalCount ?? 0);
    }

    public async ValueTask DisposeAsync() => await (await building).Shutdown(waitForJobsToComplete: true);

    ITrigger Trigger(long at) => TriggerBuilder.Create().WithIdentity(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref triggers)}"))
        .ForJob(Key).UsingJobData("at", at.ToString(CultureInfo.InvariantCulture)).StartNow().Build();

    async Task<IScheduler> BuildAsync(int concurrency, Action<IQuartzBuilder> store)
    {
        var scheduler = await QuartzSchedulerBuilder.Create(q =>
        {
            q.UseDefaultThreadPool(concurrency).ConfigureScheduler(o =>
            {
                o.InstanceName = "bench";
                // The least that it allows: how long it does not see what another process has enqueued.
                o.IdleWaitTime = TimeSpan.FromSeconds(1);
            });
            store(q);
        }).BuildScheduler();
        await scheduler.AddJob(job, AddJobOptions.Replacing);
        return scheduler;
    }

    static string Pragma(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"pragma {text}";
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }
}
