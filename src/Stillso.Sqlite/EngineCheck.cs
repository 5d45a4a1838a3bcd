namespace Stillso.Sqlite;

/// <summary>What must be true of the engine before anything is trusted to it.</summary>
static class EngineCheck
{
    public static void Assert(SqliteSession session)
    {
        if (Version.Parse(session.EngineVersion) < SqliteStore.OldestEngine)
            throw new NotSupportedException(
                $"SQLite {session.EngineVersion} can lose committed work in WAL mode: {SqliteStore.OldestEngine} or later is needed. Update SQLitePCLRaw.");
        if (session.Pragma("journal_mode") is var mode && mode is not "wal")
            throw new NotSupportedException($"The file system refuses SQLite's WAL mode (it is \"{mode}\"): put the store on a local disk.");
        if (session.Pragma("synchronous") is not "2")
            throw new NotSupportedException("SQLite refuses synchronous=FULL: commits would not survive a power cut.");
    }
}
