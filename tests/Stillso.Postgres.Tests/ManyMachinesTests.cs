using System.Collections.Concurrent;

namespace Stillso.Postgres.Tests;

/// <summary>What holds when several processes use one store at the same time.</summary>
public sealed class ManyMachinesTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30), Meanwhile = TimeSpan.FromMilliseconds(300);
    readonly List<PostgresStore> stores;

    public ManyMachinesTests(PostgresServer server)
    {
        var schema = server.Schema();
        stores = [.. Enumerable.Range(0, 4).Select(_ => schema.Open())];
    }

    PostgresStore Store => stores[0];

    [Fact]
    public async Task Several_stores_lose_nothing_and_lease_nothing_twice()
    {
        await EachAsync(store =>
        {
            for (var n = 0; n < 50; n++) store.Write(tx => tx.Enqueue([new NewJob("job", "{}"), new NewJob("job", "{}")], Now));
        });
        var leased = new ConcurrentBag<long>();
        await EachAsync(store =>
        {
            var epoch = store.BeginEpoch("test").Number;
            while (store.Lease(new LeaseRequest(epoch, ["default"], Now, 7)) is { Count: > 0 } jobs)
            {
                foreach (var job in jobs) leased.Add(job.Id);
            }
        });
        Assert.Equal(400, leased.Distinct().Count());
        Assert.Equal(400, leased.Count);
    }

    [Fact]
    public async Task Jobs_of_one_key_run_one_at_a_time_and_in_order_however_many_workers_lease()
    {
        const int Keys = 5, Each = 40;
        Store.Write(tx => tx.Enqueue([.. Enumerable.Range(0, Keys * Each).Select(n => new NewJob("job", "{}") { OrderingKey = $"key{n % Keys}" })], Now));
        var (running, ran) = (new ConcurrentDictionary<string, long>(), new ConcurrentQueue<(string Key, long Id)>());
        await WorkAsync(Keys * Each, Begin, End);
        Assert.Equal(Keys * Each, ran.Count);
        foreach (var key in ran.GroupBy(r => r.Key, r => r.Id)) Assert.Equal(key.Order(), key);

        void Begin(LeasedJob job)
        {
            Assert.True(running.TryAdd(job.OrderingKey!, job.Id), $"two jobs of {job.OrderingKey} run");
            ran.Enqueue((job.OrderingKey!, job.Id));
        }

        void End(LeasedJob job) => Assert.True(running.TryRemove(job.OrderingKey!, out _));
    }

    [Fact]
    public async Task A_limit_is_not_exceeded_by_workers_that_lease_at_the_same_time()
    {
        const int Jobs = 200, Most = 3;
        Store.Queues.Set(Limit.OfQueue("default") with { Concurrency = Most }, Now);
        Store.Write(tx => tx.Enqueue([.. Enumerable.Range(0, Jobs).Select(_ => new NewJob("job", "{}"))], Now));
        var (running, most) = (0, 0);
        await WorkAsync(Jobs, Begin, _ => Interlocked.Decrement(ref running));
        Assert.InRange(most, 1, Most);

        void Begin(LeasedJob job)
        {
            var now = Interlocked.Increment(ref running);
            for (var seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
            Thread.Yield();
        }
    }

    [Fact]
    public async Task A_worker_is_not_declared_lost_while_its_transaction_is_under_way_and_nobody_waits_for_that()
    {
        Store.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now));
        var epoch = Store.BeginEpoch("slow").Number;
        var job = Store.Lease(new LeaseRequest(epoch, ["default"], Now, 1)).Single();
        using ManualResetEventSlim entered = new(), goOn = new();
        var working = InThread(() => Store.Write(tx =>
        {
            tx.Enter(epoch, [job.Id]);
            entered.Set();
            Assert.True(goOn.Wait(Soon));
            tx.Finish([new JobEnd(job, JobEndKind.Completed)], Now);
        }));
        Assert.True(entered.Wait(Soon));
        Assert.True(stores[1].Heartbeat(epoch));
        Assert.Equal(0, stores[1].ReturnLost(TimeSpan.Zero));
        goOn.Set();
        await working.WaitAsync(Soon);
        Assert.Null(Store.ProgressOf(job.Id));
        stores[1].ReturnLost(TimeSpan.Zero);
        Assert.Throws<EpochOverException>(() => Store.Write(tx => tx.Fence(epoch)));
    }

    [Fact]
    public async Task A_job_that_is_enqueued_after_another_is_released_also_if_that_ends_meanwhile()
    {
        var first = Store.Write(tx => tx.Enqueue([new NewJob("first", "{}")], Now)).Single();
        var epoch = Store.BeginEpoch("test").Number;
        var job = Store.Lease(new LeaseRequest(epoch, ["default"], Now, 1)).Single();
        Store.Write(tx => tx.Enter(epoch, [first]));
        Task? ending = null;
        Store.Write(tx =>
        {
            tx.Enqueue([new NewJob("second", "{}") { After = [first] }], Now);
            ending = InThread(() => stores[1].Write(other => other.Finish([new JobEnd(job, JobEndKind.Completed)], Now)));
            Thread.Sleep(Meanwhile);
        });
        await ending!.WaitAsync(Soon);
        Assert.Equal("second", Assert.Single(Store.Lease(new LeaseRequest(epoch, ["default"], Now, 9))).Kind);
    }

    [Fact]
    public async Task A_job_that_comes_after_a_batch_is_released_also_if_that_completes_meanwhile()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { StaysOpen = true }));
        Task? sealing = null;
        Store.Write(tx =>
        {
            tx.Enqueue([new NewJob("second", "{}") { AfterBatches = ["batch"] }], Now);
            sealing = InThread(() => stores[1].Write(other => other.Seal("batch", Now)));
            Thread.Sleep(Meanwhile);
        });
        await sealing!.WaitAsync(Soon);
        Assert.Equal("second", Assert.Single(Store.Lease(new LeaseRequest(Store.BeginEpoch("test").Number, ["default"], Now, 9))).Kind);
    }

    [Fact]
    public async Task Jobs_of_one_batch_that_end_on_several_machines_at_once_are_counted_out_once_each()
    {
        const int Jobs = 200;
        Store.Write(tx => tx.Open(new NewBatch("batch") { OnComplete = new NewJob("complete", "{}") { Queue = "after" } }));
        Store.Write(tx => tx.Enqueue([.. Enumerable.Range(0, Jobs).Select(_ => new NewJob("job", "{}") { Batch = "batch" })], Now));
        await WorkAsync(Jobs, _ => { }, _ => { });
        Assert.Equal((Jobs, 0L, true), Store.Read(tx => tx.FindBatch("batch")) is { } batch ? (batch.Completed, batch.Pending, batch.IsComplete) : default);
        Assert.Single(Store.Waiting());
    }

    [Fact]
    public async Task Whoever_locks_a_batch_keeps_others_from_counting_in_it_until_the_end()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { StaysOpen = true }));
        Task? enqueueing = null;
        Store.Write(tx =>
        {
            tx.LockBatch("batch");
            tx.LockBatch("never opened");
            enqueueing = InThread(() => stores[1].Write(other => other.Enqueue([new NewJob("job", "{}") { Batch = "batch" }], Now)));
            Assert.False(enqueueing.Wait(Meanwhile));
        });
        await enqueueing!.WaitAsync(Soon);
    }

    [Fact]
    public void To_take_back_a_job_waits_for_no_worker_that_begins_another_one_of_its_key()
    {
        Store.Write(tx => tx.Enqueue([new NewJob("due", "{}") { OrderingKey = "key" }, new NewJob("later", "{}") { OrderingKey = "key", RunAt = Now.AddDays(1) }], Now));
        var epoch = Store.BeginEpoch("test").Number;
        IReadOnlyList<WaitingJob> taken = [];
        Store.Together(() =>
        {
            var job = Store.Lease(new LeaseRequest(epoch, ["default"], Now, 9)).Single();
            var cancelling = InThread(() => stores[1].Write(tx =>
            {
                // As every change does: the job that begins would wait for this one.
                tx.Lock(["subject"]);
                return tx.Cancel("key", j => j.RunAt > Now, Now);
            }));
            Assert.True(cancelling.Wait(Soon));
            taken = cancelling.Result;
            Store.Write(tx => tx.Enter(epoch, [job.Id]));
        });
        Assert.Equal("later", Assert.Single(taken).Kind);
    }

    [Fact]
    public async Task Of_two_that_wait_for_each_other_one_is_run_again_and_a_worker_s_turn_is_rolled_back()
    {
        Assert.Empty(await TwoAsync((store, work) => store.Write(work)));
        Assert.Empty(await TwoAsync((store, work) => store.WriteAsync(work).GetAwaiter().GetResult()));
        Assert.Equal(4, Store.Read(tx => tx.CurrentSeq("a")));
        var refused = await TwoAsync((store, work) =>
        {
            store.Together(() => store.Write(work));
            return 0;
        });
        Assert.IsType<StoreUnavailableException>(Assert.Single(refused));
        Assert.Equal(5, Store.Read(tx => tx.CurrentSeq("a")));

        async Task<IReadOnlyCollection<Exception>> TwoAsync(Func<PostgresStore, Func<ILedgerTransaction, long>, long> write)
        {
            var errors = new ConcurrentBag<Exception>();
            using var both = new CountdownEvent(2);
            await Task.WhenAll(new[] { (Store, "a", "b"), (stores[1], "b", "a") }.Select(two => InThread(() =>
            {
                try
                {
                    write(two.Item1, tx =>
                    {
                        tx.NextSeq(two.Item2);
                        if (!both.IsSet) both.Signal();
                        Assert.True(both.Wait(Soon));
                        return tx.NextSeq(two.Item3);
                    });
                }
                catch (StoreUnavailableException e)
                {
                    errors.Add(e);
                }
            })));
            return errors;
        }
    }

    // Four workers lease, begin, end and finish until so many jobs have.
    async Task WorkAsync(int jobs, Action<LeasedJob> begin, Action<LeasedJob> end)
    {
        var finished = 0;
        await EachAsync(store =>
        {
            var epoch = store.BeginEpoch("test").Number;
            while (Volatile.Read(ref finished) < jobs)
            {
                var leased = store.Lease(new LeaseRequest(epoch, ["default"], Now, 3));
                foreach (var job in leased) begin(job);
                foreach (var job in leased) end(job);
                store.Write(tx =>
                {
                    Assert.Equal(leased.Count, tx.Enter(epoch, [.. leased.Select(j => j.Id)]).Count);
                    tx.Finish([.. leased.Select(j => new JobEnd(j, JobEndKind.Completed))], Now);
                });
                Interlocked.Add(ref finished, leased.Count);
            }
        });
    }

    Task EachAsync(Action<PostgresStore> work) => Task.WhenAll(stores.Select(store => InThread(() => work(store)))).WaitAsync(2 * Soon);

    static Task InThread(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    static Task<T> InThread<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        foreach (var store in stores) store.Dispose();
    }
}
