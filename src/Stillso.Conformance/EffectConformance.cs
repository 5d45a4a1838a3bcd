using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stillso.Conformance;

/// <summary>Effects that happen at most once, whatever breaks off.</summary>
public abstract class EffectConformance<TStore> : StoreUnderTest<TStore> where TStore : IJobStore, ILedger
{
    sealed record Payment(decimal Amount);

    /// <summary>The other side: it knows keys, and does what a test wants of it.</summary>
    sealed class Bank
    {
        public Dictionary<string, decimal> Paid { get; } = [];

        public int Calls { get; private set; }

        public int Questions { get; private set; }

        /// <summary>It takes the money and does not answer.</summary>
        public bool IsSilent { get; set; }

        /// <summary>It takes nothing and does not answer.</summary>
        public bool IsAway { get; set; }

        public Task<Answer> PayAsync(Effect<Payment> effect, CancellationToken cancellation)
        {
            Calls++;
            if (IsAway) throw new TimeoutException("away");
            if (effect.Frozen.Amount > 1000) return Task.FromResult(Answer.Refused("too much"));
            Paid.TryAdd(effect.Key, effect.Frozen.Amount);
            if (IsSilent) throw new TimeoutException("silent");
            return Task.FromResult(Answer.Done($"ref {effect.Key}", "paid"));
        }

        public Task<Answer?> FindAsync(Effect<Payment> effect, CancellationToken cancellation)
        {
            Questions++;
            if (IsAway) throw new TimeoutException("away");
            return Task.FromResult(Paid.ContainsKey(effect.Key) ? Answer.Done($"ref {effect.Key}", "found") : null);
        }
    }

    readonly Bank bank = new();
    readonly SimulatedClock clock = new(Start);

    Effects Effects => new(Store, clock, NullLogger<Effects>.Instance);

    [Fact]
    public async Task What_was_answered_is_asked_and_done_no_more()
    {
        var job = Begin();
        Assert.Equal(Answer.Done("ref k", "paid"), await PayAsync(job, "k", 10));
        Assert.Equal(Answer.Done("ref k", "paid"), await PayAsync(job, "k", 10));
        Assert.Equal(Answer.Refused("too much"), await PayAsync(job, "large", 5000));
        Assert.Equal(Answer.Refused("too much"), await PayAsync(job, "large", 5000));
        Assert.Equal((2, 0), (bank.Calls, bank.Questions));
        var kept = Store.Read(tx => tx.FindIntent("k"))!;
        Assert.Equal((IntentState.Succeeded, "paid", "ref k", 1), (kept.State, kept.Outcome, kept.Reference, kept.Sends));
    }

    [Fact]
    public async Task What_was_not_answered_is_asked_about_first_and_what_the_first_attempt_said_stands()
    {
        var job = Begin();
        bank.IsSilent = true;
        await Assert.ThrowsAsync<TimeoutException>(() => PayAsync(job, "k", 10));
        Assert.Equal(IntentState.Unknown, Store.Read(tx => tx.FindIntent("k"))!.State);
        Assert.Equal("found", (await PayAsync(job, "k", 99)).Code);
        Assert.Equal((1, 1, 10m), (bank.Calls, bank.Questions, bank.Paid["k"]));
    }

    [Fact]
    public async Task What_was_shown_not_to_have_been_done_is_sent_again_under_its_key_and_as_it_was_decided()
    {
        var job = Begin();
        bank.IsAway = true;
        await Assert.ThrowsAsync<TimeoutException>(() => PayAsync(job, "k", 10));
        // As long as nobody can tell, nothing is sent.
        await Assert.ThrowsAsync<TimeoutException>(() => PayAsync(job, "k", 10));
        Assert.Equal((1, 1), (bank.Calls, bank.Questions));
        bank.IsAway = false;
        Assert.Equal("paid", (await PayAsync(job, "k", 99)).Code);
        Assert.Equal(10m, bank.Paid["k"]);
        Assert.Equal(2, Store.Read(tx => tx.FindIntent("k"))!.Sends);
    }

    [Fact]
    public async Task Whoever_was_taken_for_lost_sends_nothing()
    {
        var job = Begin();
        Store.ReturnLost(TimeSpan.Zero);
        await Assert.ThrowsAsync<EpochOverException>(() => PayAsync(job, "k", 10));
        Assert.Equal(0, bank.Calls);
    }

    [Fact]
    public async Task Of_one_debt_no_second_effect_is_begun_while_the_first_could_succeed()
    {
        var job = Begin();
        bank.IsSilent = true;
        await Assert.ThrowsAsync<TimeoutException>(() => PayAsync(job, "first", 10, debt: "invoice 1"));
        await Assert.ThrowsAnyAsync<Exception>(() => PayAsync(job, "second", 10, debt: "invoice 1"));
        Assert.Equal(["first"], bank.Paid.Keys);
    }

    [Fact]
    public async Task What_was_not_answered_is_listed_with_its_age_and_reconciled()
    {
        var job = Begin();
        bank.IsSilent = true;
        await Assert.ThrowsAsync<TimeoutException>(() => PayAsync(job, "taken", 10));
        bank.IsAway = true;
        clock.AdvanceTo(Start.AddMinutes(1));
        await Assert.ThrowsAsync<TimeoutException>(() => PayAsync(job, "lost", 10));
        clock.AdvanceTo(Start.AddHours(1));
        Assert.Equal([("taken", Start), ("lost", Start.AddMinutes(1))], Effects.Unanswered(clock.GetUtcNow()).Select(i => (i.Key, i.SentAt!.Value)));
        Assert.Equal(["taken"], Effects.Unanswered(Start.AddMinutes(1)).Select(i => i.Key));
        // While the bank is away nothing is known; then one is found, and the other is for its own job to send again.
        Assert.Equal(0, await ReconcileAsync());
        bank.IsAway = false;
        Assert.Equal(1, await ReconcileAsync());
        Assert.Equal(["lost"], Effects.Unanswered(clock.GetUtcNow()).Select(i => i.Key));
        Assert.Equal("found", Store.Read(tx => tx.FindIntent("taken"))!.Outcome);
        bank.IsSilent = false;
        Assert.Equal("paid", (await PayAsync(job, "lost", 10)).Code);
        Assert.Empty(Effects.Unanswered(clock.GetUtcNow()));
    }

    LeasedJob Begin()
    {
        Enqueue(Job("pay"));
        return Lease(Epoch()).Single();
    }

    Task<Answer> PayAsync(LeasedJob job, string key, decimal amount, string? debt = null) =>
        Effects.OnceAsync(job, new Effect<Payment>(key, "payment", new Payment(amount)) { Debt = debt }, bank.PayAsync, bank.FindAsync, CancellationToken.None);

    Task<int> ReconcileAsync() => Effects.ReconcileAsync<Payment>("payment", clock.GetUtcNow(), bank.FindAsync, CancellationToken.None);
}
