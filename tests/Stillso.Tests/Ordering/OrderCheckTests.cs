using System.Collections.Immutable;

namespace Stillso.Tests;

/// <summary>Jobs whose premises are written by jobs that nothing orders with them are warned of.</summary>
public sealed class OrderCheckTests : IDisposable
{
    sealed record Credit(string Customer);

    sealed record Charge(string Customer);

    sealed record Close(string Month);

    sealed class Crediting : IJobHandler<Credit>
    {
        public IReadOnlyList<string> Writes => ["shop"];

        public Task RunAsync(Credit job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed class Shop : IPremiseSource
    {
        public string Name => "shop";

        public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises) => [.. premises.Select(p => p.Believed)];

        public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) => since;
    }

    const string Warning =
        "A charge job believes facts of shop, which credit jobs write, and nothing says which of them runs first: priority is not ordering. "
        + "Give both the same OrderingKey, or let the one that believes come After the one that writes.";

    readonly Watched engine = new();

    public OrderCheckTests()
    {
        engine.Premises.Add(new Shop());
        engine.Registry.Add("credit", new Crediting()).Add("charge", new Doing<Charge>((_, _) => { }));
    }

    public void Dispose() => engine.Dispose();

    IReadOnlyList<string> Warnings => [.. engine.Logs.Lines.Where(l => l.Contains("priority is not ordering", StringComparison.Ordinal))];

    NewJob Believing(NewJob job, string customer) => job with { Premises = [new Premise("shop", customer, "", [new Fact("due", "100")], engine.Clock.GetUtcNow(), 0)] };

    NewJob ChargeOf(string customer, string? key = null) => Believing(engine.Registry.New(new Charge(customer)), customer) with { OrderingKey = key };

    NewJob CreditOf(string customer, string? key = null) => Believing(engine.Registry.New(new Credit(customer)), customer) with { OrderingKey = key };

    /// <summary>Lets a handler enqueue in the transaction of a worker.</summary>
    async Task EnqueueInOneAsync(Action<ILedgerTransaction> enqueue)
    {
        engine.Registry.Add("close", new Deciding<Close>(batch =>
        {
            enqueue(batch.Transaction);
            foreach (var work in batch.Works) work.Complete();
        }));
        engine.Jobs.Enqueue(new Close("2025-01"));
        await engine.DrainAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Whoever_believes_what_others_write_and_is_ordered_by_nothing_is_warned_of_once_and_priority_is_no_order(int priority)
    {
        engine.Jobs.EnqueueMany([new Charge("anna"), new Charge("ben")], job => Believing(job, "anna") with { Priority = priority });
        engine.Jobs.Enqueue(new Charge("anna"), job => Believing(job, "anna"));
        Assert.StartsWith(Warning, Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_comes_after_something_or_shares_a_key_with_the_one_that_writes_is_in_order()
    {
        var credit = engine.Jobs.Enqueue(new Credit("anna"), job => job with { OrderingKey = "anna" });
        engine.Jobs.Enqueue(new Charge("anna"), job => Believing(job, "anna") with { OrderingKey = "anna" });
        engine.Jobs.Enqueue(new Charge("anna"), job => Believing(job, "anna") with { After = [credit] });
        ((ILedger)engine.Store).Write(tx => tx.Open(new NewBatch("credits")));
        engine.Jobs.Enqueue(new Charge("anna"), job => Believing(job, "anna") with { AfterBatches = ["credits"] });
        engine.Jobs.Enqueue(new Charge("anna"));
        Assert.Empty(Warnings);
    }

    [Fact]
    public void A_kind_that_writes_what_it_believes_is_not_in_order_with_itself()
    {
        engine.Jobs.Enqueue(new Credit("anna"), job => Believing(job, "anna"));
        Assert.StartsWith("A credit job believes facts of shop, which credit jobs write", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_says_to_write_needs_no_order()
    {
        var plain = new JobRegistry().Add("charge", new Doing<Charge>((_, _) => { })).Add("credit", new Doing<Credit>((_, _) => { }));
        new JobClient(engine.Store, plain, engine.Clock, logger: engine.Logs).Enqueue(new Charge("anna"), job => Believing(job, "anna"));
        engine.Jobs.Enqueue(new Charge("anna"), job => job with { Premises = [new Premise("stock", "coffee", "", [], engine.Clock.GetUtcNow(), 0)] });
        Assert.Empty(Warnings);
    }

    [Theory]
    [InlineData("anna", "anna", "anna", 0)]
    [InlineData("ben", "anna", "ben", 0)]
    [InlineData("anna", "anna", "the bank", 1)]
    public async Task One_that_writes_and_one_that_believes_of_one_customer_have_one_key(string credited, string chargedUnder, string creditedUnder, int warnings)
    {
        await EnqueueInOneAsync(tx =>
        {
            tx.Enqueue([CreditOf(credited, creditedUnder)], engine.Clock.GetUtcNow());
            tx.Enqueue([ChargeOf("anna", chargedUnder)], engine.Clock.GetUtcNow());
        });
        Assert.Equal(warnings, Warnings.Count);
        Assert.All(Warnings, w => Assert.StartsWith(Warning, w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_orders_nothing_with_a_job_that_has_none_whichever_is_seen_first(bool believesFirst)
    {
        if (believesFirst) engine.Jobs.Enqueue(new Charge("anna"), job => Believing(job, "anna") with { OrderingKey = "anna" });
        engine.Jobs.Enqueue(new Credit("anna"));
        Assert.Empty(believesFirst ? [] : Warnings);
        if (!believesFirst) engine.Jobs.Enqueue(new Charge("anna"), job => Believing(job, "anna") with { OrderingKey = "anna" });
        Assert.StartsWith(Warning, Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_writes_without_a_key_is_in_order_with_what_follows_it()
    {
        engine.Jobs.Enqueue(new Charge("ben"), job => Believing(job, "ben") with { OrderingKey = "ben" });
        await EnqueueInOneAsync(tx =>
        {
            var credit = tx.Enqueue([CreditOf("anna") with { Premises = [] }], engine.Clock.GetUtcNow());
            tx.Enqueue([ChargeOf("anna") with { After = credit }], engine.Clock.GetUtcNow());
        });
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task What_was_rolled_back_is_not_warned_of()
    {
        var again = false;
        await EnqueueInOneAsync(tx =>
        {
            tx.Enqueue([ChargeOf("anna", again ? "anna" : null)], engine.Clock.GetUtcNow());
            if (again) return;
            again = true;
            throw new InvalidOperationException("no");
        });
        Assert.True(again);
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task What_a_schedule_enqueues_is_seen()
    {
        var now = engine.Clock.GetUtcNow();
        engine.Store.Write(tx => tx.Define(new Schedule("hourly", Recurring.Every(1).Hour(), ChargeOf("anna")), now));
        await engine.DrainAsync(now.AddHours(3));
        Assert.StartsWith(Warning, Assert.Single(Warnings), StringComparison.Ordinal);
    }
}
