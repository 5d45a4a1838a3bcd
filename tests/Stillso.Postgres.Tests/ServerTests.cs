using Npgsql;

namespace Stillso.Postgres.Tests;

/// <summary>What PostgreSQL itself must promise, and what becomes of its troubles.</summary>
public sealed class ServerTests(PostgresServer server) : IDisposable
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);
    readonly TestSchema schema = server.Schema();
    PostgresStore? store;

    PostgresStore Store => store ??= schema.Open();

    [Fact]
    public async Task The_tables_are_made_once_however_many_open_the_store_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(schema.Open)));
        opened[0].Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now));
        foreach (var one in opened)
        {
            Assert.Single(one.Waiting());
            one.Dispose();
        }
        Assert.Equal(StoreTraits.SharesTransaction | StoreTraits.Durable, Store.Traits);
        Assert.Equal(["001", "002", "003"], Store.Read(tx => tx.Sql.Query($"select name from {schema.Name}.migrations", r => r.GetString(0))));
    }

    [Fact]
    public void Who_may_not_make_tables_opens_a_store_whose_tables_were_made_by_the_script()
    {
        using var connection = new NpgsqlConnection(schema.ConnectionString);
        connection.Open();
        var role = $"{schema.Name}_role";
        Do(connection, $"create role {role} login");
        var own = new NpgsqlConnectionStringBuilder(schema.ConnectionString) { Username = role }.ConnectionString;
        Assert.Throws<PostgresException>(() => PostgresStore.Open(own, schema.Name));
        Do(connection, PostgresStore.Script(schema.Name));
        Do(connection, $"grant usage on schema {schema.Name} to {role}; grant select, insert, update, delete on all tables in schema {schema.Name} to {role}; grant usage on all sequences in schema {schema.Name} to {role}");
        using (var opened = PostgresStore.Open(own, schema.Name))
        {
            opened.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now));
            opened.Write(tx => tx.Record(new Decision("subject", tx.NextSeq("subject"), Now, "", "charge", DecisionKind.Acted, [], null, [], null, [], "why")));
            Assert.Single(opened.Read(tx => tx.DecisionsOf("subject")));
            opened.Forget(Now.AddMonths(1));
            Assert.Empty(opened.Read(tx => tx.DecisionsOf("subject")));
        }
        Assert.Equal("job", Assert.Single(Store.Waiting()).Kind);
        Do(connection, $"drop owned by {role}; drop role {role}");
    }

    [Fact]
    public void Stores_in_two_schemas_know_nothing_of_each_other()
    {
        using var other = server.Schema().Open();
        other.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now));
        Assert.Empty(Store.Waiting());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Stillso")]
    [InlineData("1st")]
    [InlineData("a\n")]
    [InlineData("a\"; drop schema public; --")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void A_schema_has_a_plain_name(string name) =>
        Assert.Contains("cannot name a schema", Assert.Throws<ArgumentException>(() => PostgresStore.Open(schema.ConnectionString, name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_job_that_is_enqueued_in_a_transaction_of_ones_own_is_there_with_what_that_committed()
    {
        using var connection = new NpgsqlConnection(schema.ConnectionString);
        connection.Open();
        Do(connection, $"create table {schema.Name}_invoices (number integer primary key)");
        foreach (var (number, commit) in new[] { (1, false), (2, true) })
        {
            using var transaction = connection.BeginTransaction();
            Do(connection, $"insert into {schema.Name}_invoices values ({number})");
            Assert.NotEqual(0, Store.Join(transaction).Enqueue([new NewJob("send", $"[{number}]")], Now).Single());
            Assert.Empty(Store.Waiting());
            if (commit) transaction.Commit();
            else transaction.Rollback();
        }
        Assert.Equal("[2]", Assert.Single(Store.Waiting()).Payload);
        Assert.Equal(1, Store.Read(tx => tx.Sql.Number($"select count(*) from {schema.Name}_invoices")));

        var over = connection.BeginTransaction();
        over.Commit();
        Assert.Throws<ArgumentException>(() => Store.Join(over));
        using var other = new NpgsqlConnection(schema.ConnectionString.Replace("Database=postgres", "Database=template1", StringComparison.Ordinal));
        other.Open();
        using var elsewhere = other.BeginTransaction();
        Assert.Contains("another database", Assert.Throws<ArgumentException>(() => Store.Join(elsewhere)).Message, StringComparison.Ordinal);
        Do(other, "select 1");
    }

    [Fact]
    public void What_was_written_before_a_statement_that_failed_is_not_taken_for_committed()
    {
        Assert.Throws<PostgresException>(() => Store.Write(tx =>
        {
            tx.Enqueue([new NewJob("job", "{}")], Now);
            Assert.Throws<PostgresException>(() => tx.Sql.Execute("select 1 / 0"));
        }));
        Assert.Empty(Store.Waiting());
    }

    [Fact]
    public void A_commit_that_was_not_answered_is_unknown()
    {
        Store.Write(tx => tx.Sql.Execute($$"""
            create function {{schema.Name}}.leave() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
            create constraint trigger leave after insert on {{schema.Name}}.jobs deferrable initially deferred for each row execute function {{schema.Name}}.leave()
            """));
        Assert.Throws<CommitUnknownException>(() => Store.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now)));
        Assert.Empty(Store.Waiting());
    }

    [Fact]
    public void A_connection_that_is_lost_in_a_transaction_is_the_stores_own_trouble()
    {
        Assert.Throws<StoreUnavailableException>(() => Store.Write(tx =>
        {
            tx.Enqueue([new NewJob("job", "{}")], Now);
            tx.Sql.Execute("select pg_terminate_backend(pg_backend_pid())");
        }));
        Assert.Empty(Store.Waiting());
    }

    [Fact]
    public void What_a_host_holds_that_is_lost_in_the_middle_of_a_transaction_is_free_when_its_worker_counts_as_lost()
    {
        using var other = schema.Open();
        var lost = Store.BeginEpoch("lost").Number;
        other.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now));
        // As a worker does with every heartbeat, and by that the store knows.
        Store.ReturnLost(TimeSpan.FromSeconds(1));
        Assert.Throws<StoreUnavailableException>(() => Store.Together(() =>
        {
            var job = Assert.Single(Store.Lease(new LeaseRequest(lost, ["default"], Now, 1)));
            Store.Write(tx => tx.Enter(lost, [job.Id]));
            // It stands still, and says nothing any more.
            Thread.Sleep(TimeSpan.FromSeconds(2));
            other.ReturnLost(TimeSpan.FromSeconds(1));
            Assert.Single(other.Lease(new LeaseRequest(other.BeginEpoch("other").Number, ["default"], Now, 1)));
        }));
    }

    [Fact]
    public void Whoever_runs_the_server_says_how_long_a_transaction_may_stand_still()
    {
        const string Ask = "select current_setting('idle_in_transaction_session_timeout')";
        string Asked(PostgresStore store) => store.Write(tx => tx.Sql.First(Ask, r => r.GetString(0)))!;
        Assert.Equal("1min", Asked(Store));
        Store.ReturnLost(TimeSpan.FromSeconds(5));
        Assert.Equal("5s", Asked(Store));
        using var told = PostgresStore.Open($"{schema.ConnectionString};Options=-c idle_in_transaction_session_timeout=7s", schema.Name);
        Assert.Equal("7s", Asked(told));
    }

    [Fact]
    public void No_statement_of_a_write_or_a_turn_is_compiled_however_many_jobs_wait()
    {
        const string Ask = "select current_setting('jit')";
        Assert.Equal("off", Store.Write(tx => tx.Sql.First(Ask, r => r.GetString(0))));
        var epoch = Store.BeginEpoch("worker").Number;
        Store.Together(() =>
        {
            Store.Lease(new LeaseRequest(epoch, ["default"], Now, 1));
            Assert.Equal("off", Store.Write(tx => tx.Sql.First(Ask, r => r.GetString(0))));
        });
        // In a transaction of one's own it is as its session has it.
        using var connection = new NpgsqlConnection($"{schema.ConnectionString};Options=-c jit=on");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Store.Join(transaction).Enqueue([new NewJob("job", "{}")], Now);
        Assert.Equal("on", Store.Join(transaction).Sql.First(Ask, r => r.GetString(0)));
    }

    [Fact]
    public void A_server_that_is_restarted_at_once_has_lost_nothing_and_the_store_goes_on()
    {
        using var own = new PostgresServer();
        using var there = own.Schema().Open();
        var epoch = there.BeginEpoch("test").Number;
        there.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now));
        own.StopAtOnce();
        Assert.Throws<StoreUnavailableException>(() => there.Heartbeat(epoch));
        Assert.Throws<StoreUnavailableException>(() => there.Lease(new LeaseRequest(epoch, ["default"], Now, 1)));
        own.Start();
        Assert.Equal("job", Assert.Single(there.Lease(new LeaseRequest(epoch, ["default"], Now, 1))).Kind);
        Assert.True(there.Heartbeat(epoch));
    }

    [Fact]
    public void The_database_itself_refuses_a_second_open_intent_of_a_debt()
    {
        var insert = $"insert into {schema.Name}.intents (intent_key, kind, subject, debt, state, frozen, sends, decided_at) values (@key, 'charge', 's', 'd', 'Ready', '{{}}', 0, 0)";
        Store.Write(tx => tx.Sql.Execute(insert, "k1"));
        Assert.Throws<PostgresException>(() => Store.Write(tx => tx.Sql.Execute(insert, "k2")));
    }

    [Fact]
    public void An_error_that_PostgreSQL_cannot_keep_to_the_letter_fails_its_job_all_the_same()
    {
        Store.Write(tx => tx.Enqueue([new NewJob("job", "{}")], Now));
        var epoch = Store.BeginEpoch("test").Number;
        var job = Store.Lease(new LeaseRequest(epoch, ["default"], Now, 1)).Single();
        Store.Write(tx => tx.Finish([new JobEnd(job, JobEndKind.Dead, null, "a\0b\uD800c")], Now));
        Assert.Equal("a\uFFFDb\uFFFDc", Store.Stopped().Single().Reason);
    }

    static void Do(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose() => store?.Dispose();
}
