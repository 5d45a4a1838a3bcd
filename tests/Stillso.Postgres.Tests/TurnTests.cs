using Npgsql;

namespace Stillso.Postgres.Tests;

/// <summary>What one worker writes together, and what others see and hear of it.</summary>
public sealed class TurnTests(PostgresServer server) : IDisposable
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30), Meanwhile = TimeSpan.FromMilliseconds(500);
    readonly TestSchema schema = server.Schema();
    readonly List<PostgresStore> stores = [];

    [Fact]
    public void What_is_written_together_is_one_commit()
    {
        var (store, other) = (Open(), Open());
        var transactions = new HashSet<long>();
        store.Together(() =>
        {
            for (var n = 0; n < 20; n++)
            {
                store.Write(tx =>
                {
                    tx.NextSeq("a");
                    transactions.Add(tx.Sql.Number("select txid_current()"));
                });
            }
            Assert.Equal(0, other.Read(tx => tx.CurrentSeq("a")));
        });
        Assert.Equal(20, other.Read(tx => tx.CurrentSeq("a")));
        Assert.Single(transactions);
    }

    [Fact]
    public void A_connection_that_is_lost_takes_all_that_was_to_be_written_together_with_it()
    {
        var store = Open();
        Assert.Throws<StoreUnavailableException>(() => store.Together(() =>
        {
            store.Write(tx => tx.NextSeq("a"));
            Assert.Throws<StoreUnavailableException>(() => store.Write(tx => tx.Sql.Execute("select pg_terminate_backend(pg_backend_pid())")));
            // Nobody is to take what was written before it for written.
            store.Write(tx => tx.NextSeq("a"));
        }));
        Assert.Equal(0, store.Read(tx => tx.CurrentSeq("a")));
        store.Together(() => store.Write(tx => tx.NextSeq("a")));
        Assert.Equal(1, store.Read(tx => tx.CurrentSeq("a")));
    }

    [Fact]
    public void A_write_in_which_a_failed_statement_was_caught_fails_and_takes_back_itself_alone()
    {
        var store = Open();
        store.Together(() =>
        {
            Assert.Throws<PostgresException>(() => store.Write(tx =>
            {
                tx.NextSeq("a");
                Assert.Throws<PostgresException>(() => tx.Sql.Execute("select 1 / 0"));
            }));
            store.Write(tx => tx.NextSeq("a"));
        });
        Assert.Equal(1, store.Read(tx => tx.CurrentSeq("a")));
    }

    [Fact]
    public async Task A_commit_that_lets_a_job_begin_is_heard_here_and_by_other_processes()
    {
        var (here, there) = (Open(), Open());
        var (hereHeard, thereHeard) = (Ear(here), Ear(there));
        await HeardAsync(thereHeard, () => here.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now)));
        await HeardAsync(hereHeard, () => here.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now)));
        await HeardAsync(thereHeard, () => here.WriteAsync(tx => tx.Enqueue([new NewJob("job", "{}")], Now)).GetAwaiter().GetResult());
        await HeardAsync(thereHeard, () => here.Together(() => here.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now))));

        using var connection = new NpgsqlConnection(schema.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        here.Join(transaction).Enqueue([new NewJob("job", "{}")], Now);
        await HeardAsync(thereHeard, transaction.Commit);
    }

    [Fact]
    public async Task What_was_not_committed_is_not_heard_and_one_who_was_cut_off_listens_again()
    {
        var (here, there) = (Open(), Open());
        var heard = Ear(there);
        await HeardAsync(heard, () => here.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now)));
        Assert.Throws<InvalidOperationException>(() => here.Write<bool>(tx =>
        {
            tx.Enqueue([new NewJob("job", "{}")], Now);
            throw new InvalidOperationException();
        }));
        await Task.Delay(Meanwhile);
        Assert.Equal(0, heard.CurrentCount);
        here.Write(tx => tx.Sql.Execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and pid <> pg_backend_pid()"));
        // What may have been said meanwhile counts as said.
        Assert.True(await heard.WaitAsync(Soon));
        await HeardAsync(heard, () => here.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now)));
    }

    [Fact]
    public async Task A_subject_whose_premises_are_read_again_does_not_change_before_what_follows_is_committed()
    {
        var (store, other) = (Open(), Open());
        store.Write(tx => tx.NextSeq("account"));
        Task? changing = null;
        store.Write(tx =>
        {
            tx.Lock(["account", "nobody knows it"]);
            changing = Task.Factory.StartNew(() => other.Write(t => t.NextSeq("account")), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Thread.Sleep(Meanwhile);
            Assert.False(changing.IsCompleted);
            Assert.Equal(2, tx.NextSeq("account"));
        });
        await changing!.WaitAsync(Soon);
        Assert.Equal(3, store.Read(tx => tx.CurrentSeq("account")));
    }

    [Fact]
    public void What_a_turn_that_is_rolled_back_had_leased_is_the_first_to_be_leased_again()
    {
        var store = Open();
        var ids = store.Write(tx => tx.Enqueue([.. Enumerable.Range(0, 9).Select(_ => new NewJob("job", "{}"))], Now));
        var epoch = store.BeginEpoch("test").Number;
        for (var n = 0; n < 3; n++)
        {
            Assert.Throws<InvalidOperationException>(() => store.Together(() =>
            {
                Assert.Equal(ids.Take(3), Three());
                throw new InvalidOperationException();
            }));
        }
        var order = new List<long>();
        for (var n = 0; n < 3; n++) store.Together(() => order.AddRange(Three()));
        Assert.Equal(ids, order);

        IEnumerable<long> Three() => store.Lease(new LeaseRequest(epoch, ["default"], Now, 3)).Select(j => j.Id);
    }

    // Whoever listens says so once by itself; nothing else is to be heard but what follows.
    static SemaphoreSlim Ear(PostgresStore store)
    {
        var heard = new SemaphoreSlim(0);
        store.Committed += () => heard.Release();
        Assert.True(heard.Wait(Soon));
        return heard;
    }

    static async Task HeardAsync(SemaphoreSlim heard, Action commit)
    {
        await Task.Delay(Meanwhile);
        while (heard.Wait(0)) continue;
        commit();
        Assert.True(await heard.WaitAsync(Soon));
        await Task.Delay(Meanwhile);
        while (heard.Wait(0)) continue;
    }

    PostgresStore Open()
    {
        stores.Add(schema.Open());
        return stores[^1];
    }

    public void Dispose()
    {
        foreach (var store in stores) store.Dispose();
    }
}
