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

    /// <summary>The store of a command that names none.</summary>
    public static string Unnamed => Environment.GetEnvironmentVariable("MONTHCLOSE_STORE") ?? "sqlite:monthclose.db";

    /// <summary>A command on this store that a person can copy into a shell.</summary>
    public string Command(params IEnumerable<string> words)
    {
        var store = $"sqlite:{Path}";
        // The wrapper script says by which name it was called.
        var name = Environment.GetEnvironmentVariable("MONTHCLOSE_COMMAND") ?? "monthclose";
        return string.Join(' ', [name, .. words.Select(Quoted), .. store == Unnamed ? Array.Empty<string>() : ["--store", Quoted(store)]]);
    }

    static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%+=,".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

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
