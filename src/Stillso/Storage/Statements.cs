using System.Data.Common;
using System.Text.RegularExpressions;

namespace Stillso;

/// <summary>
/// The prepared statements of one connection. Arguments are given in the order in which their
/// <c>@names</c> first appear in the text. Not for use by two threads at once.
/// </summary>
public partial class Statements(DbConnection connection) : IDisposable
{
    readonly Dictionary<string, DbCommand> prepared = new(StringComparer.Ordinal);

    /// <summary>How many statements were run: a number to know per job.</summary>
    public long Executed { get; protected set; }

    /// <summary>The transaction that statements run in; null: none.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public virtual int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>Runs a query and reads every row.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Read(sql, arguments);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>
    /// Runs a query and gives its rows one by one, holding none. Until the last one was taken, the same text cannot be run
    /// again on this connection.
    /// </summary>
    public IEnumerable<T> Stream<T>(string sql, Func<DbDataReader, T> row, params object?[] arguments)
    {
        using var reader = Read(sql, arguments);
        while (reader.Read()) yield return row(reader);
    }

    /// <summary>Runs a query and reads its first row; default without one.</summary>
    public T? First<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Read(sql, arguments);
        return reader.Read() ? row(reader) : default;
    }

    /// <summary>Runs a statement and reads the whole number that it answers; 0 without a row.</summary>
    public virtual long Number(string sql, params ReadOnlySpan<object?> arguments) => First(sql, r => r.GetInt64(0), arguments);

    /// <summary>Runs a query; whoever reads its rows disposes of the reader. Until then the same text cannot be run again on this connection.</summary>
    protected virtual DbDataReader Read(string sql, ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteReader();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
        prepared.Clear();
        GC.SuppressFinalize(this);
    }

    DbCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!prepared.TryGetValue(sql, out var command)) prepared.Add(sql, command = Prepare(sql));
        if (command.Parameters.Count != arguments.Length)
            throw new ArgumentException($"{command.Parameters.Count} arguments expected, {arguments.Length} given: {sql}");
        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        command.Transaction = Transaction;
        Executed++;
        return command;
    }

    DbCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in Names().Matches(sql).Select(m => m.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    [GeneratedRegex("@[a-z_]+")]
    private static partial Regex Names();
}
