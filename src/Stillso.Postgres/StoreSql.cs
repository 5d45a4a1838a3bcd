using System.Collections.Immutable;
using System.Data.Common;
using Npgsql;

namespace Stillso.Postgres;

/// <summary>The store's own statements on one connection, by the names of their files.</summary>
sealed class StoreSql(NpgsqlConnection connection, NpgsqlTransaction? transaction, Schema schema, Fronts fronts, Leases leases, Months months) : IDisposable
{
    public static readonly IReadOnlyDictionary<long, string> None = ImmutableDictionary<long, string>.Empty;
    Statements? statements;

    public NpgsqlConnection Connection => connection;

    /// <summary>Statements of others on the same connection.</summary>
    public Statements Statements => statements ??= new Statements(connection) { Transaction = transaction };

    /// <summary>How long this transaction may stand still before the server ends it, in milliseconds, as text; 0: as long as it likes.</summary>
    public string Standstill { get; init; } = "0";

    /// <summary>The epoch that this transaction holds, and what was found with it; null: none.</summary>
    public HeldEpoch? Held { get; set; }

    /// <summary>Jobs whose rows are locked and that are to be leased, unless they are entered first: that is one change of a row less. With where the rows are, which they do not leave while they are locked.</summary>
    public IReadOnlyDictionary<long, string> Chosen { get; set; } = None;

    /// <summary>What this transaction has taken into the process's hands, and out of them.</summary>
    public ImmutableList<Moved> Moved { get; set; } = [];

    /// <summary>Whether what was written lets jobs begin, so that others are to be woken.</summary>
    public bool MakesDue { get; set; }

    /// <summary>Whether a job may be free now that was not before, behind whose place it has been looked already.</summary>
    public bool Frees { get; set; }

    /// <summary>Where the due jobs of each queue begin.</summary>
    public Fronts Fronts => fronts;

    /// <summary>What this process has listed as its own.</summary>
    public Leases Leases => leases;

    /// <summary>The tables of decisions.</summary>
    public Months Months => months;

    /// <summary>Where it is said that jobs were made due.</summary>
    public string Channel => schema.Channel;

    /// <summary>A text for the schema of the store.</summary>
    public string In(string text) => schema.In(text);

    public int Execute(string name, params ReadOnlySpan<object?> arguments)
    {
        using var command = Command(name, arguments);
        return command.ExecuteNonQuery();
    }

    public List<T> Query<T>(string name, Func<DbDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        using var command = Command(name, arguments);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public T? First<T>(string name, Func<DbDataReader, T> row, params ReadOnlySpan<object?> arguments)
    {
        using var command = Command(name, arguments);
        using var reader = command.ExecuteReader();
        return reader.Read() ? row(reader) : default;
    }

    /// <summary>Whether there is a row.</summary>
    public bool Any(string name, params ReadOnlySpan<object?> arguments) => First(name, _ => true, arguments);

    /// <summary>The whole number of the first row; 0 without one.</summary>
    public long Number(string name, params ReadOnlySpan<object?> arguments) => First(name, r => r.GetInt64(0), arguments);

    public void Dispose() => statements?.Dispose();

    /// <summary>A statement by itself, which commits as it ends.</summary>
    /// <exception cref="CommitUnknownException">It was sent and not answered.</exception>
    public async Task<long> NumberAsync(string name, params object?[] arguments)
    {
        using var command = Command(name, arguments);
        try
        {
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException e) when (e is not PostgresException { InvariantSeverity: "ERROR" })
        {
            throw new CommitUnknownException(e);
        }
    }

    NpgsqlCommand Command(string name, ReadOnlySpan<object?> arguments)
    {
        var command = new NpgsqlCommand(schema[name], connection, transaction);
        foreach (var argument in arguments) command.Parameters.Add(new NpgsqlParameter { Value = argument ?? DBNull.Value });
        return command;
    }
}

/// <summary>An epoch that is not over, and cannot be before the transaction is.</summary>
/// <param name="Number">Which.</param>
/// <param name="IsLimited">Whether there are limits.</param>
/// <param name="NextOccurrence">The next of any schedule.</param>
sealed record HeldEpoch(long Number, bool IsLimited, DateTimeOffset? NextOccurrence);
