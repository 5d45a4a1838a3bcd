using System.Globalization;
using Stillso.Conformance;

namespace Stillso.Sqlite.Tests;

/// <summary>What is old is forgotten in stretches, so that others write in between.</summary>
public sealed class ForgettingTests : StoreUnderTest<SqliteStore>
{
    protected override SqliteStore Create() => SqliteStore.Open(File("store.db"));

    [Fact]
    public void Tens_of_thousands_of_decisions_are_forgotten_in_several_transactions()
    {
        const int Decisions = 25_000;
        Store.Write(tx =>
        {
            for (var n = 0; n < Decisions; n++)
            {
                var subject = $"subject {n % 61}";
                tx.Record(new Decision(subject, tx.NextSeq(subject), n % 5 == 0 ? Start : Start.AddDays(-n), "", "charge", DecisionKind.Acted, [], null, [], null, [], $"{n}"));
            }
        });
        var before = Store.Commits;
        Store.Forget(Start);
        // Three stretches of decisions, one of changes, and what was discarded.
        Assert.Equal(5, Store.Commits - before);
        var left = Enumerable.Range(0, 61).SelectMany(s => Store.Read(tx => tx.DecisionsOf($"subject {s}"))).Select(d => int.Parse(d.Reason, CultureInfo.InvariantCulture)).Order();
        Assert.Equal(Enumerable.Range(0, Decisions / 5).Select(n => n * 5), left);
    }
}
