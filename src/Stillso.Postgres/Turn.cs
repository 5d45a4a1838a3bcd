using Npgsql;

namespace Stillso.Postgres;

/// <summary>
/// What one thread writes together: one transaction, in which each write is whole or not at all. It begins with the first statement.
/// </summary>
/// <param name="begin">Opens a connection, and a transaction on it.</param>
sealed class Turn(Func<(NpgsqlConnection, NpgsqlTransaction, StoreSql)> begin) : IDisposable
{
    const string Savepoint = "one";
    NpgsqlConnection? connection;
    NpgsqlTransaction? transaction;
    StoreSql? sql;
    StoreUnavailableException? error;
    bool isWriting;

    /// <summary>Whether there is something to commit.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>What was found with the epoch, if it is held already.</summary>
    public HeldEpoch? Held => sql?.Held;

    public T Write<T>(Func<StoreSql, T> work)
    {
        var sql = Begun();
        if (isWriting) throw new InvalidOperationException("A write transaction cannot be begun in another one.");
        var (held, chosen, moved, makesDue) = (sql.Held, sql.Chosen, sql.Moved, sql.MakesDue);
        transaction!.Save(Savepoint);
        isWriting = true;
        try
        {
            var result = work(sql);
            // Also refuses, if a statement has failed and somebody has caught that.
            transaction.Release(Savepoint);
            HasWritten = true;
            return result;
        }
        catch when (IsUsable)
        {
            transaction.Rollback(Savepoint);
            transaction.Release(Savepoint);
            (sql.Held, sql.Chosen, sql.Moved, sql.MakesDue) = (held, chosen, moved, makesDue);
            throw;
        }
        catch (Exception e)
        {
            throw Lost(e);
        }
        finally
        {
            isWriting = false;
        }
    }

    public IReadOnlyList<LeasedJob> Lease(LeaseRequest request) => Look(sql =>
    {
        var leased = Leasing.Lease(sql, request);
        // Where starts are counted, also who is too early has drawn something.
        HasWritten |= leased.Count > 0 || sql.Held!.IsLimited;
        return leased;
    });

    /// <summary>Statements that take nothing back if they fail: then all of the turn has failed.</summary>
    public T Look<T>(Func<StoreSql, T> work)
    {
        var sql = Begun();
        try
        {
            return work(sql);
        }
        catch (Exception e) when (e is not EpochOverException)
        {
            throw Lost(e);
        }
    }

    /// <summary>Commits what was written.</summary>
    /// <returns>What it was written with; null: nothing was.</returns>
    public StoreSql? Commit(Action<NpgsqlConnection> commit)
    {
        if (error is not null) throw error;
        if (!HasWritten) return null;
        Leasing.Keep(sql!);
        commit(connection!);
        return sql;
    }

    public void Dispose()
    {
        sql?.Dispose();
        transaction?.Dispose();
        connection?.Dispose();
    }

    bool IsUsable => connection is { State: System.Data.ConnectionState.Open };

    StoreSql Begun()
    {
        if (error is not null) throw error;
        if (sql is null) (connection, transaction, sql) = begin();
        return sql;
    }

    // With it went what was written before it, which nobody is to take for written.
    StoreUnavailableException Lost(Exception e) =>
        error = e as StoreUnavailableException ?? new StoreUnavailableException($"What was to be committed together is rolled back: {StoresOwnTrouble.Message(e)}", e);
}
