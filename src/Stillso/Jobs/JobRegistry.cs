using System.Text.Json;

namespace Stillso;

/// <summary>Which handler runs which kind of job. Kinds are stable names: they outlive renamed classes.</summary>
public sealed class JobRegistry
{
    readonly Dictionary<JobKind, IDispatch> dispatches = [];
    readonly Dictionary<Type, JobKind> kindOf = [];

    /// <summary>What a worker with this registry can run. Jobs of other kinds and versions are left for one that can.</summary>
    public IReadOnlyCollection<JobKind> Kinds => dispatches.Keys;

    /// <summary>Registers a phased handler under a stable name.</summary>
    /// <param name="kind">The name.</param>
    /// <param name="handler">Runs the jobs.</param>
    /// <param name="version">The version of the arguments; workers that know only older ones leave its jobs alone.</param>
    /// <exception cref="ArgumentException">The name or the type is registered already.</exception>
    public JobRegistry Add<TJob>(string kind, IPhasedHandler<TJob> handler, int version = 1)
    {
        var current = new JobKind(kind, version);
        if (dispatches.Keys.Any(k => k.Name == kind)) throw new ArgumentException($"A handler of \"{kind}\" is registered already.", nameof(kind));
        if (!kindOf.TryAdd(typeof(TJob), current))
            throw new ArgumentException($"{typeof(TJob).Name} is registered already, as \"{kindOf[typeof(TJob)].Name}\".", nameof(kind));
        dispatches.Add(current, new Dispatch<TJob>(handler, version));
        Order.Add(kind, handler.Writes);
        return this;
    }

    /// <inheritdoc cref="Add{TJob}(string, IPhasedHandler{TJob}, int)"/>
    public JobRegistry Add<TJob>(string kind, IJobHandler<TJob> handler, int version = 1) => Add(kind, new SimpleHandler<TJob>(handler), version);

    /// <inheritdoc cref="Add{TJob}(string, IPhasedHandler{TJob}, int)"/>
    public JobRegistry Add<TJob>(string kind, IChunkHandler<TJob> handler, int version = 1) => Add(kind, new ChunkHandler<TJob>(handler), version);

    /// <summary>Lets the handler of a registered type run jobs that were enqueued with an older version of their arguments.</summary>
    /// <param name="version">The older version.</param>
    /// <param name="upgrade">What its arguments mean today.</param>
    /// <exception cref="InvalidOperationException">The type is registered under no name.</exception>
    /// <exception cref="ArgumentException">The version has a reader already.</exception>
    public JobRegistry Upgrade<TOld, TJob>(int version, Func<TOld, TJob> upgrade)
    {
        var current = KindOf<TJob>();
        var dispatch = (Dispatch<TJob>)dispatches[current];
        dispatches.Add(current with { Version = version }, dispatch);
        dispatch.Read(version, payload => upgrade(JsonSerializer.Deserialize<TOld>(payload)!));
        return this;
    }

    /// <summary>A new job of a registered type.</summary>
    /// <exception cref="InvalidOperationException">The type is registered under no name.</exception>
    public NewJob New<TJob>(TJob job)
    {
        var (kind, version) = KindOf<TJob>();
        return new NewJob(kind, JsonSerializer.Serialize(job)) { Version = version };
    }

    /// <summary>What the jobs of this registry write, and whether those that believe it are in order with them.</summary>
    internal OrderCheck Order { get; } = new();

    internal IDispatch? Find(JobKind kind) => dispatches.GetValueOrDefault(kind);

    JobKind KindOf<TJob>() => kindOf.TryGetValue(typeof(TJob), out var kind) ? kind : throw new InvalidOperationException(
        $"No handler is registered for {typeof(TJob).Name}: call AddJob<{typeof(TJob).Name}, THandler>(name) first.");
}
