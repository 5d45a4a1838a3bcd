using System.Reflection;
using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;

namespace EngineBench;

/// <summary>
/// Hangfire in memory: its recommended serializers, numbers as ids, its own filters, one thread per worker. It has no call for
/// many jobs, so filling is one call per job from as many threads as there are processors.
/// </summary>
sealed class HangfireEngine : IEngine
{
    // What BackgroundJob.Enqueue(() => Run(at)) finds out at every call, found out once.
    static readonly MethodInfo Method = typeof(HangfireEngine).GetMethod(nameof(Run))!;
    readonly JobStorage storage;
    readonly BackgroundJobClient client;
    readonly int concurrency;
    BackgroundJobServer? server;
    long enqueued;

    HangfireEngine(JobStorage storage, int concurrency) => (this.storage, client, this.concurrency) = (storage, new BackgroundJobClient(storage), concurrency);

    public static HangfireEngine InMemory(int concurrency)
    {
        Configure();
        return new HangfireEngine(new InMemoryStorage(new InMemoryStorageOptions { IdType = InMemoryStorageIdType.Long }), concurrency);
    }

    /// <summary>Its store of the community on PostgreSQL: with sliding invisibility and no wait between looks, as its documentation says for speed.</summary>
    public static HangfireEngine OnPostgres(string folder, int concurrency)
    {
        Configure();
        var options = new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(50), UseSlidingInvisibilityTimeout = true };
        return new HangfireEngine(new PostgreSqlStorage(new NpgsqlConnectionFactory(PostgresDatabase.Of(folder), options), options), concurrency);
    }

    static void Configure() =>
        GlobalConfiguration.Configuration.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();

    public static void Run(long at) => Seen.Job(at);

    public ValueTask EnqueueAsync(long at)
    {
        Enqueue(at);
        return ValueTask.CompletedTask;
    }

    public ValueTask FillAsync(int jobs)
    {
        Parallel.For(0, jobs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, _ => Enqueue(0));
        return ValueTask.CompletedTask;
    }

    public ValueTask StartAsync()
    {
        server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = concurrency }, storage);
        return ValueTask.CompletedTask;
    }

    public async ValueTask FinishAsync()
    {
        while (storage.GetMonitoringApi().GetStatistics().Succeeded < Interlocked.Read(ref enqueued)) await Task.Yield();
    }

    public ValueTask<long> LeftAsync()
    {
        var now = storage.GetMonitoringApi().GetStatistics();
        return ValueTask.FromResult(now.Enqueued + now.Processing + now.Scheduled + now.Failed);
    }

    public ValueTask DisposeAsync()
    {
        server?.Dispose();
        (storage as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    void Enqueue(long at)
    {
        client.Create(new Job(typeof(HangfireEngine), Method, at), new EnqueuedState());
        Interlocked.Increment(ref enqueued);
    }
}
