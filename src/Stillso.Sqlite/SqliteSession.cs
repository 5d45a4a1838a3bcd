using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Stillso.Sqlite;

/// <summary>One connection with its prepared statements.</summary>
sealed class SqliteSession : IDisposable
{
    readonly SqliteConnection connection;

    public SqliteSession(string path, int cacheMiB = 8)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Pooling = false, DefaultTimeout = 120,
        }.ToString());
        connection.Open();
        Statements = new SqliteStatements(connection);
        // SQLite's own waiting comes before the driver's, which sleeps 150 ms between tries.
        Pragma("busy_timeout = 60000");
        // Of a new file: rows of a few kilobytes stay whole, which makes it smaller and read in fewer pieces.
        Pragma("page_size = 16384");
        Pragma("journal_mode = wal");
        Pragma("synchronous = full");
        Pragma("foreign_keys = on");
        Pragma($"cache_size = {-1024 * cacheMiB}");
        Pragma("temp_store = memory");
    }

    public Statements Statements { get; }

    public string Pragma(string text)
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

    public T InTransaction<T>(bool immediate, Func<T> work)
    {
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
