using System.Buffers;
using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Stillso.Sqlite;

/// <summary>
/// Prepared statements that go to SQLite without a command, its parameters and a reader around each. Most of what a job costs here
/// are small writes and short rows.
/// </summary>
sealed class SqliteStatements(SqliteConnection connection) : Statements(connection)
{
    readonly Dictionary<string, SqliteRow> prepared = new(StringComparer.Ordinal);

    public override int Execute(string sql, params ReadOnlySpan<object?> arguments)
    {
        // What takes no arguments is begin and commit, which the driver repeats while others hold the lock.
        if (arguments.Length == 0) return base.Execute(sql, arguments);
        Run(sql, arguments);
        return raw.sqlite3_changes(connection.Handle!);
    }

    public override long Number(string sql, params ReadOnlySpan<object?> arguments) => Run(sql, arguments);

    /// <summary>The id of the row that was inserted last: what it costs is no statement.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(connection.Handle!);

    public override void Dispose()
    {
        foreach (var statement in prepared.Values) statement.Finish();
        prepared.Clear();
        base.Dispose();
    }

    protected override DbDataReader Read(string sql, ReadOnlySpan<object?> arguments) => Bound(sql, arguments);

    // The first number of the first row, if there is one.
    long Run(string sql, ReadOnlySpan<object?> arguments)
    {
        using var row = Bound(sql, arguments);
        var number = row.Read() ? row.NumberOrZero() : 0;
        while (row.Read())
        {
        }
        return number;
    }

    SqliteRow Bound(string sql, ReadOnlySpan<object?> arguments)
    {
        var row = Prepared(sql);
        if (row.Parameters != arguments.Length) throw new ArgumentException($"{row.Parameters} arguments expected, {arguments.Length} given: {sql}");
        row.Begin();
        Executed++;
        try
        {
            for (var i = 0; i < arguments.Length; i++) SqliteException.ThrowExceptionForRC(Bind(row.Statement, i + 1, arguments[i]), connection.Handle);
            return row;
        }
        catch
        {
            row.Dispose();
            throw;
        }
    }

    SqliteRow Prepared(string sql)
    {
        if (prepared.TryGetValue(sql, out var row)) return row;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle!, sql, out var statement), connection.Handle);
        prepared.Add(sql, row = new SqliteRow(connection, statement));
        return row;
    }

    static int Bind(sqlite3_stmt statement, int at, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, at),
        long number => raw.sqlite3_bind_int64(statement, at, number),
        int number => raw.sqlite3_bind_int64(statement, at, number),
        double number => raw.sqlite3_bind_double(statement, at, number),
        string text => Bind(statement, at, text),
        byte[] bytes => raw.sqlite3_bind_blob(statement, at, bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be an argument of a statement."),
    };

    static int Bind(sqlite3_stmt statement, int at, string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var code = raw.sqlite3_bind_text(statement, at, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
        return code;
    }
}
