using System.Collections.Concurrent;

namespace MonthClose.Gateway;

/// <summary>Keys whose first request has not been answered yet. A process that died leaves none.</summary>
/// <remarks>Source: Stripe docs, "Idempotent requests": a concurrent request under one key is a 409.</remarks>
sealed class KeysInFlight
{
    readonly ConcurrentDictionary<string, byte> keys = new(StringComparer.Ordinal);

    /// <summary>Whether no other request has the key now.</summary>
    public bool TryEnter(string key) => keys.TryAdd(key, 0);

    /// <summary>Its request is answered, or cut.</summary>
    public void Leave(string key) => keys.TryRemove(key, out _);
}
