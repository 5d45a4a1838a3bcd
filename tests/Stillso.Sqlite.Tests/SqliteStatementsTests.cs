using Microsoft.Data.Sqlite;

namespace Stillso.Sqlite.Tests;

/// <summary>Writes keep what they were given, and reads do not wait for each other.</summary>
public sealed class SqliteStatementsTests : IDisposable
{
    const string Insert = "insert into kept (id, value) values (@id, @value)";
    readonly TemporaryFile file = new();
    readonly SqliteStore store;

    public SqliteStatementsTests()
    {
        store = SqliteStore.Open(file.Path);
        store.Write(tx => tx.Sql.Execute("create table kept (id integer primary key, value any)"));
    }

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" }, { "", "text" }, { "a\0b ű €", "text" }, { 7, "integer" }, { long.MinValue, "integer" }, { new byte[] { 0, 255 }, "blob" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_kept_as_it_is(object? value, string type)
    {
        Assert.Equal(1, store.Write(tx => tx.Sql.Execute(Insert, 1, value)));
        var (kept, typeOf) = store.Read(tx => tx.Sql.First("select value, typeof(value) from kept", r => (r.IsDBNull(0) ? null : r.GetValue(0), r.GetString(1))));
        Assert.Equal(type, typeOf);
        Assert.Equal(value is int number ? (long)number : value, kept);
    }

    [Fact]
    public void A_write_that_is_refused_says_why_and_the_next_one_works()
    {
        store.Write(tx => tx.Sql.Execute(Insert, 1, "a"));
        var refused = Assert.Throws<SqliteException>(() => store.Write(tx => tx.Sql.Execute(Insert, 1, "b")));
        Assert.Contains("kept.id", refused.Message, StringComparison.Ordinal);
        Assert.Contains("2 arguments expected, 1 given", Assert.Throws<ArgumentException>(() => store.Write(tx => tx.Sql.Execute(Insert, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => store.Write(tx => tx.Sql.Execute(Insert, 2, 1.5m)));
        Assert.Equal(1, store.Write(tx => tx.Sql.Execute(Insert, 2, "b")));
        Assert.Equal(0, store.Write(tx => tx.Sql.Execute("update kept set value = @value where id = @id", "c", 3)));
    }

    [Fact]
    public void A_statement_runs_once_whether_or_not_it_answers() => store.Write(tx =>
    {
        Assert.Equal(0, tx.Sql.Number(Insert, 1, "a"));
        Assert.Equal(2, tx.Sql.Number("insert into kept (id, value) values (@id, @value) returning id", 2, "b"));
        Assert.Equal(2, Count(tx));
        Assert.Equal(0, tx.Sql.Number("select id from kept where id = @id", 3));
    });

    [Fact]
    public void Null_is_no_number_and_no_text()
    {
        store.Write(tx => tx.Sql.Execute(Insert, 0, null));
        store.Read(tx =>
        {
            Assert.Equal(0, tx.Sql.First("select id from kept", r => r.GetInt64(0)));
            Assert.Throws<InvalidCastException>(() => tx.Sql.First("select value from kept", r => r.GetInt64(0)));
            Assert.Throws<InvalidCastException>(() => tx.Sql.First("select value from kept", r => r.GetDouble(0)));
            Assert.Throws<InvalidCastException>(() => tx.Sql.First("select value from kept", r => r.GetString(0)));
            return true;
        });
    }

    [Fact]
    public void Of_rows_that_are_alike_each_has_its_own_text()
    {
        string[] texts = ["a", "a", "ű", "", "a", new('x', 40), new('x', 31), "ű"];
        store.Write(tx =>
        {
            for (var i = 0; i < texts.Length; i++) tx.Sql.Execute(Insert, i, texts[i]);
        });
        Assert.Equal(texts, store.Read(tx => tx.Sql.Query("select value from kept order by id", r => r.GetString(0))));
    }

    [Fact]
    public void Rows_that_are_being_read_keep_their_statement_to_themselves_until_they_are_left() => store.Write(tx =>
    {
        const string Numbers = "select value from json_each(@numbers)";
        foreach (var number in tx.Sql.Stream(Numbers, r => r.GetInt64(0), "[1,2,3]"))
        {
            Assert.Contains(Numbers, Assert.Throws<InvalidOperationException>(() => tx.Sql.Query(Numbers, r => r.GetInt64(0), "[4]")).Message, StringComparison.Ordinal);
            if (number == 2) break;
        }
        Assert.Equal([4, 5], tx.Sql.Query(Numbers, r => r.GetInt64(0), "[4,5]"));
    });

    [Fact]
    public async Task A_long_read_holds_up_neither_other_reads_nor_writes_and_sees_none_of_them()
    {
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var before = Task.Factory.StartNew(() => store.Read(tx =>
        {
            var first = Count(tx);
            started.Set();
            goOn.Wait(TestContext.Current.CancellationToken);
            return (first, Count(tx));
        }), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        started.Wait(TestContext.Current.CancellationToken);
        store.Write(tx => tx.Sql.Execute(Insert, 1, "a"));
        Assert.Equal(1, store.Read(Count));
        goOn.Set();
        Assert.Equal((0L, 0L), await before);
    }

    public void Dispose()
    {
        store.Dispose();
        file.Dispose();
    }

    static long Count(ILedgerTransaction tx) => tx.Sql.First("select count(*) from kept", r => r.GetInt64(0));
}
