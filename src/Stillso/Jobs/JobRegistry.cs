using System.Text.Json;

namespace Stillso;

/// <summary>Which handler runs which kind of job. Kinds are stable names: they outlive renamed classes.</summary>
public sealed class JobRegistry
{
    readonly Dictionary<string, IDispatch> byKind = new(StringComparer.Ordinal);
    readonly Dictionary<Type, string> kindOf = [];

    /// <summary>Registers a phased handler under a stable name.</summary>
    public JobRegistry Add<TJob>(string kind, IPhasedHandler<TJob> handler)
    {
        byKind.Add(kind, new Dispatch<TJob>(handler));
        kindOf.Add(typeof(TJob), kind);
        return this;
    }

    /// <summary>Registers a simple handler under a stable name.</summary>
    public JobRegistry Add<TJob>(string kind, IJobHandler<TJob> handler) =>
        Add(kind, new SimpleHandler<TJob>(handler));

    /// <summary>A new job of a registered type.</summary>
    /// <exception cref="InvalidOperationException">The type is registered under no name.</exception>
    public NewJob New<TJob>(TJob job) =>
        kindOf.TryGetValue(typeof(TJob), out var kind)
            ? new NewJob(kind, JsonSerializer.Serialize(job))
            : throw new InvalidOperationException(
                $"No handler is registered for {typeof(TJob).Name}: call AddJob<{typeof(TJob).Name}, THandler>(name) first.");

    internal IDispatch? Find(string kind) => byKind.GetValueOrDefault(kind);
}
