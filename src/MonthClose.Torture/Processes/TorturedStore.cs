using Stillso;

namespace MonthClose.Torture;

/// <summary>The store of a round, and what can go wrong with it.</summary>
abstract class TorturedStore : IAsyncDisposable
{
    /// <summary>As its workers name it.</summary>
    public abstract string Name { get; }

    /// <summary>As the round's own commands name it, with nothing between.</summary>
    public virtual string OwnName => Name;

    /// <summary>The round's own connection to it.</summary>
    public ILedger Ledger { get; private set; } = null!;

    /// <summary>Its jobs.</summary>
    public IJobStore Jobs { get; private set; } = null!;

    /// <summary>What the names of the engine's tables begin with.</summary>
    public abstract string Prefix { get; }

    /// <summary>What keeps it, for the report.</summary>
    public abstract string Engine { get; }

    /// <summary>Which faults cannot be here, and why.</summary>
    public abstract IReadOnlyDictionary<string, string> Impossible { get; }

    /// <summary>What a process says when its store refused.</summary>
    public abstract IReadOnlyList<string> Refusals { get; }

    /// <summary>Whether it may have refused somebody, so that a process may have ended by that.</summary>
    public abstract bool MayHaveRefused { get; }

    /// <summary>Whether something is so, by what the store says; a store that is away says nothing.</summary>
    public static bool Says(Func<bool> isSo)
    {
        try
        {
            return isSo();
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Makes what the store is kept in.</summary>
    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Opens the round's own connection, when the world is there.</summary>
    public void Open() => (Ledger, Jobs) = Opened();

    /// <summary>From now on nothing goes wrong with it.</summary>
    public abstract Task HealAsync();

    /// <summary>What it says is damaged; null: nothing.</summary>
    public abstract string? Damage();

    /// <summary>Keeps it for whoever looks for what went wrong.</summary>
    public abstract void CopyTo(string folder);

    public virtual ValueTask DisposeAsync()
    {
        (Jobs as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The store, as one object that is both.</summary>
    protected abstract (ILedger, IJobStore) Opened();
}
