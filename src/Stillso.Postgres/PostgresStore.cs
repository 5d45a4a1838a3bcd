using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Stillso.Postgres;

/// <summary>
/// The queue and the ledger in one schema of a PostgreSQL database, for any number of processes on any number of machines.
/// A handler's writes and its job's completion commit together.
/// </summary>
public sealed class PostgresStore : IJobStore, ILedger, IDisposable
{
    /// <summary>The schema that the tables are in unless another is named.</summary>
    public const string DefaultSchema = "stillso";

    const int OldestServer = 14_00_00;
    // So often a transaction that was in another's way is run.
    const int Most = 5;
    // So many changes are forgotten in one transaction.
    const int Stretch = 10_000;
    readonly NpgsqlDataSource source;
    readonly bool isOwn;
    readonly Schema schema;
    readonly ConcurrentDictionary<(string Server, string Database), bool> joinable = [];
    readonly SharedWrites<StoreSql> queue;
    readonly Waking waking;
    readonly Fronts fronts = new(TimeProvider.System);
    readonly Leases leases = new();
    readonly Months months;
    // What this thread writes together.
    readonly ThreadLocal<Turn?> turn = new();
    // Who has stood still in a transaction for as long as a worker may be silent is lost, and others wait for what it holds.
    TimeSpan standstill = TimeSpan.FromMinutes(1);
    string id = "";
    bool isDurable;

    PostgresStore(NpgsqlDataSource source, bool isOwn, Schema schema)
    {
        (this.source, this.isOwn, this.schema) = (source, isOwn, schema);
        waking = new Waking(source, schema, TimeProvider.System);
        waking.Said += fronts.Reopen;
        months = new Months(AddMonth);
        queue = new SharedWrites<StoreSql>(work => Change(sql =>
        {
            work(sql);
            return true;
        }));
    }

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.SharesTransaction | (isDurable ? StoreTraits.Durable : StoreTraits.None);

    /// <inheritdoc/>
    public IQueues Queues => new PostgresQueues(this);

    /// <summary>Opens the store in a database, and makes its tables or brings them up to date.</summary>
    /// <param name="connectionString">Where the database is.</param>
    /// <param name="schema">The schema that the tables are in: small letters, digits and underscores.</param>
    /// <exception cref="ArgumentException">The schema cannot be named so.</exception>
    /// <exception cref="NotSupportedException">The server is too old, or keeps its texts otherwise than as UTF-8.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used now.</exception>
    public static PostgresStore Open(string connectionString, string schema = DefaultSchema) =>
        Open(new Schema(schema), s => new PostgresStore(NpgsqlDataSource.Create(Settings(connectionString)), isOwn: true, s));

    /// <summary>Opens the store by a source of connections that is yours, and stays so.</summary>
    /// <inheritdoc cref="Open(string, string)"/>
    public static PostgresStore Open(NpgsqlDataSource source, string schema = DefaultSchema) => Open(new Schema(schema), s => new PostgresStore(source, isOwn: false, s));

    /// <summary>The SQL that makes the tables in an empty database, in one transaction: for a role that may make them, where the one of the program may not.</summary>
    /// <inheritdoc cref="Open(string, string)" path="/param[@name='schema']"/>
    /// <exception cref="ArgumentException">The schema cannot be named so.</exception>
    public static string Script(string schema = DefaultSchema) => Migrations.Script(new Schema(schema));

    static PostgresStore Open(Schema schema, Func<Schema, PostgresStore> create)
    {
        var store = create(schema);
        try
        {
            store.Look(store.Check);
            store.Change(sql =>
            {
                Migrations.Run(sql.Statements, schema);
                return true;
            });
            store.id = store.Look(sql => sql.First("store_id", r => r.GetString(0)))!;
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public T Write<T>(Func<ILedgerTransaction, T> work) => Change(sql => PostgresTransactionScope.Run(sql, work));

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<ILedgerTransaction, T> work) => queue.WriteAsync(sql => PostgresTransactionScope.Run(sql, work));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> EnqueueAsync(IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        if (jobs is not [var only] || !Queueing.IsOneRow(only)) return await WriteAsync(tx => tx.Enqueue(jobs, now));
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            using var sql = On(connection, null);
            var id = await sql.NumberAsync("insert_job", Queueing.Row(only.Checked(), now));
            fronts.Reopen();
            waking.Committed(makesDue: true);
            return [id];
        }
        catch (Exception e) when (StoresOwnTrouble.IsIt(e) || e is IOException)
        {
            throw new StoreUnavailableException(StoresOwnTrouble.Message(e), e);
        }
    }

