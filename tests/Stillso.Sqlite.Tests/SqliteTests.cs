using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Stillso.Conformance;

namespace Stillso.Sqlite.Tests;

public sealed class SqliteQueueTests : QueueConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteLedgerTests : LedgerConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteEngineTests : EngineConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteBatchTests : BatchConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteAfterBatchTests : AfterBatchConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteStoppedTests : StoppedConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteProgressTests : ProgressConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteEffectTests : EffectConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteLimitTests : LimitConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));
}

public sealed class SqliteScheduleTests : ScheduleConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));

    protected override SqliteStore Beside() => Until(SqliteStore.Open(File("store.db")));
}

public sealed class SqliteRecurringTests : RecurringConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));

    protected override SqliteStore Beside() => Until(SqliteStore.Open(File("store.db")));
}

/// <summary>What SQLite itself must promise.</summary>
public sealed class SqliteFileTests : IDisposable
{
    readonly TemporaryFile file = new();

    [Fact]
    public void A_full_disk_is_the_stores_own_trouble_and_what_was_committed_stands()
    {
        using var store = SqliteStore.Open(file.Path);
        var now = DateTimeOffset.UnixEpoch;
        store.Write(tx => tx.Enqueue([new NewJob("kept", "{}")], now));
        // As large as it is, and no larger.
        store.Write(tx => tx.Sql.Number("pragma max_page_count = 1"));
        var refused = Assert.Throws<StoreUnavailableException>(() => store.Write(tx => tx.Enqueue([.. Enumerable.Repeat(new NewJob("lost", new string('x', 1000)), 1000)], now)));
        Assert.Contains("full", refused.Message);
        Assert.Equal(["kept"], store.Waiting().Select(j => j.Kind));
    }

    [Fact]
    public void Commits_are_durable_wal_is_on_and_the_engine_is_new_enough()
    {
        using var store = SqliteStore.Open(file.Path);
        Assert.Equal((2L, "wal"), store.Read(tx => (
            tx.Sql.First("pragma synchronous", r => r.GetInt64(0)), tx.Sql.First("pragma journal_mode", r => r.GetString(0)))));
        Assert.True(store.Read(tx => Version.Parse(tx.Sql.First("select sqlite_version()", r => r.GetString(0))!)) >= SqliteStore.OldestEngine);
        Assert.Equal(StoreTraits.SharesTransaction | StoreTraits.Durable, store.Traits);
    }

    [Theory]
    [InlineData("3.51.2", "wal", "2", "3.51.3 or later")]
    [InlineData("3.46.1", "wal", "2", "3.51.3 or later")]
    [InlineData("3.53.3", "delete", "2", "WAL")]
    [InlineData("3.53.3", "memory", "2", "WAL")]
    [InlineData("3.53.3", "wal", "1", "synchronous=FULL")]
    public void An_engine_that_could_lose_commits_is_refused_with_the_remedy(string version, string journalMode, string synchronous, string said)
    {
        EngineCheck.Assert("3.51.3", "wal", "2");
        var refused = Assert.Throws<NotSupportedException>(() => EngineCheck.Assert(version, journalMode, synchronous));
        Assert.Contains(said, refused.Message);
    }

