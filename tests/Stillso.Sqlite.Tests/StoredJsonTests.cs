using System.Collections.Immutable;
using System.Text.Json;

namespace Stillso.Sqlite.Tests;

/// <summary>What the engine keeps as JSON is what it has always kept, and what older versions have kept is read.</summary>
public sealed class StoredJsonTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 0, 0, 0, 123, TimeSpan.FromHours(2));

    static readonly Premise Price = new("prices", "coffee", "", [new("price", "12,00 €"), new("unit", "kg \"net\"")], Now, 7);

    static readonly NewJob Job = new("buy", """{"what":"<coffee>"}""")
    {
        Version = 2, Queue = "q", Limit = "l", LimitKey = "c", OrderingKey = "o", UniqueKey = "é+'", UniqueUntil = UniqueUntil.Begun, UniqueFor = TimeSpan.FromSeconds(1.5),
        OnDuplicate = Duplicate.Reject, RunAt = Now, Priority = -1, MaxAttempts = 4, MaxLosses = 2, Deadline = Now.AddDays(1), Premises = [Price], Batch = "b",
        After = [1, 2], AfterBatches = ["x"], Occurrence = Now, TraceParent = "00-1-2-01",
    };

    readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void It_is_written_as_by_reflection()
    {
        Assert.Equal(JsonSerializer.Serialize(Job), Columns.Of(Job));
        Assert.Equal(JsonSerializer.Serialize<Premise[]>([Price, Price]), Columns.Of([Price, Price]));
        Assert.Equal(JsonSerializer.Serialize(Price.Believed), Columns.Of(Price.Believed));
        Assert.Equal("""["a\u0022b","\u00FC"]""", Columns.Of(["a\"b", "ü"]));
    }

    [Fact]
    public void A_job_is_read_as_it_was_written()
    {
        // Its lists are equal by what is in them.
        Assert.Equal(Columns.Of(Job), Columns.Of(Columns.Job(Columns.Of(Job))));
        Assert.All(typeof(NewJob).GetProperties(), p => Assert.NotEqual(p.GetValue(new NewJob("", "")), p.GetValue(Job)));
    }

    [Fact]
    public void What_an_older_version_did_not_know_has_its_default()
    {
        var old = """{"Kind":"tick","Payload":"{}","Queue":"slow","Priority":3,"Premises":[],"After":[]}""";
        Assert.Equal(Columns.Of(new NewJob("tick", "{}") { Queue = "slow", Priority = 3 }), Columns.Of(Columns.Job(old)));

        using var store = SqliteStore.Open(file.Path);
        store.Write(tx => tx.Define(new Schedule("s", Recurring.Every(1).Hour(), Job with { RunAt = null, UniqueKey = null, UniqueFor = null, UniqueUntil = default, OnDuplicate = default, Batch = null, After = [], AfterBatches = [], Occurrence = null }), Now));
        store.Write(tx => tx.Open(new NewBatch("b") { OnComplete = Job }));
        store.Write(tx => tx.Sql.Execute("update stillso_schedules set job = @old", old));
        store.Write(tx => tx.Sql.Execute("update stillso_batches set on_complete = @old", old));
        var tomorrow = Now.AddDays(1);
        Assert.Single(store.Write(tx => tx.Fire("s", tomorrow)));
        store.Write(tx =>
        {
            tx.Seal("b", tomorrow);
            return true;
        });
        var epoch = store.BeginEpoch("test").Number;
        Assert.Equal(
            [("tick", 1, 20), ("tick", 1, 20)],
            store.Lease(new LeaseRequest(epoch, ["slow"], tomorrow.AddDays(1), 10)).Select(j => (j.Kind, j.Version, j.MaxAttempts)));
    }
}
