using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Stillso.Sqlite;

/// <summary>
/// The queue and the ledger in one SQLite file. One writer at a time per process, several processes on one file. Readers
/// have a connection each while they read, so a long one holds up nobody.
/// A handler's writes and its job's completion commit together. <see cref="OpenInMemory"/> is the same without a file, for tests.
/// </summary>
public sealed class SqliteStore : IJobStore, ILedger, IDisposable
{
    /// <summary>The first version without the WAL-reset bug that can lose commits (sqlite.org/wal.html, 2026-03).</summary>
    public static readonly Version OldestEngine = new(3, 51, 3);

    internal static readonly EmbeddedSql Sql = new(typeof(SqliteStore).Assembly, "Stillso.Sqlite.Sql.");
    readonly SqliteWriter writer;
    readonly SharedWrites<Statements> queue;
    readonly ConcurrentBag<SqliteSession> readers = [];
    // A version is told apart from the last one of its own connection only. It reads shared memory, no file, and is not counted.
    readonly Lazy<SqliteSession> watcher;
    readonly TimeProvider clock;
    long read;

    SqliteStore(string path, SqliteSession session, TimeProvider clock)
    {
        (Path, this.clock) = (path, clock);
        writer = new SqliteWriter(session);
        queue = new SharedWrites<Statements>(work => Asked(() => writer.Write(sql =>
        {
            work(sql);
            return true;
        })));
        watcher = new Lazy<SqliteSession>(() => SqliteSession.OfFile(path));
    }

    /// <summary>Where the file is; empty: in memory.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.SharesTransaction | (IsInMemory ? StoreTraits.None : StoreTraits.Durable);

    /// <inheritdoc/>
    public IQueues Queues => new SqliteQueues(this);

    /// <summary>How many transactions were committed by this process.</summary>
    public long Commits => writer.Commits;

    /// <summary>How many statements were run by this process.</summary>
    public long Statements => writer.Session.Statements.Executed + Interlocked.Read(ref read);

    /// <summary>Opens or makes the file, and brings its tables up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="domain">The assembly and prefix of the domain's own migrations, numbered <c>001.sql</c>, …; null: none.</param>
    /// <param name="clock">The store's own clock, which judges who is alive; null: the machine's, which everybody on the file shares.</param>
    /// <exception cref="NotSupportedException">The engine is too old, or refuses WAL or full synchronisation.</exception>
    /// <exception cref="StoreUnavailableException">The file cannot be used now.</exception>
    public static SqliteStore Open(string path, (Assembly Assembly, string Prefix)? domain = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var session = Asked(() => SqliteSession.OfFile(path, cacheMiB: 64));
        return Prepared(new SqliteStore(path, session, clock ?? TimeProvider.System), domain);
    }

    /// <summary>
    /// A store that ends with the process, for tests: the same statements without a file. It has one connection, so whoever reads waits for
    /// who writes, and who reads inside a write sees what was written so far.
    /// </summary>
    /// <param name="copyOf">The file of a store that it begins as a copy of; null: it begins empty.</param>
    /// <param name="domain">As for <see cref="Open"/>.</param>
    /// <param name="clock">As for <see cref="Open"/>.</param>
    /// <exception cref="StoreUnavailableException">The file that is to be copied cannot be read.</exception>
    public static SqliteStore OpenInMemory(string? copyOf = null, (Assembly Assembly, string Prefix)? domain = null, TimeProvider? clock = null)
    {
        var session = Asked(() => SqliteSession.InMemory(copyOf));
        return Prepared(new SqliteStore("", session, clock ?? TimeProvider.System), domain);
    }

