using Microsoft.Data.Sqlite;

namespace MonthClose.Gateway;

/// <summary>A row of gateway_charges.csv: a charge that was ever confirmed.</summary>
public sealed record BookedCharge(
    string Reference, string IdempotencyKey, long Amount, string Currency, string PaymentMethod, string Status, string CreatedAt);

/// <summary>
/// The gateway's own books: one file that every process on it shares. They survive killed processes; a power cut may
/// take the last moments, which is why nobody should keep real money here.
/// </summary>
sealed class GatewayBooks : IDisposable
{
    readonly SqliteConnection connection;
    readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    readonly Lock gate = new();

    public GatewayBooks(string path)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 120 }.ToString());
        connection.Open();
        Execute("pragma busy_timeout = 60000");
        Execute("pragma journal_mode = wal");
        Execute("pragma synchronous = normal");
        using var stream = typeof(GatewayBooks).Assembly.GetManifestResourceStream("MonthClose.Gateway.Books.001.sql")!;
        using var reader = new StreamReader(stream);
        using var command = connection.CreateCommand();
        command.CommandText = reader.ReadToEnd();
        command.ExecuteNonQuery();
    }

    /// <summary>Runs work in one write transaction, one at a time.</summary>
    public T Write<T>(Func<GatewayBooks, T> work)
    {
        lock (gate)
        {
            Execute("begin immediate");
            try
            {
                var result = work(this);
                Execute("commit");
                return result;
            }
            catch
            {
                Execute("rollback");
                throw;
            }
        }
    }

    public T Read<T>(Func<GatewayBooks, T> work)
    {
        lock (gate) return work(this);
    }

    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
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
