using MonthClose;
using Stillso;
using Stillso.Postgres;
using Stillso.Postgres.Tests;

namespace AppTests;

/// <summary>What a transaction on PostgreSQL has read stays so until it has committed, though others write beside it.</summary>
public sealed class PostgresLocksTests : IClassFixture<PostgresServer>, IDisposable
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30), Meanwhile = TimeSpan.FromMilliseconds(400);
    readonly PostgresStore one, two;

    public PostgresLocksTests(PostgresServer server)
    {
        var schema = server.Schema();
        var connection = $"{schema.ConnectionString};Search Path={schema.Name}";
        (one, two) = (PostgresStore.Open(connection, schema.Name), PostgresStore.Open(connection, schema.Name));
        MonthClose.Sql.MigratePostgres(one);
        new WorldImport(one, ChangingWorld.World, new WorldOptions()).Run();
    }

    [Fact]
    public async Task A_change_waits_for_whoever_has_read_the_account_as_a_premise()
    {
        var source = new AccountPremises(TimeProvider.System);
        var premise = new Premise(AccountPremises.Source, "acct_000001", "2024-09", [new Fact(Facts.Method, "")], Now, 0);
        var change = Task.CompletedTask;
        one.Write(tx =>
        {
            var believed = source.Read(tx, [premise])[0]!.Value[0].Value;
            change = Elsewhere(() => Assert.Null(WorldChanges.Make(two, "acct_000001", "remove_payment_methods", "", out _)));
            Assert.False(change.Wait(Meanwhile, TestContext.Current.CancellationToken));
            Assert.NotEqual("", believed);
        });
        await change.WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal("", two.Read(tx => source.Read(tx, [premise])[0]!.Value[0].Value));
    }

    [Fact]
    public async Task Invoices_of_a_period_are_numbered_by_one_transaction_after_the_other()
    {
        var source = new AccountPremises(TimeProvider.System);
        Premise Invoice(string account, string period) => new(AccountPremises.Source, account, period, [new Fact(Facts.Usage, "")], Now, 0);
        var same = Task.CompletedTask;
        one.Write(tx =>
        {
            source.Read(tx, [Invoice("acct_000001", "2024-09")]);
            same = Elsewhere(() => two.Write(other => source.Read(other, [Invoice("acct_000002", "2024-09")])));
            Assert.False(same.Wait(Meanwhile, TestContext.Current.CancellationToken));
            Assert.True(Elsewhere(() => two.Write(other => source.Read(other, [Invoice("acct_000003", "2024-10")]))).Wait(Soon, TestContext.Current.CancellationToken));
        });
        await same.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Others_change_other_accounts_and_read_this_one_meanwhile()
    {
        var source = new AccountPremises(TimeProvider.System);
        var premise = new Premise(AccountPremises.Source, "acct_000001", "2024-09", [new Fact(Facts.Method, "")], Now, 0);
        await Elsewhere(() => one.Write(tx =>
        {
            source.Read(tx, [premise]);
            var others = Elsewhere(() =>
            {
                Assert.Null(WorldChanges.Make(two, "acct_000002", "remove_payment_methods", "", out _));
                two.Read(tx => source.Read(tx, [premise]));
            });
            Assert.True(others.Wait(Soon, TestContext.Current.CancellationToken));
        }));
    }

    [Fact]
    public async Task A_period_is_not_closed_while_somebody_may_post_in_it()
    {
        PeriodClose.Begin(one, "2024-09", Now);
        var closing = Task.CompletedTask;
        one.Write(tx =>
        {
            WorldChanges.Apply(tx, "acct_000001", "grant_credit", "5", Now);
            closing = Elsewhere(() => two.Write(other => other.Sql.Execute("update periods set state = 'closed' where period = '2024-09'")));
            Assert.False(closing.Wait(Meanwhile, TestContext.Current.CancellationToken));
        });
        await closing.WaitAsync(Soon, TestContext.Current.CancellationToken);
        two.Write(tx => WorldChanges.Apply(tx, "acct_000002", "grant_credit", "5", Now));
        Assert.Equal(["2024-09", "2024-10"], one.Read(tx => tx.Sql.Query("select period from journal order by account_id, line", r => r.GetString(0))).Distinct());
    }

    [Fact]
    public async Task One_method_that_two_accounts_are_given_at_the_same_time_belongs_to_one()
    {
        var second = Task.FromResult<string?>(null);
        one.Write(tx =>
        {
            WorldChanges.Apply(tx, "acct_000001", "add_default_payment_method", "pm_card_visa_both", Now);
            second = Task.Factory.StartNew(() => WorldChanges.Make(two, "acct_000002", "add_default_payment_method", "pm_card_visa_both", out _), TaskCreationOptions.LongRunning);
            Assert.False(second.Wait(Meanwhile, TestContext.Current.CancellationToken));
        });
        Assert.Equal("This payment method belongs to another account.", await second.WaitAsync(Soon, TestContext.Current.CancellationToken));
        Assert.Equal("acct_000001", one.Read(tx => tx.Sql.First("select account_id from payment_methods where payment_method_id = 'pm_card_visa_both'", r => r.GetString(0))));
    }

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
    }

    static Task Elsewhere(Action work) => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);
}
