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
    public void What_is_leased_together_and_not_entered_is_leased_when_that_is_over()
    {
        var jobs = Enqueue(Job("a"), Job("b"), Job("c"));
        var epoch = Epoch();
        Store.Together(() =>
        {
            Assert.Equal(["a", "b"], Lease(epoch, limit: 2).Select(j => j.Kind).Order());
            Assert.Equal([jobs[0]], Store.Write(tx => tx.Enter(epoch, [jobs[0], jobs[2]])));
        });
        Assert.Equal("c", Assert.Single(Lease(Epoch())).Kind);
        Assert.Equal([jobs[1]], Store.Write(tx => tx.Enter(epoch, [jobs[0], jobs[1], jobs[2]])));
    }

    [Fact]
    public void What_is_entered_together_and_taken_back_is_entered_when_it_is_tried_again()
    {
        var jobs = Enqueue(Job("a"), Job("b"));
        var epoch = Epoch();
        Store.Together(() =>
        {
            Assert.Equal(2, Lease(epoch).Count);
            Assert.Throws<InvalidOperationException>(() => Store.Write<bool>(tx =>
            {
                Assert.Equal(2, tx.Enter(epoch, jobs).Count);
                throw new InvalidOperationException();
            }));
            Assert.Equal([jobs[0]], Store.Write(tx => tx.Enter(epoch, [jobs[0]])));
        });
        Assert.Equal([jobs[1]], Store.Write(tx => tx.Enter(epoch, jobs)));
        Assert.Empty(Lease(Epoch()));
    }

    [Fact]
    public void What_is_decided_about_a_subject_that_is_locked_is_counted_and_seen_at_once()
    {
        Store.Write(tx => tx.NextSeq("a"));
        Store.Write(tx =>
        {
            tx.Lock(["b", "a"]);
            tx.Lock(["a", "c"]);
            Assert.Equal([2L, 1L, 3L], [tx.NextSeq("a"), tx.NextSeq("b"), tx.NextSeq("a")]);
            tx.Record(new Decision("a", 3, Start, "", "charge", DecisionKind.Acted, [], null, [], null, ["a/1"], ""));
            Assert.Equal([3L, 1L, 0L], [tx.CurrentSeq("a"), tx.CurrentSeq("b"), tx.CurrentSeq("c")]);
            Assert.Equal(3, Assert.Single(tx.DecisionsOf("a")).Seq);
            Assert.Equal(["a/1"], tx.NamedCauses("a"));
            return true;
        });
        Assert.Equal([4L, 2L, 1L], Store.Write(tx => new[] { tx.NextSeq("a"), tx.NextSeq("b"), tx.NextSeq("c") }));
    }

    [Fact]
    public void Of_many_jobs_that_are_enqueued_at_once_each_is_as_it_would_be_alone()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { StaysOpen = true }));
        var first = Enqueue(Job("first")).Single();
        var epoch = Epoch();
        Store.Write(tx => tx.Enqueue([.. Jobs("many")], Start));
        foreach (var job in Jobs("each")) Store.Write(tx => tx.Enqueue([job], Start));
        Assert.Equal(2 * 38, Store.Read(tx => tx.FindBatch("batch"))!.Pending);
        Assert.Equal(150 - 12, Seen("many").Count);
        Assert.Equal(Seen("each"), Seen("many"));
        Finish(epoch, Lease(epoch).Single(j => j.Id == first), JobEndKind.Completed);
        Assert.Equal(150, Seen("many").Count);
        Assert.Equal(Seen("each"), Seen("many"));

        IEnumerable<NewJob> Jobs(string queue) => Enumerable.Range(0, 150).Select(n => new NewJob($"kind {n % 3}", $"[{n},\"ä\t\"]")
        {
            Queue = queue, OrderingKey = n % 2 == 0 ? $"{queue} {n}" : null, Priority = n % 5, RunAt = n % 7 == 0 ? null : Start.AddSeconds(n), MaxAttempts = 1 + (n % 4), Version = 1 + (n % 2),
            Deadline = n % 3 == 0 ? Start.AddHours(1 + n) : null, Batch = n % 4 == 0 ? "batch" : null, After = n % 13 == 0 ? [first] : [],
            Premises = n % 8 == 0 ? [new Premise("source", $"subject {n}", "about", [new Fact("due", "5")], Start, n)] : [],
        });

        List<string> Seen(string queue)
        {
            var jobs = Store.Lease(new LeaseRequest(epoch, [queue], Start.AddHours(9), 500));
            var seen = jobs.Select(j => $"{j.Kind} {j.Version} {j.Payload} {j.OrderingKey?.Split(' ')[1]} {j.Attempt} {j.MaxAttempts} {j.RunAt:u} {j.Deadline:u} {j.Batch} {string.Join(' ', j.Premises.Select(p => $"{p.Subject} {p.Seq}"))}").ToList();
            Store.EndEpoch(epoch);
            epoch = Epoch();
            return seen;
        }
    }

    [Fact]
    public async Task What_is_enqueued_by_itself_is_there_and_follows_the_same_rules()
    {
        Store.Write(tx => tx.Open(new NewBatch("batch") { StaysOpen = true }));
        var first = (await Store.EnqueueAsync([Job("first")], Start)).Single();
        Assert.NotEqual(0, (await Store.EnqueueAsync([Job("unique") with { UniqueKey = "u" }], Start)).Single());
        Assert.Equal([0L], await Store.EnqueueAsync([Job("unique") with { UniqueKey = "u" }], Start));
        await Store.EnqueueAsync([Job("counted") with { Batch = "batch" }], Start);
        await Store.EnqueueAsync([Job("second") with { After = [first] }], Start);
        Assert.Equal(1, Store.Read(tx => tx.FindBatch("batch"))!.Pending);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.EnqueueAsync([Job("endless") with { MaxAttempts = 0 }], Start));
        var epoch = Epoch();
        var leased = Lease(epoch);
        Assert.Equal(["counted", "first", "unique"], leased.Select(j => j.Kind).Order());
        Finish(epoch, leased.Single(j => j.Id == first), JobEndKind.Completed);
        Assert.Equal(["second"], Kinds(epoch));
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
    public void What_is_from_before_an_instant_is_forgotten_and_what_premises_rest_on_stays()
    {
        var (old, late) = (Start.AddMonths(-3), Start.AddMonths(2));
        Store.Write(tx =>
        {
            foreach (var (id, at) in new[] { ("old", old), ("late", late) })
            {
                tx.Record(new RecordedChange("a", tx.NextSeq("a"), at, id, "credit", "5"));
                tx.Record(new Decision("a", tx.NextSeq("a"), at, "", "charge", DecisionKind.Revised, [new("due", "5")], at, [new("due", "0")], at, [id], $"{id} credit"));
            }
            // In some stores many go another way than few.
            for (var n = 0; n < 300; n++) tx.Record(new Decision($"s{n % 7}", tx.NextSeq($"s{n % 7}"), n % 2 == 0 ? old : late, "", "charge", DecisionKind.Acted, [], null, [], null, [], "why"));
        });
        Store.Forget(Start);
        Assert.Equal(["late credit"], Store.Read(tx => tx.DecisionsOf("a")).Select(d => d.Reason));
        Assert.Equal(150, Enumerable.Range(0, 7).Sum(n => Store.Read(tx => tx.DecisionsOf($"s{n}")).Count));
        Assert.Equal(["late"], Store.Read(tx => tx.ChangesSince("a", 0)).Select(c => c.Id));
        Assert.Equal(["late"], Store.Read(tx => tx.NamedCauses("a")));
        Assert.Equal(5, Store.Write(tx => tx.NextSeq("a")));
        // Again, and in a month that was forgotten.
        Store.Forget(Start);
        Store.Write(tx => tx.Record(new Decision("a", 5, old, "", "charge", DecisionKind.Acted, [], null, [], null, [], "what came late")));
        Assert.Equal(["late credit", "what came late"], Store.Read(tx => tx.DecisionsOf("a")).Select(d => d.Reason));
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
