using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace Stillso.Testing;

/// <summary>The real engine over a store in memory, with time that jumps to whatever is due next: for tests.</summary>
public sealed class TestEngine : IDisposable
{
    readonly Dictionary<Type, string> kinds = [];
    readonly JsonSerializerOptions? json;

    /// <summary>An engine whose time begins at 2025-01-01 00:00 UTC.</summary>
    public TestEngine() : this(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>An engine whose time begins when you say.</summary>
    /// <param name="start">When.</param>
    /// <param name="json">What your application gives to <see cref="StillsoBuilder.UseJson"/>; null: nothing.</param>
    public TestEngine(DateTimeOffset start, JsonSerializerOptions? json = null)
    {
        this.json = json;
        Registry = new JobRegistry(json);
        Clock = new SimulatedClock(start);
        Store = new InMemoryStore(Clock);
        Jobs = new JobClient(Store, Registry, Clock);
    }

    /// <summary>The business clock. It moves only when nothing is due, to what is due next.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>Queue and ledger.</summary>
    public InMemoryStore Store { get; }

    /// <summary>Which handler runs which job.</summary>
    public JobRegistry Registry { get; }

    /// <summary>What reads premises again.</summary>
    public IList<IPremiseSource> Premises { get; } = [];

    /// <summary>Enqueues jobs.</summary>
    public JobClient Jobs { get; }

    /// <summary>Registers a job with a handler that runs in phases.</summary>
    public TestEngine Add<TJob>(string kind, IPhasedHandler<TJob> handler)
    {
        Registry.Add(kind, handler);
        kinds[typeof(TJob)] = kind;
        return this;
    }

    /// <summary>Registers a job with a simple handler.</summary>
    public TestEngine Add<TJob>(string kind, IJobHandler<TJob> handler)
    {
        Registry.Add(kind, handler);
        kinds[typeof(TJob)] = kind;
        return this;
    }

    /// <summary>Registers a job with a handler of many at a time.</summary>
    public TestEngine Add<TJob>(string kind, IChunkHandler<TJob> handler)
    {
        Registry.Add(kind, handler);
        kinds[typeof(TJob)] = kind;
        return this;
    }

    /// <summary>The jobs of a type that wait, in order of becoming due.</summary>
    /// <exception cref="InvalidOperationException">The type is registered under no name.</exception>
    public IReadOnlyList<TJob> Waiting<TJob>() => kinds.TryGetValue(typeof(TJob), out var kind)
        ? [.. Store.Waiting().Where(j => j.Kind == kind).Select(j => JsonSerializer.Deserialize<TJob>(j.Payload, json)!)]
        : throw new InvalidOperationException($"No handler is registered for {typeof(TJob).Name}: call Add<{typeof(TJob).Name}>(name, handler) first.");

    /// <summary>Works everything off, retries and delays included, until nothing waits.</summary>
    /// <param name="until">Where time ends; null: when no job waits.</param>
    public Task DrainAsync(DateTimeOffset? until = null) => DrainAsync(until, null);

    /// <inheritdoc/>
    public void Dispose() => Store.Dispose();

    internal async Task DrainAsync(DateTimeOffset? until, IBoundaries? boundaries)
    {
        // Nothing is left to chance: every wait is its longest.
        var options = new WorkerOptions { Simulated = Clock, Until = until, Boundaries = boundaries, Random = () => 1 };
        using var worker = new Worker(Store, Store, Registry, Premises, Clock, options, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", CancellationToken.None);
    }
}
