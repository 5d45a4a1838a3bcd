namespace MonthClose.App;

/// <summary>Where a store is, and what lies beside it.</summary>
abstract record StorePlace
{
    const string Usage = "use --store sqlite:PATH or --store postgres:Host=…;Database=….";

    public static StorePlace Parse(string store) => store.Split(':', 2) switch
    {
        ["sqlite", { Length: > 0 } path] => new StoreFile(path),
        ["postgres", { Length: > 0 } connection] => StoreDatabase.Of(connection),
        // It is not shown: somebody may have written a password into it.
        ["postgres", ..] => throw new UsageException($"postgres: needs to know where the database is: {Usage}"),
        _ => throw new UsageException($"\"{store}\" is not a store: {Usage}"),
    };

    /// <summary>The store of a command that names none.</summary>
    public static string Unnamed => Environment.GetEnvironmentVariable("MONTHCLOSE_STORE") ?? "sqlite:monthclose.db";

    /// <summary>What <c>--store</c> takes, without a password.</summary>
    public abstract string Name { get; }

    /// <summary>Where the simulated gateway keeps its books.</summary>
    public abstract string GatewayBooks { get; }

    /// <summary>Opens the store, or makes it.</summary>
    public abstract OpenedStore Open();

    /// <summary>Takes a lock that is given back when this process ends, however it ends; null: another process has it.</summary>
    public abstract IDisposable? TryLock(string name);

    /// <summary>Waits for a lock.</summary>
    public async Task<IDisposable> LockAsync(string name, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryLock(name) is { } taken) return taken;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }
    }

    /// <summary>A copy of the store to try things on, that nobody else knows.</summary>
    /// <param name="folder">Where its files may lie.</param>
    public abstract TrialStore Try(string folder);

    /// <summary>A command on this store that a person can copy into a shell.</summary>
    public string Command(params IEnumerable<string> words)
    {
        // The wrapper script says by which name it was called.
        var name = Environment.GetEnvironmentVariable("MONTHCLOSE_COMMAND") ?? "monthclose";
        return string.Join(' ', [name, .. words.Select(Quoted), .. Name == Unnamed ? Array.Empty<string>() : ["--store", Quoted(Name)]]);
    }

    static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%+=,".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

/// <summary>A copy of a store that is thrown away.</summary>
sealed record TrialStore(StorePlace Place, Action Discard) : IDisposable
{
    public void Dispose() => Discard();
}
