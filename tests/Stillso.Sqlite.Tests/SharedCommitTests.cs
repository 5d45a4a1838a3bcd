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
    public void What_is_written_together_commits_once_and_each_sees_those_before_it()
    {
        var before = store.Commits;
        store.Together(() =>
        {
            Write("first");
            Assert.Throws<InvalidOperationException>(() => store.Write(tx =>
            {
                tx.Enqueue([new NewJob("failed", "{}")], DateTimeOffset.UnixEpoch);
                throw new InvalidOperationException();
            }));
            Assert.Equal(1, store.Write(tx => tx.Sql.Number("select count(*) from stillso_jobs")));
            Write("second");
            // Nobody else sees any of it.
            Assert.Empty(store.Waiting());
        });
        Assert.Equal(1, store.Commits - before);
        Assert.Equal(["first", "second"], store.Waiting().Select(j => j.Kind));
        store.Together(() => { });
        Assert.Equal(1, store.Commits - before);
    }

    [Fact]
    public void If_the_first_that_is_written_together_fails_those_after_it_commit()
    {
        var before = store.Commits;
        store.Together(() =>
        {
            Assert.Equal("first", Assert.Throws<InvalidOperationException>(() => store.Write(tx =>
            {
                tx.Enqueue([new NewJob("failed", "{}")], DateTimeOffset.UnixEpoch);
                return tx.FindBatch("none") is null ? throw new InvalidOperationException("first") : 0;
            })).Message);
            Write("second");
            Write("third");
        });
        Assert.Equal(1, store.Commits - before);
        Assert.Equal(["second", "third"], store.Waiting().Select(j => j.Kind));
        Assert.Throws<InvalidOperationException>(() => store.Together(() => store.Write(tx => tx.FindBatch("none") is null ? throw new InvalidOperationException() : 0)));
        Assert.Equal(1, store.Commits - before);
        Write("fourth");
        Assert.Equal(3, store.Waiting().Count);
    }

    [Fact]
    public void Who_leases_together_with_what_it_writes_leases_what_that_has_made_due()
    {
        var epoch = store.BeginEpoch("test").Number;
        store.Together(() =>
        {
            Write("due");
            Assert.Equal("due", Assert.Single(store.Lease(new LeaseRequest(epoch, ["default"], DateTimeOffset.UnixEpoch, 10))).Kind);
        });
        Assert.Empty(store.Lease(new LeaseRequest(epoch, ["default"], DateTimeOffset.UnixEpoch, 10)));
    }

    [Fact]
    public async Task If_what_is_written_together_fails_all_of_it_is_taken_back_and_nothing_of_others()
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var first = Task.Factory.StartNew(() => store.Write(tx =>
        {
            begun.Set();
            goOn.Wait();
            return tx.Enqueue([new NewJob("other", "{}")], DateTimeOffset.UnixEpoch);
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        begun.Wait(TestContext.Current.CancellationToken);
        var failing = Task.Factory.StartNew(() => store.Together(() =>
        {
            Write("mine");
            throw new InvalidOperationException("mine fails");
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // It waits for its turn, and so commits, or not, with the other.
        await Task.Delay(200, TestContext.Current.CancellationToken);
        goOn.Set();
        await first;
        Assert.Equal("mine fails", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.Equal(["other"], store.Waiting().Select(j => j.Kind));
        Write("next");
        Assert.Equal(["next", "other"], store.Waiting().Select(j => j.Kind).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_writes_nothing_after_all_commits_what_others_have_left_to_it(bool fails)
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var first = Task.Factory.StartNew(() => store.Write(tx =>
        {
            begun.Set();
            goOn.Wait();
            return tx.Enqueue([new NewJob("first", "{}")], DateTimeOffset.UnixEpoch);
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        begun.Wait(TestContext.Current.CancellationToken);
        // It waits, so the first leaves the commit to it.
        var second = Task.Factory.StartNew(
            () => store.Together(() => { if (fails) throw new InvalidOperationException(); }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        goOn.Set();
        await first.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(["first"], store.Waiting().Select(j => j.Kind));
        if (fails) await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        else await second;
    }

    [Fact]
    public void What_was_rolled_back_as_a_whole_is_not_taken_for_written_by_those_who_come_after()
    {
        Assert.Throws<StoreUnavailableException>(() => store.Together(() =>
        {
            Write("first");
            Assert.Throws<StoreUnavailableException>(() => store.Write(tx => tx.Sql.Execute("rollback")));
            Assert.Throws<StoreUnavailableException>(() => Write("second"));
        }));
        Assert.Empty(store.Waiting());
        Write("third");
        Assert.Equal(["third"], store.Waiting().Select(j => j.Kind));
    }

    [Fact]
    public void What_is_written_together_is_not_begun_in_a_transaction_nor_in_itself()
    {
        Assert.Throws<InvalidOperationException>(() => store.Write(tx =>
        {
            store.Together(() => { });
            return true;
        }));
        store.Together(() => Assert.Throws<InvalidOperationException>(() => store.Together(() => { })));
        store.Together(() => Assert.Throws<InvalidOperationException>(() => store.Write(_ => store.Write(_ => true))));
    }

    [Fact]
    public async Task Who_waits_without_a_thread_commits_with_those_who_came_meanwhile_and_fails_alone()
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var before = store.Commits;
        // The first keeps the writer busy until all others have come.
        var first = Task.Factory.StartNew(() => store.WriteAsync(tx =>
        {
            begun.Set();
            goOn.Wait();
            return tx.Enqueue([new NewJob("first", "{}")], DateTimeOffset.UnixEpoch)[0];
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        begun.Wait(TestContext.Current.CancellationToken);
        var good = Enumerable.Range(0, 20).Select(n => store.WriteAsync(tx => tx.Enqueue([new NewJob($"good-{n:00}", "{}")], DateTimeOffset.UnixEpoch)[0])).ToList();
        Assert.All(good, t => Assert.False(t.IsCompleted));
        goOn.Set();
        await first;
        await Task.WhenAll(good);
        Assert.Equal(2, store.Commits - before);
        Assert.Equal(21, store.Waiting().Count);
        Assert.Equal(store.Waiting().Where(j => j.Kind != "first").Select(j => j.Id).Order(), good.Select(t => t.Result).Order());

        var bad = store.WriteAsync<bool>(_ => throw new InvalidOperationException("no"));
        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
    }

    [Fact]
    public async Task Of_those_that_wait_together_one_that_fails_takes_no_other_with_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Factory.StartNew(async () =>
        {
            try
            {
                return await store.WriteAsync(tx =>
                {
                    var id = tx.Enqueue([new NewJob($"{n}", "{}")], DateTimeOffset.UnixEpoch)[0];
                    return n % 10 == 3 ? throw new InvalidOperationException() : id;
                });
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default).Unwrap()));
        Assert.Equal(20, answers.Count(id => id == 0));
        Assert.Equal(answers.Where(id => id != 0).Order(), store.Waiting().Select(j => j.Id).Order());
    }

    void Write(string kind) => store.Write(tx => tx.Enqueue([new NewJob(kind, "{}")], DateTimeOffset.UnixEpoch));

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
