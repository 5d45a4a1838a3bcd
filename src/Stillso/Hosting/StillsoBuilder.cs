using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Stillso;

/// <summary>What an application says about its jobs.</summary>
public sealed class StillsoBuilder
{
    internal StillsoBuilder(IServiceCollection services, string? key) => (Services, Key) = (services, key);

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The key of this one's services beside others' in the same application; null: they have none.</summary>
    public string? Key { get; }

    /// <summary>How this process works, unless the host configures its <see cref="WorkerOptions"/> otherwise.</summary>
    public WorkerOptions Worker { get; set; } = new();

    internal List<Action<IServiceProvider, JobRegistry>> Registrations { get; } = [];

    internal List<Func<JobRegistry, Schedule>> Schedules { get; } = [];

    internal List<Limit> Limits { get; } = [];

    internal Func<NewJob, NewJob>? Enqueueing { get; private set; }

    internal JsonSerializerOptions? Json { get; private set; }

    /// <summary>Registers a job under a stable name, with a handler that runs in phases, simply, or many jobs at a time.</summary>
    /// <param name="kind">The name, for good.</param>
    /// <param name="version">The version of its arguments; <see cref="UpgradeJob"/> reads older ones.</param>
    public StillsoBuilder AddJob<TJob, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string kind, int version = 1)
        where THandler : class
    {
        Services.AddKeyedSingleton<THandler>(Key);
        Registrations.Add((services, registry) => registry.Add<TJob>(kind, () => services.GetRequiredKeyedService<THandler>(Key) switch
        {
            IPhasedHandler<TJob> phased => phased,
            IJobHandler<TJob> simple => new SimpleHandler<TJob>(simple),
            IChunkHandler<TJob> chunked => new ChunkHandler<TJob>(chunked),
            _ => throw new InvalidOperationException(
                $"{typeof(THandler).Name} handles no {typeof(TJob).Name}: implement IJobHandler<{typeof(TJob).Name}>, IChunkHandler<{typeof(TJob).Name}> or IPhasedHandler<{typeof(TJob).Name}>."),
        }, version));
        return this;
    }

    /// <summary>Lets a job that is added run what was enqueued with an older version of its arguments.</summary>
    /// <param name="version">The older version.</param>
    /// <param name="upgrade">What its arguments mean today.</param>
    public StillsoBuilder UpgradeJob<TOld, TJob>(int version, Func<TOld, TJob> upgrade)
    {
        Registrations.Add((_, registry) => registry.Upgrade(version, upgrade));
        return this;
    }

    /// <summary>
    /// How the application's own types are kept as JSON: arguments of jobs, checkpoints, what effects freeze. It is said here for all of them, so that
    /// no method that takes such a type needs another form with its metadata. Without it, as by <see cref="JsonSerializerOptions.Default"/>, which is
    /// by reflection. A trimmed or natively compiled application has none: it names its types in a
    /// <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> and gives that one's <c>Default.Options</c>; a type that is not named is refused
    /// when the host starts. What is stored already is read by these options too.
    /// </summary>
    /// <param name="json">The options; they cannot be changed any more.</param>
    public StillsoBuilder UseJson(JsonSerializerOptions json)
    {
        Json = json;
        return this;
    }

    /// <summary>
    /// A job that recurs; the host defines it when it starts. One that is not added any more stays in the store until
    /// <see cref="ISchedules.Remove"/> removes it.
    /// </summary>
    /// <param name="id">The schedule's name, for good.</param>
    /// <param name="timetable">When, for example <c>Recurring.Every(1).Month().On(1).At("00:05")</c>.</param>
    /// <param name="job">The job's own data; its type is registered by <see cref="AddJob"/>.</param>
    /// <param name="with">Missed runs, overlap, and the job's queue, priority, ordering key and premises.</param>
    public StillsoBuilder AddRecurring<TJob>(string id, Timetable timetable, TJob job, Func<Schedule, Schedule>? with = null)
    {
        timetable.Checked();
        Schedules.Add(registry =>
        {
            var plain = new Schedule(id, timetable, registry.New(job));
            return with is null ? plain : with(plain);
        });
        return this;
    }

    /// <summary>
    /// A limit for jobs of all workers; the host sets it when it starts. One that is not added any more stays in the store until
    /// <see cref="IQueues.RemoveLimit"/> removes it.
    /// </summary>
    /// <exception cref="ArgumentException">It cannot be meant.</exception>
    public StillsoBuilder AddLimit(Limit limit)
    {
        Limits.Add(limit.Checked());
        return this;
    }

    /// <summary>Registers a source that can read premises again.</summary>
    public StillsoBuilder AddPremises<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, IPremiseSource
    {
        Services.AddKeyedSingleton<IPremiseSource, TSource>(Key);
        return this;
    }

    /// <summary>
    /// Runs a middleware around the outside part of jobs: the one that was added first is the outermost. It is one object for all jobs.
    /// </summary>
    /// <param name="kinds">Of which kinds; none: of all.</param>
    public StillsoBuilder UseMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>(params string[] kinds)
        where TMiddleware : class, IJobMiddleware
    {
        Services.TryAddKeyedSingleton<TMiddleware>(Key);
        Services.AddKeyedSingleton<IJobMiddleware>(Key, (services, _) =>
        {
            var registry = services.GetRequiredKeyedService<JobRegistry>(Key);
            if (Array.Find(kinds, k => registry.Kinds.All(known => known.Name != k)) is { } unknown)
                throw new InvalidOperationException($"{typeof(TMiddleware).Name} is for jobs of kind \"{unknown}\", and none is registered under that name.");
            var middleware = services.GetRequiredKeyedService<TMiddleware>(Key);
            return kinds.Length == 0 ? middleware : new OfKinds(middleware, kinds);
        });
        return this;
    }

    /// <summary>
    /// Has a word on every job that <see cref="JobClient"/> enqueues, after its caller and after what was added before. What it throws is
    /// thrown to the caller, and nothing is enqueued. What handlers and schedules enqueue is their own.
    /// </summary>
    public StillsoBuilder UseEnqueue(Func<NewJob, NewJob> enqueueing)
    {
        var before = Enqueueing;
        Enqueueing = before is null ? enqueueing : job => enqueueing(before(job));
        return this;
    }
}