    static SqliteStore Prepared(SqliteStore store, (Assembly Assembly, string Prefix)? domain)
    {
        var session = store.writer.Session;
        try
        {
            if (!store.IsInMemory) EngineCheck.Assert(session);
            return Asked(() =>
            {
                Migrations.Run(session, "stillso", new EmbeddedSql(typeof(SqliteStore).Assembly, "Stillso.Sqlite.Migrations."));
                if (domain is { } d) Migrations.Run(session, "domain", new EmbeddedSql(d.Assembly, d.Prefix));
                return store;
            });
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Writes a consistent copy of the whole store to a new file, while others go on working.</summary>
    public void CopyTo(string path) => WithReader(reader => reader.Statements.Execute("vacuum into @path", path));

    /// <inheritdoc/>
    public T Write<T>(Func<ILedgerTransaction, T> work) => Asked(() => writer.Write(sql => work(new SqliteTransactionScope(sql))));

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<ILedgerTransaction, T> work) => queue.WriteAsync(sql => work(new SqliteTransactionScope(sql)));

    /// <inheritdoc/>
    public void Together(Action work) => Asked(() =>
    {
        writer.Together(work);
        return true;
    });

    /// <summary>
    /// The ledger in a transaction of yours on the same file: jobs that are enqueued in it are there when you commit, and not if you do not.
    /// Nobody else writes meanwhile, so commit soon. It is Microsoft.Data.Sqlite's, or what <c>GetDbTransaction()</c> says of Entity Framework Core's.
    /// </summary>
    /// <exception cref="ArgumentException">The transaction is over, of another file, or not Microsoft.Data.Sqlite's; or the store is in memory.</exception>
    public ILedgerTransaction Join(DbTransaction transaction)
    {
        if (transaction is not SqliteTransaction) throw new ArgumentException($"A {transaction.GetType().Name} is not a transaction of Microsoft.Data.Sqlite.", nameof(transaction));
        if (IsInMemory) throw new ArgumentException("A store in memory has no transactions but its own: write through it.", nameof(transaction));
        var connection = transaction.Connection ?? throw new ArgumentException("The transaction is over: begin one.", nameof(transaction));
        var joined = new Statements(connection) { Transaction = transaction };
        var file = joined.First("select file from pragma_database_list where name = 'main'", r => r.GetString(0));
        return file == System.IO.Path.GetFullPath(Path)
            ? new SqliteTransactionScope(joined)
            : throw new ArgumentException($"The transaction is of {file}, and the jobs are in {Path}: open your connection there.", nameof(transaction));
    }

    /// <inheritdoc/>
    public T Read<T>(Func<ILedgerTransaction, T> work) =>
        WithReader(reader => reader.InTransaction(immediate: false, () => work(new SqliteTransactionScope(reader.Statements))));

    /// <inheritdoc/>
    public void Forget(DateTimeOffset before) => Forgetting.Forget(this, before);

    /// <inheritdoc/>
    public DateTimeOffset? NextOccurrence() => Look(sql => new SqliteSchedules(sql).Next());

    /// <inheritdoc/>
    public Epoch BeginEpoch(string owner) =>
        new(Write(tx => tx.Sql.Number(Sql["begin_epoch"], owner, Columns.Of(clock.GetUtcNow()))), owner);

    /// <inheritdoc/>
    public bool Heartbeat(long epoch) => Write(tx => tx.Sql.Execute(Sql["heartbeat"], Columns.Of(clock.GetUtcNow()), epoch) == 1);

    /// <inheritdoc/>
    public void EndEpoch(long epoch) => Write(tx => Leasing.End(tx.Sql, epoch));

    /// <inheritdoc/>
    public int ReturnLost(TimeSpan lostAfter) => Write(tx => Leasing.ReturnLost(tx.Sql, clock.GetUtcNow() - lostAfter));

    /// <inheritdoc/>
    public IReadOnlyList<LeasedJob> Lease(LeaseRequest request) =>
        // Nothing is done under a lease before its jobs are entered, and that commit makes both durable: a power cut in between
        // takes both back, and a process that is killed loses nothing.
        AnyDue(request) ? Asked(() => writer.Write(sql => Leasing.Lease(new SqliteTransactionScope(sql), request), lasting: IsInMemory)) : [];

    /// <inheritdoc/>
    public long? Version => IsInMemory ? null : Asked(() =>
    {
        lock (watcher) return watcher.Value.Statements.First("pragma data_version", r => r.GetInt64(0));
    });

    /// <inheritdoc/>
    public event Action? Committed
    {
        add => writer.Committed += value;
        remove => writer.Committed -= value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextDue(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds = null) =>
        Look(sql => NextDue(sql, queues, kinds));

    /// <inheritdoc/>
    public IReadOnlyList<WaitingJob> Waiting(string? orderingKey = null) => Read(tx => orderingKey is null
        ? tx.Sql.Query(Sql["waiting"], Columns.Waiting)
        : tx.Sql.Query(Sql["waiting_of_key"], Columns.Waiting, orderingKey));

    /// <inheritdoc/>
    public IReadOnlyList<long> Cancelled(long epoch) => Look(sql => sql.Query(Sql["cancelled_of_epoch"], r => r.GetInt64(0), epoch));

    /// <inheritdoc/>
    public JobProgress? ProgressOf(long job) => Look(sql => sql.First(
        Sql["progress_of_job"], r => new JobProgress(
            r.GetInt64(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetDouble(2), Columns.Text(r, 3), r.GetInt64(4) == 1, r.GetInt64(5) == 1), job));

    /// <inheritdoc/>
    public IReadOnlyList<StoppedJob> Stopped(StoppedJobs? which = null) => Read(tx => Sqlite.Stopped.All(tx.Sql, which ?? new()));

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        foreach (var reader in readers) reader.Dispose();
        if (watcher.IsValueCreated) watcher.Value.Dispose();
    }

    bool IsInMemory => Path.Length == 0;

    // One statement that needs no snapshot. Whoever writes sees what is written, and takes no second connection.
    T Look<T>(Func<Statements, T> look) => writer.IsMine ? Asked(() => look(writer.Session.Statements)) : WithReader(reader => look(reader.Statements));

    T WithReader<T>(Func<SqliteSession, T> work)
    {
        if (IsInMemory) return Asked(() => writer.Read(work));
        if (!readers.TryTake(out var reader)) reader = Asked(() => SqliteSession.OfFile(Path));
        var before = reader.Statements.Executed;
        try
        {
            return Asked(() => work(reader));
        }
        finally
        {
            Interlocked.Add(ref read, reader.Statements.Executed - before);
            readers.Add(reader);
        }
    }

    // Whose fault an error is decides who pays for it: a full disk is no job's. The lowest byte says what it is, the rest of some codes why.
    static T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (SqliteException e) when ((e.SqliteErrorCode & 0xff) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR
            or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL)
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }

    // Looking before leaping: an idle worker takes no write lock, and no snapshot for two questions that need none.
    bool AnyDue(LeaseRequest request) => Look(sql =>
    {
        if (NextDue(sql, request.Queues, request.Kinds) <= request.Now.AddSeconds(1)) return true;
        new SqliteTransactionScope(sql).Fence(request.Epoch);
        return false;
    });

    static DateTimeOffset? NextDue(Statements sql, IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds) =>
        queues.Select(q => sql.First(Sql["next_due"], r => (DateTimeOffset?)Columns.Instant(r, 0), q, Columns.Of(kinds))).Min();
}
