using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Stillso.Sqlite;

/// <summary>One connection with its prepared statements.</summary>
sealed class SqliteSession : IDisposable
{
    // SQLite's own waiting comes before the driver's, which sleeps 150 ms between tries.
    const string Patience = "busy_timeout = 60000";
    readonly SqliteConnection connection;

    SqliteSession(string source, int cacheMiB)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source, Pooling = false, DefaultTimeout = 120,
        }.ToString());
        connection.Open();
        Statements = new SqliteStatements(connection);
        Pragma(Patience);
        // Of a new file: rows of a few kilobytes stay whole, which makes it smaller and read in fewer pieces.
        Pragma("page_size = 16384");
        Pragma("foreign_keys = on");
        Pragma($"cache_size = {-1024 * cacheMiB}");
        Pragma("temp_store = memory");
    }

    public static SqliteSession OfFile(string path, int cacheMiB = 8)
    {
        var session = new SqliteSession(path, cacheMiB);
        session.Pragma("journal_mode = wal");
        session.Pragma("synchronous = full");
        return session;
    }

    /// <summary>The only connection to what it keeps.</summary>
    /// <param name="copyOf">The file that it begins as a copy of; null: it begins empty.</param>
    public static SqliteSession InMemory(string? copyOf)
    {
        var session = new SqliteSession(":memory:", cacheMiB: 8);
        if (copyOf is null) return session;
        using var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copyOf, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        file.Open();
        Pragma(file, Patience);
        // What is copied page by page has pages of one size.
        session.Pragma($"page_size = {Pragma(file, "page_size")}");
        file.BackupDatabase(session.connection);
        return session;
    }

    public Statements Statements { get; }

    public string Pragma(string text) => Pragma(connection, text);

    static string Pragma(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"pragma {text}";
        return Convert.ToString(command.ExecuteScalar()) ?? "";
    }

    /// <summary>Whether a commit waits for the disk.</summary>
    public bool Synchronous
    {
        set => Script(value ? "pragma synchronous = full" : "pragma synchronous = normal");
    }

    public string EngineVersion => connection.ServerVersion;

    /// <summary>Runs <paramref name="work"/> in a transaction: in the one that is open, if one is.</summary>
    public T InTransaction<T>(bool immediate, Func<T> work)
    {
        if (!IsRolledBack) return work();
        Statements.Execute(immediate ? "begin immediate" : "begin");
        try
        {
            var result = work();
            Statements.Execute("commit");
            return result;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Whether no transaction is open: some errors roll back all of it.</summary>
    public bool IsRolledBack => raw.sqlite3_get_autocommit(connection.Handle!) != 0;

    /// <summary>Rolls back. A failed commit may have done so already; the first error is the one to tell.</summary>
    public void RollBack()
    {
        try
        {
            Statements.Execute("rollback");
        }
        catch (SqliteException)
        {
        }
    }

    public void Script(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Statements.Dispose();
        connection.Dispose();
    }
}
