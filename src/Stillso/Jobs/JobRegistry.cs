using System.Collections.Concurrent;
using System.Text.Json;

namespace Stillso;

/// <summary>Which handler runs which kind of job. Kinds are stable names: they outlive renamed classes.</summary>
/// <param name="json">How arguments are written and read: <see cref="StillsoBuilder.UseJson"/>; null: as by <see cref="JsonSerializerOptions.Default"/>.</param>
public sealed class JobRegistry(JsonSerializerOptions? json = null)
{
    readonly JsonSerializerOptions json = Json.Options(json);
    readonly Dictionary<JobKind, IDispatch> dispatches = [];
    readonly Dictionary<Type, (JobKind Kind, IDispatch Dispatch)> registered = [];
    readonly OrderCheck order = new();
    readonly ConcurrentQueue<Action> notMade = [];

    /// <summary>What a worker with this registry can run. Jobs of other kinds and versions are left for one that can.</summary>
    public IReadOnlyCollection<JobKind> Kinds => dispatches.Keys;

    /// <summary>Registers a phased handler under a stable name.</summary>
    /// <param name="kind">The name.</param>
    /// <param name="handler">Runs the jobs.</param>
    /// <param name="version">The version of the arguments; workers that know only older ones leave its jobs alone.</param>
    /// <exception cref="ArgumentException">The name or the type is registered already.</exception>
    /// <exception cref="NotSupportedException">The JSON options do not know the type.</exception>
    public JobRegistry Add<TJob>(string kind, IPhasedHandler<TJob> handler, int version = 1)
    {
        Add(kind, () => handler, version);
        return this;
    }

    /// <inheritdoc cref="Add{TJob}(string, IPhasedHandler{TJob}, int)"/>
    public JobRegistry Add<TJob>(string kind, IJobHandler<TJob> handler, int version = 1) => Add(kind, new SimpleHandler<TJob>(handler), version);

    /// <inheritdoc cref="Add{TJob}(string, IPhasedHandler{TJob}, int)"/>
    public JobRegistry Add<TJob>(string kind, IChunkHandler<TJob> handler, int version = 1) => Add(kind, new ChunkHandler<TJob>(handler), version);

    /// <summary>Registers a handler that is made when somebody works: it may itself need a <see cref="JobClient"/>, which needs this registry.</summary>
    internal void Add<TJob>(string kind, Func<IPhasedHandler<TJob>> handler, int version)
    {
        if (dispatches.Keys.Any(k => k.Name == kind)) throw new ArgumentException($"A handler of \"{kind}\" is registered already.", nameof(kind));
        var (current, dispatch) = (new JobKind(kind, version), new Dispatch<TJob>(handler, version, json.Type<TJob>()));
        if (!registered.TryAdd(typeof(TJob), (current, dispatch)))
            throw new ArgumentException($"{typeof(TJob).Name} is registered already, as \"{registered[typeof(TJob)].Kind.Name}\".", nameof(kind));
        dispatches.Add(current, dispatch);
        notMade.Enqueue(() => order.Add(kind, dispatch.Handler.Writes));
    }

    /// <summary>Lets the handler of a registered type run jobs that were enqueued with an older version of their arguments.</summary>
    /// <param name="version">The older version.</param>
    /// <param name="upgrade">What its arguments mean today.</param>
    /// <exception cref="InvalidOperationException">The type is registered under no name.</exception>
    /// <exception cref="ArgumentException">The version has a reader already.</exception>
    /// <exception cref="NotSupportedException">The JSON options do not know the older type.</exception>
    public JobRegistry Upgrade<TOld, TJob>(int version, Func<TOld, TJob> upgrade)
    {
        var (current, dispatch) = Registered<TJob>();
        var old = json.Type<TOld>();
        dispatches.Add(current with { Version = version }, dispatch);
        dispatch.Read(version, payload => upgrade(JsonSerializer.Deserialize(payload, old)!));
        return this;
    }

    /// <summary>A new job of a registered type.</summary>
    /// <exception cref="InvalidOperationException">The type is registered under no name.</exception>
    public NewJob New<TJob>(TJob job)
    {
        var (kind, dispatch) = Registered<TJob>();
        return new NewJob(kind.Name, dispatch.Write(job)) { Version = kind.Version };
    }

    /// <summary>
    /// What the jobs of this registry write, and whether those that believe it are in order with them. Handlers say that, so all of them are made now:
    /// what one of them lacks is found before anything runs.
    /// </summary>
    internal OrderCheck Order
    {
        get
        {
            while (notMade.TryDequeue(out var make)) make();
            return order;
        }
    }

    internal IDispatch? Find(JobKind kind) => dispatches.GetValueOrDefault(kind);

    (JobKind Kind, Dispatch<TJob> Dispatch) Registered<TJob>() => registered.TryGetValue(typeof(TJob), out var found)
        ? (found.Kind, (Dispatch<TJob>)found.Dispatch)
        : throw new InvalidOperationException(
            $"No handler is registered for {typeof(TJob).Name}: call AddJob<{typeof(TJob).Name}, THandler>(name) first.");
}
