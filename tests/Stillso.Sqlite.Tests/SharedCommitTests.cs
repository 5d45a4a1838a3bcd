namespace Stillso.Sqlite.Tests;

/// <summary>Many who write at once share a commit, and nothing else.</summary>
public sealed class SharedCommitTests : IDisposable
{
    const int Others = 8;
    readonly TemporaryFile file = new();
    readonly SqliteStore store;

    public SharedCommitTests() => store = SqliteStore.Open(file.Path);

    public void Dispose()
    {
        store.Dispose();
        file.Dispose();
    }

    [Fact]
    public async Task Who_comes_while_another_writes_commits_with_it()
    {
        var before = store.Commits;
        var failures = await WriteAtOnce((tx, n) => tx.Enqueue([new NewJob($"job-{n}", "{}")], DateTimeOffset.UnixEpoch));
        Assert.All(failures, Assert.Null);
        Assert.Equal([.. Enumerable.Range(0, Others + 1).Select(n => $"job-{n}").Order(StringComparer.Ordinal)], store.Waiting().Select(j => j.Kind).Order(StringComparer.Ordinal));
        Assert.InRange(store.Commits - before, 1, Others);
    }

    [Fact]
    public async Task Who_fails_takes_back_its_own_and_nobody_elses()
    {
        var failures = await WriteAtOnce((tx, n) =>
        {
            tx.Enqueue([new NewJob($"job-{n}", "{}")], DateTimeOffset.UnixEpoch);
            if (n % 2 == 1) throw new InvalidOperationException($"number {n}");
        });
        Assert.Equal(Enumerable.Range(0, Others + 1).Select(n => n % 2 == 1 ? $"number {n}" : null), failures.Select(f => f?.Message));
        Assert.Equal(["job-0", "job-2", "job-4", "job-6", "job-8"], store.Waiting().Select(j => j.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nobody_is_told_before_the_commit_that_is_refused()
    {
        // A key that is checked at the commit: the transaction as a whole is refused, and says so.
        store.Write(tx => tx.Sql.Number("create table parents (id integer primary key)"));
        store.Write(tx => tx.Sql.Number("create table children (parent integer references parents (id) deferrable initially deferred)"));
        Assert.ThrowsAny<Exception>(() => store.Write(tx => tx.Sql.Execute("insert into children (parent) values (@parent)", 1L)));
        Assert.Equal(0, store.Read(tx => tx.Sql.Number("select count(*) from children")));
        Assert.Equal(1, store.Write(tx => tx.Sql.Execute("insert into parents (id) values (@id)", 1L)));
    }

    [Fact]
    public void A_transaction_in_another_is_refused_and_the_outer_one_goes_on()
    {
        store.Write(tx =>
        {
            Assert.Throws<InvalidOperationException>(() => store.Write(_ => true));
            return tx.Enqueue([new NewJob("outer", "{}")], DateTimeOffset.UnixEpoch);
        });
        Assert.Equal(["outer"], store.Waiting().Select(j => j.Kind));
    }

    // The first writes until the others have come.
    async Task<IReadOnlyList<Exception?>> WriteAtOnce(Action<ILedgerTransaction, int> write)
    {
        using var come = new CountdownEvent(Others);
        using var writing = new ManualResetEventSlim();
        Exception? Try(int n, Action first)
        {
            try
            {
                store.Write(tx =>
                {
                    first();
                    write(tx, n);
                    return true;
                });
                return null;
            }
            catch (InvalidOperationException e)
            {
                return e;
            }
        }

        var tasks = new List<Task<Exception?>>
        {
            Task.Factory.StartNew(() => Try(0, () =>
            {
                writing.Set();
                come.Wait();
                Thread.Sleep(100);
            }), TaskCreationOptions.LongRunning),
        };
        writing.Wait();
        tasks.AddRange(Enumerable.Range(1, Others).Select(n => Task.Factory.StartNew(() =>
        {
            come.Signal();
            return Try(n, () => { });
        }, TaskCreationOptions.LongRunning)));
        return await Task.WhenAll(tasks);
    }
}
