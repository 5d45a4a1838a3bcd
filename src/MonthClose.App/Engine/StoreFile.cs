namespace MonthClose.App;

/// <summary>Where a store is, and what lies beside it.</summary>
/// <param name="Path">The SQLite file.</param>
sealed record StoreFile(string Path)
{
    public static StoreFile Parse(string store)
    {
        if (store.StartsWith("sqlite:", StringComparison.Ordinal) && store.Length > 7) return new StoreFile(store[7..]);
        throw new UsageException(store.StartsWith("postgres:", StringComparison.Ordinal)
            ? "PostgreSQL is not supported yet: use --store sqlite:PATH."
            : $"\"{store}\" is not a store: use --store sqlite:PATH.");
    }

    public string GatewayBooks => $"{Path}.gateway";

    /// <summary>Takes a lock that the operating system gives back when this process ends, however it ends; null: another process has it.</summary>
    public FileStream? TryLock(string name)
    {
        try
        {
            return new FileStream($"{Path}.{name}", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task<FileStream> LockAsync(string name, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryLock(name) is { } taken) return taken;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }
    }
}
