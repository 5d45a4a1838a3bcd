namespace Stillso.Sqlite;

/// <summary>What must be true of the engine before anything is trusted to it.</summary>
static class EngineCheck
{
    public static void Assert(SqliteSession session)
    {
        Assert(session.EngineVersion, session.Pragma("journal_mode"), session.Pragma("synchronous"));
        if (session.Pragma("encoding") is not "UTF-8" and var encoding)
            throw new NotSupportedException($"The file keeps its texts as {encoding}: begin a new one, or make one with pragma encoding = 'UTF-8'.");
    }

    public static void Assert(string version, string journalMode, string synchronous)
    {
        if (Version.Parse(version) < SqliteStore.OldestEngine)
            throw new NotSupportedException(
                $"SQLite {version} can lose committed work in WAL mode: {SqliteStore.OldestEngine} or later is needed. Update SQLitePCLRaw.");
        if (journalMode is not "wal")
            throw new NotSupportedException($"The file system refuses SQLite's WAL mode (it is \"{journalMode}\"): put the store on a local disk.");
        if (synchronous is not "2")
            throw new NotSupportedException("SQLite refuses synchronous=FULL: commits would not survive a power cut.");
    }
}
