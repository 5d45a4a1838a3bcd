using Microsoft.Data.Sqlite;
using Stillso.Conformance;

namespace Stillso.Sqlite.Tests;

public sealed class SqliteInMemoryQueueTests : QueueConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.OpenInMemory();
}

public sealed class SqliteInMemoryLedgerTests : LedgerConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.OpenInMemory();
}

public sealed class SqliteInMemoryEngineTests : EngineConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.OpenInMemory();
}

public sealed class SqliteInMemoryBatchTests : BatchConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.OpenInMemory();
}

public sealed class SqliteInMemoryScheduleTests : ScheduleConformance<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.OpenInMemory();
}

/// <summary>A store without a file: what differs from one with a file.</summary>
public sealed class SqliteInMemoryTests : IDisposable
{
    readonly TemporaryFile file = new();
    readonly SqliteStore store = SqliteStore.OpenInMemory();

    public void Dispose()
    {
        store.Dispose();
        file.Dispose();
    }

    [Fact]
    public void Nothing_in_it_outlives_the_process_and_it_says_so()
    {
        Assert.Equal(StoreTraits.SharesTransaction, store.Traits);
        Assert.Equal("", store.Path);
        Assert.Null(store.Version);
    }

    [Fact]
    public void It_begins_as_a_copy_of_a_file_which_stays_as_it_was()
    {
        using (var original = SqliteStore.Open(file.Path)) Enqueue(original, "kept");
        using var copy = SqliteStore.OpenInMemory(file.Path);
        Enqueue(copy, "new");
        Assert.Equal(["kept", "new"], Kinds(copy));
        using var again = SqliteStore.Open(file.Path);
        Assert.Equal(["kept"], Kinds(again));
    }

    [Fact]
    public void Many_copy_one_file_at_once()
    {
        using (var original = SqliteStore.Open(file.Path)) Enqueue(original, "kept");
        var threads = Enumerable.Range(0, 4).Select(_ =>
        {
            var failures = new List<Exception>();
            var thread = new Thread(() =>
            {
                for (var n = 0; n < 100 && failures.Count == 0; n++)
                {
                    try
                    {
                        SqliteStore.OpenInMemory(file.Path).Dispose();
                    }
                    catch (Exception e)
                    {
                        failures.Add(e);
                    }
                }
            });
            thread.Start();
            return (Thread: thread, Failures: failures);
        }).ToList();
        foreach (var (thread, _) in threads) thread.Join();
        Assert.Empty(threads.SelectMany(t => t.Failures));
    }

    [Fact]
    public void It_can_be_written_to_a_file()
    {
        Enqueue(store, "kept");
        store.CopyTo(file.Path);
        using var kept = SqliteStore.Open(file.Path);
        Assert.Equal(["kept"], Kinds(kept));
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_made() =>
        Assert.Contains("unable to open", Assert.Throws<StoreUnavailableException>(() => SqliteStore.OpenInMemory(file.Path)).Message);

    [Fact]
    public async Task Who_reads_waits_for_who_writes_and_sees_nothing_half_done()
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var writing = Task.Factory.StartNew(() => store.Write(tx =>
        {
            tx.Enqueue([new NewJob("taken back", "{}")], DateTimeOffset.UnixEpoch);
            begun.Set();
            goOn.Wait();
            return tx.FindBatch("none") is null ? throw new InvalidOperationException() : 0;
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        begun.Wait(TestContext.Current.CancellationToken);
        var reading = Task.Factory.StartNew(() => Kinds(store), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(reading.IsCompleted);
        goOn.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => writing);
        Assert.Empty(await reading);
    }

    [Fact]
    public void Who_reads_inside_a_write_sees_what_was_written_so_far()
    {
        store.Write(tx =>
        {
            tx.Enqueue([new NewJob("so far", "{}")], DateTimeOffset.UnixEpoch);
            Assert.Equal(["so far"], Kinds(store));
        });
        Assert.Equal(["so far"], Kinds(store));
    }

    [Fact]
    public void Nobody_joins_it_from_outside()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Assert.Contains("in memory", Assert.Throws<ArgumentException>(() => store.Join(transaction)).Message);
    }

    static void Enqueue(SqliteStore to, string kind) => to.Write(tx => tx.Enqueue([new NewJob(kind, "{}")], DateTimeOffset.UnixEpoch));

    static IReadOnlyList<string> Kinds(SqliteStore of) => [.. of.Waiting().Select(j => j.Kind)];
}
