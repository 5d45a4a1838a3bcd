using Xunit;

namespace Stillso.Conformance;

/// <summary>The contract of <see cref="ILedger"/>: transactions, the count of changes and decisions, intents.</summary>
public abstract class LedgerConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    [Fact]
    public void What_throws_leaves_no_trace()
    {
        Assert.Throws<InvalidOperationException>(() => Store.Write<bool>(tx =>
        {
            tx.Enqueue([Job("a")], Start);
            tx.NextSeq("s");
            tx.Add(NewIntent("k"));
            throw new InvalidOperationException();
        }));
        Assert.Empty(Lease(Epoch()));
        Assert.Equal(0, Store.Read(tx => tx.CurrentSeq("s")));
        Assert.Null(Store.Read(tx => tx.FindIntent("k")));
    }

    [Fact]
    public void What_is_written_together_is_each_whole_or_not_at_all_and_sees_what_was_before_it()
    {
        Store.Together(() =>
        {
            Store.Write(tx => tx.NextSeq("s"));
            Assert.Throws<InvalidOperationException>(() => Store.Write<bool>(tx =>
            {
                tx.NextSeq("s");
                throw new InvalidOperationException();
            }));
            Assert.Equal(2, Store.Write(tx => tx.NextSeq("s")));
        });
        Assert.Equal(2, Store.Read(tx => tx.CurrentSeq("s")));
    }

    [Fact]
    public async Task Of_many_who_write_without_waiting_on_a_thread_each_gets_its_own_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            try
            {
                return await Store.WriteAsync(tx => n % 10 == 3 ? throw new InvalidOperationException() : tx.NextSeq("s"));
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }));
        Assert.Equal(4, answers.Count(a => a == 0));
        Assert.Equal(Enumerable.Range(1, 36).Select(n => (long)n), answers.Where(a => a != 0).Order());
        Assert.Equal(36, Store.Read(tx => tx.CurrentSeq("s")));
    }

    [Fact]
    public void Changes_and_decisions_of_a_subject_are_counted_together()
    {
        Store.Write(tx =>
        {
            Assert.Equal([1L, 2L, 1L, 3L], [tx.NextSeq("a"), tx.NextSeq("a"), tx.NextSeq("b"), tx.NextSeq("a")]);
            tx.Record(new RecordedChange("a", 1, Start, "a/1", "credit", "5"));
            tx.Record(new RecordedChange("a", 3, Start, "a/3", "card", ""));
            tx.Record(new RecordedChange("b", 1, Start, "b/1", "credit", "5"));
            tx.Record(new Decision("a", 2, Start, "", "charge", DecisionKind.Revised, [new("due", "5")], Start, [new("due", "0")], Start, ["a/1"], "why"));
            return true;
        });
        Assert.Equal(["a/1", "a/3"], Store.Read(tx => tx.ChangesSince("a", 0)).Select(c => c.Id));
        Assert.Equal(["a/3"], Store.Read(tx => tx.ChangesSince("a", 1)).Select(c => c.Id));
        Assert.Equal(["a/1"], Store.Read(tx => tx.NamedCauses("a")));
        Assert.Equal(3, Store.Read(tx => tx.CurrentSeq("a")));
    }

    [Fact]
    public void A_decision_keeps_the_code_of_its_reason()
    {
        var longest = new string('c', ReasonCodes.Longest);
        var plain = new Decision("a", 1, Start, "", "charge", DecisionKind.Revised, [], null, [], null, [], "why");
        Store.Write(tx =>
        {
            tx.Record(plain);
            tx.Record(plain with { Seq = 2, Code = "card_replaced" });
            tx.Record(plain with { Seq = 3, Code = longest });
        });
        Assert.Equal(["", "card_replaced", longest], Store.Read(tx => tx.DecisionsOf("a")).Select(d => d.Code));
        Assert.Equal(
            ["2024-10-01 00:00:00Z charge revised: why", "2024-10-01 00:00:00Z charge revised (card_replaced): why"], Store.Explain("a").Take(2));
        var refused = Assert.Throws<ArgumentException>(() => plain with { Code = longest + "d" });
        Assert.Contains("65 characters, 64 are the most", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_debt_has_one_open_intent()
    {
        Add(NewIntent("k1"));
        Assert.ThrowsAny<Exception>(() => Add(NewIntent("k2")));
        Update(NewIntent("k1") with { State = IntentState.Withdrawn, SettledAt = Start });
        Add(NewIntent("k2"));
        Assert.Equal(["k1", "k2"], Store.Read(tx => tx.IntentsOf(["debt"])).Select(i => i.Key));
    }

    [Theory]
    [InlineData(IntentState.Succeeded)]
    [InlineData(IntentState.Refused)]
    [InlineData(IntentState.Unknown)]
    public void Nothing_settles_that_was_not_sent(IntentState to)
    {
        Add(NewIntent("k"));
        Assert.Throws<InvalidOperationException>(() => Update(NewIntent("k") with { State = to, SentAt = Start, SettledAt = Start }));
    }

    [Fact]
    public void What_has_settled_stays_settled()
    {
        Add(NewIntent("k"));
        var sent = NewIntent("k") with { State = IntentState.Sending, Sends = 1, SentAt = Start, Reference = "pi_1" };
        Update(sent);
        Update(sent with { State = IntentState.Unknown });
        var settled = sent with { State = IntentState.Succeeded, SettledAt = Start.AddMinutes(1) };
        Update(settled);
        Assert.Equal(settled, Store.Read(tx => tx.FindIntent("k")));
        Assert.Throws<InvalidOperationException>(() => Update(sent));
        Assert.Throws<InvalidOperationException>(() => Update(settled with { State = IntentState.Refused }));
    }

    [Fact]
    public void An_unknown_intent_cannot_be_updated() => Assert.Throws<InvalidOperationException>(() => Update(NewIntent("nowhere")));

    void Add(Intent intent) => Store.Write(tx =>
    {
        tx.Add(intent);
        return true;
    });

    void Update(Intent intent) => Store.Write(tx =>
    {
        tx.Update(intent);
        return true;
    });

    static Intent NewIntent(string key) => new(key, "charge", "subject", "debt", IntentState.Ready, "{}", null, 0, Start, null, null);
}