    [Fact]
    public void A_file_that_keeps_its_texts_otherwise_is_refused_with_the_remedy()
    {
        using (var connection = new SqliteConnection($"Data Source={file.Path};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma encoding = 'UTF-16'; create table t (a)";
            command.ExecuteNonQuery();
        }
        Assert.Contains("UTF-8", Assert.Throws<NotSupportedException>(() => SqliteStore.Open(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_who_waited_nothing_is_left_when_what_it_waited_for_has_ended_also_if_it_was_taken_back()
    {
        using var store = SqliteStore.Open(file.Path);
        var now = DateTimeOffset.UnixEpoch;
        var first = store.Write(tx => tx.Enqueue([new NewJob("first", "{}")], now))[0];
        var second = store.Write(tx => tx.Enqueue([new NewJob("second", "{}") { After = [first] }], now))[0];
        Assert.Equal(1, store.Read(tx => tx.Sql.Number("select count(*) from stillso_waits")));
        store.Write(tx => tx.CancelJob(second, now));
        store.Write(tx => tx.CancelJob(first, now));
        Assert.Equal(0, store.Read(tx => tx.Sql.Number("select count(*) from stillso_waits")));
    }

    [Fact]
    public async Task Several_stores_on_one_file_lose_nothing_and_lease_nothing_twice()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => SqliteStore.Open(file.Path)).ToList();
        var now = new DateTimeOffset(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);
        await Task.WhenAll(stores.Select(store => Task.Run(() =>
        {
            for (var n = 0; n < 50; n++) store.Write(tx => tx.Enqueue([new NewJob("job", "{}"), new NewJob("job", "{}")], now));
        })));
        var leased = await Task.WhenAll(stores.Select(store => Task.Run(() =>
        {
            var epoch = store.BeginEpoch("test").Number;
            var taken = new List<long>();
            while (store.Lease(new LeaseRequest(epoch, ["default"], now, 7)) is { Count: > 0 } jobs) taken.AddRange(jobs.Select(j => j.Id));
            return taken;
        })));
        Assert.Equal(400, leased.SelectMany(l => l).Distinct().Count());
        Assert.Equal(400, leased.Sum(l => l.Count));
        foreach (var store in stores) store.Dispose();
    }

    sealed record Invoice(int Number);

    sealed class Sender : IJobHandler<Invoice>
    {
        public Task RunAsync(Invoice job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    [Fact]
    public void A_job_that_is_enqueued_in_a_transaction_of_ones_own_is_there_with_what_that_committed()
    {
        using var store = SqliteStore.Open(file.Path);
        var jobs = new JobClient(store, new JobRegistry().Add("send", new Sender()), TimeProvider.System);
        using var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "create table invoices (number integer primary key) strict; insert into invoices values (0)";
        command.ExecuteNonQuery();
        foreach (var (number, commit) in new[] { (1, false), (2, true) })
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            command.CommandText = $"insert into invoices values ({number})";
            command.ExecuteNonQuery();
            Assert.NotEqual(0, jobs.EnqueueIn(store.Join(transaction), [new Invoice(number)]).Single());
            Assert.Empty(store.Waiting());
            if (commit) transaction.Commit();
            else transaction.Rollback();
        }
        Assert.Equal("{\"Number\":2}", Assert.Single(store.Waiting()).Payload);
        Assert.Equal(2, store.Read(tx => tx.Sql.Number("select count(*) from invoices")));

        var over = connection.BeginTransaction();
        over.Commit();
        Assert.Throws<ArgumentException>(() => store.Join(over));
        using var other = new SqliteConnection("Data Source=:memory:");
        other.Open();
        using var elsewhere = other.BeginTransaction();
        Assert.Contains("the jobs are in", Assert.Throws<ArgumentException>(() => store.Join(elsewhere)).Message);
    }

    [Fact]
    public void The_database_itself_refuses_a_second_open_intent_of_a_debt()
    {
        using var store = SqliteStore.Open(file.Path);
        const string Insert = "insert into stillso_intents (intent_key, kind, subject, debt, state, frozen, decided_at) values (@key, 'charge', 's', 'd', 'Ready', '{}', 0)";
        store.Write(tx => tx.Sql.Execute(Insert, "k1"));
        Assert.Throws<SqliteException>(() => store.Write(tx => tx.Sql.Execute(Insert, "k2")));
    }

    [Fact]
    public async Task A_worker_that_has_nothing_to_do_looks_without_writing_and_seldom_for_schedules()
    {
        using var store = SqliteStore.Open(file.Path);
        store.Write(tx => tx.Define(new Schedule("later", Recurring.Every(1).Hour(), new NewJob("job", "{}")), DateTimeOffset.UnixEpoch));
        var (commits, statements, turns) = (store.Commits, store.Statements, 0);
        using var worker = new Worker(
            store, store, new JobRegistry(), [], new SimulatedClock(DateTimeOffset.UnixEpoch),
            new WorkerOptions { Poll = TimeSpan.FromMilliseconds(1), StopWhen = () => ++turns > 100 }, NullLogger<Worker>.Instance);
        await worker.RunAsync("test", TestContext.Current.CancellationToken);
        // The epoch's begin and end, and the look for lost ones.
        Assert.Equal(3, store.Commits - commits);
        // Each turn asks whether its epoch lives and what is due next.
        Assert.InRange(store.Statements - statements, 200, 220);
    }

    public void Dispose() => file.Dispose();
}

sealed class TemporaryFile : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("stillso-").FullName;

    public string Path => System.IO.Path.Combine(folder, "store.db");

    readonly List<SqliteStore> beside = [];

    /// <summary>Another store on the file, as another process has it; it is closed with the file.</summary>
    public SqliteStore Beside()
    {
        beside.Add(SqliteStore.Open(Path));
        return beside[^1];
    }

    public void Dispose()
    {
        foreach (var store in beside) store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
