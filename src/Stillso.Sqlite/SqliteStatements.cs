using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Stillso.Sqlite;

/// <summary>
/// Prepared statements whose writes go to SQLite without a command, its parameters and a reader around each. Most of what
/// a job costs here are small writes.
/// </summary>
sealed class SqliteStatements(SqliteConnection connection) : Statements(connection)
{
    readonly Dictionary<string, sqlite3_stmt> writes = new(StringComparer.Ordinal);

    public override int Execute(string sql, params ReadOnlySpan<object?> arguments)
    {
        // What takes no arguments is begin and commit, which the driver repeats while others hold the lock.
        if (arguments.Length == 0) return base.Execute(sql, arguments);
        Run(sql, arguments);
        return raw.sqlite3_changes(connection.Handle!);
    }

    public override long Number(string sql, params ReadOnlySpan<object?> arguments) => Run(sql, arguments);

    public override void Dispose()
    {
        foreach (var statement in writes.Values) statement.Dispose();
        writes.Clear();
        base.Dispose();
    }

    // The first number of the first row, if there is one.
    long Run(string sql, ReadOnlySpan<object?> arguments)
    {
        var statement = Prepared(sql);
        if (raw.sqlite3_bind_parameter_count(statement) is var expected && expected != arguments.Length)
            throw new ArgumentException($"{expected} arguments expected, {arguments.Length} given: {sql}");
        Executed++;
        try
        {
            for (var i = 0; i < arguments.Length; i++) Check(Bind(statement, i + 1, arguments[i]));
            var code = raw.sqlite3_step(statement);
            var number = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : 0;
            while (code == raw.SQLITE_ROW) code = raw.sqlite3_step(statement);
            if (code != raw.SQLITE_DONE) Check(code);
            return number;
        }
        finally
        {
            raw.sqlite3_reset(statement);
            raw.sqlite3_clear_bindings(statement);
        }
    }

    sqlite3_stmt Prepared(string sql)
    {
        if (writes.TryGetValue(sql, out var statement)) return statement;
        Check(raw.sqlite3_prepare_v2(connection.Handle!, sql, out statement));
        writes.Add(sql, statement);
        return statement;
    }

    void Check(int code) => SqliteException.ThrowExceptionForRC(code, connection.Handle);

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
