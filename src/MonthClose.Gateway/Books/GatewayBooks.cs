using Microsoft.Data.Sqlite;

namespace MonthClose.Gateway;

/// <summary>
/// The gateway's own books: one file that every process on it shares. They survive killed processes; a power cut may
/// take the last moments, which is why nobody should keep real money here.
/// </summary>
sealed class GatewayBooks : IDisposable
{
    readonly SqliteConnection connection;
    readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    readonly Lock gate = new();
    readonly GroupCommit writes;

    public GatewayBooks(string path)
    {
        writes = new GroupCommit(this);
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 120 }.ToString());
        connection.Open();
        Execute("pragma busy_timeout = 60000");
        Execute("pragma journal_mode = wal");
        Execute("pragma synchronous = normal");
        // References are hashes: pages are touched at random, and a longer log writes and syncs each of them less often.
        Execute("pragma wal_autocheckpoint = 4000");
        Execute("pragma cache_size = -32768");
        BooksSchema.Upgrade(this);
    }

    /// <summary>Does work in a write transaction, perhaps together with others, and returns once it is committed.</summary>
    /// <param name="work">May be run again, after a rollback.</param>
    public ValueTask<T> WriteAsync<T>(Func<GatewayBooks, T> work) => writes.RunAsync(work);

    public T Read<T>(Func<GatewayBooks, T> work)
    {
        lock (gate) return work(this);
    }

    /// <summary>Does all of it in one transaction, or, if any of it fails, nothing.</summary>
    public void Transact(ReadOnlySpan<PendingWrite> group)
    {
        lock (gate)
        {
            Execute("begin immediate");
            try
            {
                foreach (var write in group) write.Run(this);
                Execute("commit");
            }
            catch
            {
                Rollback();
                throw;
            }
        }
    }

    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public void Script(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
    }

    // A failed COMMIT may have rolled back already; the first error is the one to tell.
    void Rollback()
    {
        try
        {
            Execute("rollback");
        }
        catch (SqliteException)
        {
        }
    }

    SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            prepared.Add(sql, command = connection.CreateCommand());
            command.CommandText = sql;
            for (var i = 0; i < arguments.Length; i++) command.Parameters.Add(new SqliteParameter($"?{i + 1}", null));
        }
        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        return command;
    }
}
