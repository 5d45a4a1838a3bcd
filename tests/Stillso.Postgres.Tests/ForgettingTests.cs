using System.Data;
using Npgsql;

namespace Stillso.Postgres.Tests;

/// <summary>Decisions are in tables of a month, which are made when they are needed and dropped whole.</summary>
public sealed class ForgettingTests(PostgresServer server) : IDisposable
{
    static readonly DateTimeOffset October = new(2024, 10, 31, 23, 59, 59, TimeSpan.Zero);
    readonly TestSchema schema = server.Schema();
    PostgresStore? store;

    PostgresStore Store => store ??= schema.Open();

    [Fact]
    public void A_month_is_dropped_when_it_is_over()
    {
        Decide(Store, October, October.AddSeconds(1), October.AddMonths(-11), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.Equal(["decisions_0001_01", "decisions_2023_11", "decisions_2024_10", "decisions_2024_11", "decisions_9999_12"], Months());
        Store.Forget(October);
        Assert.Equal(["decisions_2024_10", "decisions_2024_11", "decisions_9999_12"], Months());
        Store.Forget(October.AddSeconds(1));
        Assert.Equal(["decisions_2024_11", "decisions_9999_12"], Months());
        Assert.Equal(2, Store.Read(tx => tx.DecisionsOf("subject")).Count);
    }

    [Fact]
    public void Whoever_reads_for_long_what_is_to_go_keeps_it_and_holds_nobody_up()
    {
        Decide(Store, October, October.AddMonths(3));
        using var connection = new NpgsqlConnection(schema.ConnectionString);
        connection.Open();
        using var reading = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        using (var look = new NpgsqlCommand($"select count(*) from {schema.Name}.decisions", connection, reading)) Assert.Equal(2L, look.ExecuteScalar());
        Assert.Contains("lock timeout", Assert.Throws<StoreUnavailableException>(() => Store.Forget(October.AddMonths(2))).Message, StringComparison.Ordinal);
        // A new month is made beside it.
        Decide(Store, October.AddMonths(4));
        Assert.Equal(["decisions_2024_10", "decisions_2025_01", "decisions_2025_02"], Months());
        reading.Rollback();
        Store.Forget(October.AddMonths(2));
        Assert.Equal(["decisions_2025_01", "decisions_2025_02"], Months());
    }

    [Fact]
    public void What_comes_late_for_a_month_that_another_process_has_forgotten_is_kept_at_the_second_try()
    {
        Decide(Store, October);
        using (var other = schema.Open()) other.Forget(October.AddMonths(1));
        Assert.Throws<PostgresException>(() => Decide(Store, October));
        Decide(Store, October);
        Assert.Single(Store.Read(tx => tx.DecisionsOf("subject")));
    }

    [Fact]
    public async Task Many_that_need_the_same_month_first_make_it_once()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => schema.Open()).ToList();
        await Task.WhenAll(stores.Select((opened, n) => Task.Run(() => Decide(opened, [.. Enumerable.Range(0, 12).Select(m => October.AddMonths((m + n) % 12))]))));
        foreach (var opened in stores) opened.Dispose();
        Assert.Equal(12, Months().Count);
        Assert.Equal(48, Store.Read(tx => tx.DecisionsOf("subject")).Count);
    }

    [Fact]
    public async Task Months_are_dropped_while_others_decide_and_nothing_else_is_lost()
    {
        const int Each = 200;
        var deciding = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            using var other = schema.Open();
            for (var n = 0; n < Each; n++) Decide(other, October.AddMonths(n % 3));
        })).ToList();
        var forgotten = 0;
        while (!deciding.TrueForAll(d => d.IsCompleted))
        {
            Decide(Store, October.AddMonths(-1));
            try
            {
                Store.Forget(October.AddDays(-30));
                forgotten++;
            }
            catch (StoreUnavailableException)
            {
                // Who decided was in its way for too long.
            }
        }
        await Task.WhenAll(deciding);
        Store.Forget(October.AddDays(-30));
        Assert.Equal(["decisions_2024_10", "decisions_2024_11", "decisions_2024_12"], Months());
        Assert.Equal(3 * Each, Store.Read(tx => tx.DecisionsOf("subject")).Count);
        Assert.True(forgotten > 0);
    }

    public void Dispose() => store?.Dispose();

    static void Decide(PostgresStore store, params DateTimeOffset[] instants) => store.Write(tx =>
    {
        foreach (var at in instants) tx.Record(new Decision("subject", tx.NextSeq("subject"), at, "", "charge", DecisionKind.Acted, [], null, [], null, [], "why"));
    });

    List<string> Months() => Store.Read(tx => tx.Sql.Query(
        "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = (@parent)::regclass order by 1", r => r.GetString(0), $"{schema.Name}.decisions"));
}
