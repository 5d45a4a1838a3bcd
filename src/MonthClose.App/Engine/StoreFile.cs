using Stillso.Sqlite;

namespace MonthClose.App;

/// <summary>A store in a SQLite file; locks and the simulated gateway's books are files beside it.</summary>
/// <param name="Path">The file.</param>
sealed record StoreFile(string Path) : StorePlace
{
    public override string Name => $"sqlite:{Path}";

    public override string GatewayBooks => $"{Path}.gateway";

    public override OpenedStore Open() => OpenedStore.Of(OpenFile());

    public SqliteStore OpenFile() => SqliteStore.Open(Path, Sql.SqliteMigrations);

    // The operating system gives it back.
    public override IDisposable? TryLock(string name)
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

    public override TrialStore Try(string folder)
    {
        var copy = new StoreFile(System.IO.Path.Combine(folder, "store.db"));
        if (File.Exists(Path))
        {
            using var original = OpenFile();
            original.CopyTo(copy.Path);
        }
        return new TrialStore(copy, () => { });
    }
}