    /// <inheritdoc/>
    public void Together(Action work) => StoresOwnTrouble.Asked(() =>
    {
        if (turn.Value is not null) throw new InvalidOperationException("A write transaction cannot be begun in another one.");
        using var mine = new Turn(Begin);
        turn.Value = mine;
        StoreSql? sql;
        try
        {
            work();
            sql = mine.Commit(Commit);
        }
        catch
        {
            // What it leased waits again.
            fronts.Forget();
            throw;
        }
        finally
        {
            turn.Value = null;
        }
        if (sql is null) return true;
        leases.Committed(sql.Moved);
        if (sql.MakesDue || sql.Frees) fronts.Reopen();
        waking.Committed(sql.MakesDue);
        return true;
    });

    /// <inheritdoc/>
    public T Read<T>(Func<ILedgerTransaction, T> work) => StoresOwnTrouble.Asked(() =>
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        using var sql = On(connection, transaction);
        return work(new PostgresTransactionScope(sql, writes: false));
    });

    /// <summary>
    /// The ledger in a transaction of yours on the same database: jobs that are enqueued in it are there when you commit, and not if you do not. It is Npgsql's, or
    /// what <c>GetDbTransaction()</c> says of Entity Framework Core's.
    /// </summary>
    /// <exception cref="ArgumentException">The transaction is over, of another database, or not Npgsql's.</exception>
    public ILedgerTransaction Join(DbTransaction transaction)
    {
        if (transaction is not NpgsqlTransaction mine) throw new ArgumentException($"A {transaction.GetType().Name} is not a transaction of Npgsql.", nameof(transaction));
        var connection = IsOpen(mine) ? mine.Connection! : throw new ArgumentException("The transaction is over: begin one.", nameof(transaction));
        var sql = On(connection, mine);
        return joinable.GetOrAdd((connection.DataSource, connection.Database), _ => IsThisStore(sql))
            ? new PostgresTransactionScope(sql, writes: true)
            : throw new ArgumentException($"The transaction is of {connection.Database}, and the jobs are in another database: open your connection there.", nameof(transaction));
    }

    /// <inheritdoc/>
    public void Forget(DateTimeOffset before)
    {
        while (Change(sql => sql.Execute("forget_changes", Columns.Of(before), Stretch)) > 0)
        {
        }
        Change(sql => sql.Execute("forget_discarded", Columns.Of(before)));
        Change(sql => sql.First("drop_months", _ => true, Month.Of(before).Table));
        months.Doubt();
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextOccurrence() => turn.Value is { Held: { } held } ? held.NextOccurrence
        : fronts.NextOccurrence(() => Look(sql => new PostgresSchedules(sql, writes: false).Next()));

    /// <inheritdoc/>
    public Epoch BeginEpoch(string owner) => new(Change(sql => sql.Number("begin_epoch", owner)), owner);

    /// <inheritdoc/>
    public bool Heartbeat(long epoch) => Look(sql => sql.Execute("heartbeat", epoch) == 1);

    /// <inheritdoc/>
    public void EndEpoch(long epoch)
    {
        Change(sql => Leasing.End(sql, epoch));
        leases.Forget(epoch);
    }

    /// <inheritdoc/>
    public int ReturnLost(TimeSpan lostAfter)
    {
        if (lostAfter > TimeSpan.Zero) standstill = lostAfter;
        return Change(sql => Leasing.ReturnLost(sql, lostAfter));
    }

    /// <inheritdoc/>
    public IReadOnlyList<LeasedJob> Lease(LeaseRequest request)
    {
        if (turn.Value is { } together) return StoresOwnTrouble.Asked(() => together.Lease(request));
        return Change(sql =>
        {
            // Nothing is done under a lease before its jobs are entered, and the log is written in order: that commit makes both durable.
            sql.Execute("lease_need_not_last");
            var leased = Leasing.Lease(sql, request);
            Leasing.Keep(sql);
            return leased;
        }, isSaid: false);
    }

    /// <inheritdoc/>
    public event Action? Committed
    {
        add => waking.Heard += value;
        remove => waking.Heard -= value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextDue(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds = null) => Look(sql => NextDue(sql, queues, kinds));

    /// <inheritdoc/>
    public IReadOnlyList<WaitingJob> Waiting(string? orderingKey = null) => Look(sql => sql.Query("waiting", Columns.Waiting, orderingKey));

    /// <inheritdoc/>
    public IReadOnlyList<long> Cancelled(long epoch) => Look(sql => sql.Query("cancelled_of_epoch", r => r.GetInt64(0), epoch));

    /// <inheritdoc/>
    public JobProgress? ProgressOf(long job) => Look(sql => sql.First(
        "progress_of_job", r => new JobProgress(
            r.GetInt64(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetDouble(2), Columns.Text(r, 3), r.GetBoolean(4), r.GetBoolean(5)), job));

    /// <inheritdoc/>
    public IReadOnlyList<StoppedJob> Stopped(StoppedJobs? which = null) => Look(sql => Postgres.Stopped.All(sql, which ?? new()));

    /// <inheritdoc/>
    public void Dispose()
    {
        waking.Dispose();
        turn.Dispose();
        if (isOwn) source.Dispose();
    }

    /// <summary>A statement or a few that need no snapshot in common.</summary>
    internal T Look<T>(Func<StoreSql, T> work) => StoresOwnTrouble.Asked(() =>
    {
        if (turn.Value is { } together) return together.Look(work);
        using var connection = Connect();
        using var sql = On(connection, null);
        return work(sql);
    });

    /// <summary>A transaction that may be run again, as nothing comes out of it before it has committed.</summary>
    internal T Change<T>(Func<StoreSql, T> work, bool isSaid = true) => StoresOwnTrouble.Asked(() =>
    {
        if (turn.Value is { } together) return together.Write(work);
        for (var run = 1; ; run++)
        {
            try
            {
                return InTransaction(work, isSaid);
            }
            catch (PostgresException e) when (run < Most && StoresOwnTrouble.IsConflict(e))
            {
            }
        }
    });

    T InTransaction<T>(Func<StoreSql, T> work, bool isSaid = true)
    {
        var (result, makesDue) = Committing(work);
        fronts.Reopen();
        // Outside the transaction, and with its connection given back.
        if (isSaid) waking.Committed(makesDue);
        return result;
    }

    (T Result, bool MakesDue) Committing<T>(Func<StoreSql, T> work)
    {
        var (connection, transaction, sql) = Begin();
        using (connection)
        using (transaction)
        using (sql)
        {
            sql.Execute("own_settings", sql.Standstill);
            var result = work(sql);
            Commit(connection);
            leases.Committed(sql.Moved);
            return (result, sql.MakesDue);
        }
    }

    NpgsqlConnection Connect()
    {
        try
        {
            return source.OpenConnection();
        }
        catch (IOException e)
        {
            // Npgsql says so of a connection that was reset while it was opened.
            throw new NpgsqlException(e.Message, e);
        }
    }

    (NpgsqlConnection Connection, NpgsqlTransaction Transaction, StoreSql Sql) Begin()
    {
        var connection = Connect();
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        var still = standstill.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        return (connection, transaction, On(connection, transaction, still));
    }

    StoreSql On(NpgsqlConnection connection, NpgsqlTransaction? transaction, string standstill = "0") => new(connection, transaction, schema, fronts, leases, months) { Standstill = standstill };

    void AddMonth(Month month)
    {
        using var connection = Connect();
        using var sql = On(connection, null);
        sql.First("add_month", _ => true, month.Table, month.Begins, month.Ends);
    }

    // No session of ours has a state of its own, so there is none to be taken back. Our statements are few and always the same.
    static string Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!said.ContainsKey("Max Auto Prepare") && !said.ContainsKey("MaxAutoPrepare")) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (200, 2);
        return settings.ConnectionString;
    }

    static void Commit(NpgsqlConnection connection)
    {
        // If a statement has failed and somebody has caught that, "commit" rolls back and does not complain; a statement before it does.
        using var commit = new NpgsqlBatch(connection) { BatchCommands = { new("select 1"), new("commit") } };
        try
        {
            commit.ExecuteNonQuery();
        }
        // An error is the commit's; and who stood still for too long was rolled back before it.
        catch (NpgsqlException e) when (e is not PostgresException { InvariantSeverity: "ERROR" } and not PostgresException { SqlState: StoresOwnTrouble.IdleInTransaction })
        {
            throw new CommitUnknownException(e);
        }
    }

    bool Check(StoreSql sql)
    {
        var (version, encoding, durable) = sql.First("engine", r => (r.GetInt32(0), r.GetString(1), r.GetBoolean(2)));
        if (version < OldestServer) throw new NotSupportedException($"PostgreSQL {version / 10_000} is too old: {OldestServer / 10_000} or later is needed.");
        if (encoding != "UTF8") throw new NotSupportedException($"The database keeps its texts as {encoding}: make one with encoding 'UTF8'.");
        return isDurable = durable;
    }

    // It has its connection also when it is over; what it tells about itself then is that.
    static bool IsOpen(NpgsqlTransaction transaction)
    {
        try
        {
            return transaction.IsolationLevel != IsolationLevel.Unspecified;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // Its tables are looked for first: an error would break the transaction, which is not ours.
    bool IsThisStore(StoreSql sql) =>
        sql.Statements.Number("select count(*) from pg_tables where schemaname = @schema and tablename = 'store'", schema.Name) == 1 && sql.First("store_id", r => r.GetString(0)) == id;

    static DateTimeOffset? NextDue(StoreSql sql, IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds) =>
        sql.First("next_due", r => Columns.InstantOrNull(r, 0), queues.ToArray(), Columns.Of(kinds));
}
