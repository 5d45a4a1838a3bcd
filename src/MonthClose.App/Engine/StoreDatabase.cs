using Npgsql;
using Stillso;
using Stillso.Postgres;

namespace MonthClose.App;

/// <summary>
/// A store in a schema of a PostgreSQL database, which is the search path of its connections. Locks are held by connections of their own; the simulated
/// gateway's books are a file in the working directory.
/// </summary>
sealed record StoreDatabase : StorePlace
{
    // Each statement is parsed once per connection and not each time.
    const int Statements = 400;
    readonly NpgsqlConnectionStringBuilder connection;

    StoreDatabase(string name, NpgsqlConnectionStringBuilder connection, string? gatewayBooks = null) =>
        (Name, this.connection, GatewayBooks) = (name, connection, gatewayBooks ?? $"{connection.Database}.{connection.SearchPath}.gateway");

    public static StoreDatabase Of(string text)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            var name = connection.Password is null ? text : new NpgsqlConnectionStringBuilder(text) { Password = null }.ConnectionString;
            if (string.IsNullOrEmpty(connection.Host)) throw new UsageException("--store postgres: does not say on which Host the server is.");
            if (string.IsNullOrEmpty(connection.SearchPath)) connection.SearchPath = "monthclose";
            if (string.IsNullOrEmpty(connection.Database)) connection.Database = connection.Username ?? Environment.UserName;
            if (!text.Contains("Max Auto Prepare", StringComparison.OrdinalIgnoreCase)) connection.MaxAutoPrepare = Statements;
            return new StoreDatabase($"postgres:{name}", connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The text is not shown: a password may be in it.
            throw new UsageException("--store postgres: takes a connection string, for example postgres:Host=db.example;Username=billing;Database=billing (a password comes from PGPASSWORD or ~/.pgpass).");
        }
    }

    public override string Name { get; }

    public override string GatewayBooks { get; }

    string Schema => connection.SearchPath!;

    public override OpenedStore Open() => Asked(() =>
    {
        var store = PostgresStore.Open(connection.ConnectionString, Schema);
        try
        {
            Sql.MigratePostgres(store);
            return OpenedStore.Of(store);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    });

    // The server gives it back when the connection is gone.
    public override IDisposable? TryLock(string name) => Asked(() =>
    {
        var holder = OpenAlone();
        using var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended(@name, 0))", holder) { Parameters = { new("name", $"monthclose.{Schema}.{name}") } };
        if ((bool)take.ExecuteScalar()!) return holder;
        holder.Dispose();
        return null;
    });

    public override TrialStore Try(string folder) => Asked(() =>
    {
        var copy = new StoreDatabase(Name, new(connection.ConnectionString) { SearchPath = $"monthclose_try_{Environment.ProcessId}" }, Path.Combine(folder, "gateway"));
        // What was begun by a process of this number that was killed.
        Drop(copy.Schema);
        using (copy.Open())
        {
        }
        using (var alone = OpenAlone())
        {
            using var transaction = alone.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
            using var sql = new Statements(alone) { Transaction = transaction };
            SchemaCopy.Run(sql, Schema, copy.Schema);
            transaction.Commit();
        }
        return new TrialStore(copy, () => Drop(copy.Schema));
    });

    void Drop(string schema)
    {
        using var alone = OpenAlone();
        using var drop = new NpgsqlCommand($"drop schema if exists \"{schema}\" cascade", alone);
        drop.ExecuteNonQuery();
    }

    NpgsqlConnection OpenAlone()
    {
        var alone = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false, MaxAutoPrepare = 0 }.ConnectionString);
        alone.Open();
        return alone;
    }

    // What a person has to put right, said as it is; a server that is away is the store's own trouble.
    T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new UsageException($"The database {connection.Database} on {connection.Host} cannot be used: {e.MessageText}.");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new UsageException($"The database {connection.Database} on {connection.Host} cannot be used: {e.Message}");
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }
}
