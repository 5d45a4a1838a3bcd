using System.Data.Common;

namespace Stillso.Postgres;

/// <summary>The store's own statements on one connection, by the names of their files.</summary>
sealed class StoreSql(Statements statements, Schema schema)
{
    /// <summary>Statements of others on the same connection.</summary>
    public Statements Statements => statements;

    public int Execute(string name, params ReadOnlySpan<object?> arguments) => statements.Execute(schema[name], arguments);

    public List<T> Query<T>(string name, Func<DbDataReader, T> row, params ReadOnlySpan<object?> arguments) => statements.Query(schema[name], row, arguments);

    public T? First<T>(string name, Func<DbDataReader, T> row, params ReadOnlySpan<object?> arguments) => statements.First(schema[name], row, arguments);

    /// <summary>Whether there is a row.</summary>
    public bool Any(string name, params ReadOnlySpan<object?> arguments) => statements.First(schema[name], _ => true, arguments);

    /// <summary>The whole number of the first row; 0 without one.</summary>
    public long Number(string name, params ReadOnlySpan<object?> arguments) => statements.Number(schema[name], arguments);
}
