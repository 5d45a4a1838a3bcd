namespace Stillso.Postgres.Tests;

/// <summary>How it is known who holds which job, though no index tells.</summary>
public sealed class LeasesTests(PostgresServer server) : IDisposable
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);
    readonly TestSchema schema = server.Schema();
    PostgresStore? store;

    PostgresStore Store => store ??= schema.Open();

    [Fact]
    public void A_lease_changes_the_rows_of_its_jobs_where_they_stand_and_no_index()
    {
        Enqueue(2000);
        var epoch = Store.BeginEpoch("test").Number;
        Store.Together(() =>
        {
            var jobs = Lease(epoch, 2000);
            Store.Write(tx =>
            {
                Assert.Equal(1000, tx.Enter(epoch, [.. jobs.Take(1000).Select(j => j.Id)]).Count);
                Assert.Equal((2000, 2000), tx.Sql.First(
                    $"select pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_tuples_hot_updated(oid) from pg_class where oid = '{schema.Name}.jobs'::regclass", r => (r.GetInt64(0), r.GetInt64(1))));
            });
        });
    }

    [Fact]
    public void What_was_leased_is_listed_until_a_lease_that_comes_after_the_end_of_it()
    {
        Enqueue(8);
        var epoch = Store.BeginEpoch("test").Number;
        var (two, three) = (Lease(epoch, 2), Lease(epoch, 3));
        End(epoch, [.. two, three[0]]);
        Assert.Equal([2, 3], Listed());
        var one = Lease(epoch, 1);
        Assert.Equal([3, 1], Listed());

        // What is taken back has removed no list, and has ended nothing.
        Assert.Throws<InvalidOperationException>(() => Store.Together(() =>
        {
            End(epoch, three.Skip(1));
            Lease(epoch, 1);
            throw new InvalidOperationException();
        }));
        Assert.Equal([3, 1], Listed());
        End(epoch, [.. one, .. three.Skip(1)]);
        Lease(epoch, 1);
        Assert.Equal([1], Listed());
        Store.EndEpoch(epoch);
        Assert.Empty(Listed());
        Assert.Equal(2, Store.Waiting().Count);
    }

    [Fact]
    public void What_is_tried_again_by_the_same_worker_is_listed_anew()
    {
        Enqueue(1);
        var epoch = Store.BeginEpoch("test").Number;
        for (var n = 0; n < 3; n++)
        {
            var job = Assert.Single(Lease(epoch, 1));
            Store.Write(tx =>
            {
                tx.Enter(epoch, [job.Id]);
                tx.Finish([new JobEnd(job, JobEndKind.Retried, Now, "again")], Now);
            });
            Assert.Equal([1], Listed());
        }
        Assert.Single(Lease(epoch, 1));
        Assert.Equal(1, Store.ReturnLost(TimeSpan.Zero));
        Assert.Single(Store.Waiting());
        Assert.Empty(Listed());
    }

    [Fact]
    public void A_lease_reads_no_more_than_it_takes_also_where_the_server_thinks_that_nobody_waits()
    {
        // As the server plans it in the end: for any arguments.
        store = PostgresStore.Open($"{schema.ConnectionString};Options=-c plan_cache_mode=force_generic_plan", schema.Name);
        Enqueue(20_000);
        var epoch = Store.BeginEpoch("test").Number;
        Store.Write(tx =>
        {
            tx.Sql.Execute($"update {schema.Name}.jobs set state = 'leased', epoch = 0");
            tx.Sql.Execute($"analyze {schema.Name}.jobs");
            tx.Sql.Execute($"update {schema.Name}.jobs set state = 'waiting', epoch = null");
        });
        for (var n = 0; n < 3; n++)
        {
            Store.Together(() =>
            {
                var before = Read();
                Assert.Equal(10, Lease(epoch, 10).Count);
                Assert.InRange(Read() - before, 10, 2000);
            });
        }

        // The server counts for the connection, and a turn has one.
        long Read() => Store.Write(tx => tx.Sql.Number(
            $"select sum(pg_stat_get_xact_tuples_fetched(oid) + pg_stat_get_xact_tuples_returned(oid))::bigint from pg_class where relnamespace = '{schema.Name}'::regnamespace and relname like 'jobs%'"));
    }

    /// <summary>While the machines are brought to this version one by one.</summary>
    [Fact]
    public void What_a_lost_worker_of_the_version_before_had_is_returned_though_it_has_listed_nothing()
    {
        var ids = Enqueue(3);
        Store.Write(tx =>
        {
            var epoch = tx.Sql.Number($"insert into {schema.Name}.epochs (owner) values ('before') returning epoch");
            tx.Sql.Execute($"update {schema.Name}.jobs set state = 'leased', epoch = @epoch, attempt = attempt + 1 where job_id <> @last", epoch, ids[2]);
            tx.Sql.Execute($"update {schema.Name}.jobs set state = 'entered' where job_id = @first", ids[0]);
        });
        Assert.Equal([ids[2]], Store.Waiting().Select(j => j.Id));
        Assert.Equal(2, Store.ReturnLost(TimeSpan.Zero));
        Assert.Equal(ids, Store.Waiting().Select(j => j.Id));
        Assert.Empty(Listed());
    }

    [Fact]
    public void What_a_worker_of_the_version_before_has_given_up_is_shown_and_replayed()
    {
        var ids = Enqueue(2);
        Store.Write(tx => tx.Sql.Execute($"update {schema.Name}.jobs set state = 'dead', error = 'why' where job_id = @first", ids[0]));
        Assert.Equal("why", Assert.Single(Store.Stopped()).Reason);
        var epoch = Store.BeginEpoch("test").Number;
        Assert.Equal([ids[1]], Lease(epoch, 2).Select(j => j.Id));
        Store.Write(tx => tx.Replay(new StoppedJobs(), Now));
        Assert.Equal([ids[0]], Lease(epoch, 2).Select(j => j.Id));
    }

    [Fact]
    public void Jobs_of_workers_of_both_versions_count_for_the_limit_of_their_queue()
    {
        Enqueue(4);
        Store.Write(tx => tx.Sql.Execute(
            $"with old as (insert into {schema.Name}.epochs (owner) values ('before') returning epoch) update {schema.Name}.jobs j set state = 'leased', epoch = old.epoch from old where job_id = 1"));
        Store.Queues.Set(Limit.OfQueue("default") with { Concurrency = 3 }, Now);
        var epoch = Store.BeginEpoch("test").Number;
        Assert.Single(Lease(epoch, 1));
        Assert.Single(Lease(epoch, 4));
        Assert.Empty(Lease(epoch, 4));
    }

    IReadOnlyList<long> Enqueue(int jobs) => Store.Write(tx => tx.Enqueue([.. Enumerable.Range(0, jobs).Select(n => new NewJob("job", $$"""{"N":{{n}}}"""))], Now));

    IReadOnlyList<LeasedJob> Lease(long epoch, int jobs) => Store.Lease(new LeaseRequest(epoch, ["default"], Now, jobs) { Kinds = [new JobKind("job", 1)] });

    void End(long epoch, IEnumerable<LeasedJob> jobs) => Store.Write(tx =>
    {
        tx.Enter(epoch, [.. jobs.Select(j => j.Id)]);
        tx.Finish([.. jobs.Select(j => new JobEnd(j, JobEndKind.Completed))], Now);
    });

    // How many jobs each list has.
    List<long> Listed() => Store.Read(tx => tx.Sql.Query($"select cardinality(jobs)::bigint from {schema.Name}.leases order by lease", r => r.GetInt64(0)));

    public void Dispose() => store?.Dispose();
}
