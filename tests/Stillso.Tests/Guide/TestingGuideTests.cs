using System.Collections.Immutable;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/testing.md.</summary>
public sealed class TestingGuideTests
{
    sealed record Greet(string Name);

    sealed class Mails
    {
        public List<string> Sent { get; } = [];
    }

    sealed class Greeter(Mails mails) : IJobHandler<Greet>
    {
        public Task RunAsync(Greet job, LeasedJob lease, CancellationToken cancellation)
        {
            mails.Sent.Add($"Hello, {job.Name}");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Two_weeks_take_no_time()
    {
        var mails = new Mails();
        using var engine = new TestEngine();
        engine.Add("greet", new Greeter(mails));
        engine.Jobs.Enqueue(new Greet("anna"), job => job with { RunAt = engine.Clock.GetUtcNow().AddDays(14) });

        Assert.Equal([new Greet("anna")], engine.Waiting<Greet>());
        await engine.DrainAsync();
        Assert.Single(mails.Sent);
    }

    sealed record Charge(string Customer, decimal Amount);

    /// <summary>Customers owe 100 each, less what they were credited; who has no card is not charged.</summary>
    sealed class Shop : IPremiseSource
    {
        readonly Dictionary<string, decimal> owed = [], charged = [];
        readonly HashSet<string> withoutCard = [];

        public string Name => "shop";

        public Premise Owed(string customer) => new(Name, customer, "", Facts(customer), DateTimeOffset.UnixEpoch, 0);

        public void Credit(string customer, decimal amount) => owed[customer] = Due(customer) - amount;

        public void RemoveCard(string customer) => withoutCard.Add(customer);

        /// <summary>The gateway: one charge per key.</summary>
        public void Pay(string customer, decimal amount) => charged.TryAdd(customer, amount);

        public decimal OwedAtTheCharge(string customer) => charged.TryGetValue(customer, out var amount) ? amount : Due(customer);

        public IEnumerable<decimal> Charges(string customer) => charged.TryGetValue(customer, out var amount) ? [amount] : withoutCard.Contains(customer) ? [Due(customer)] : [];

        public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises) =>
            [.. premises.Select(p => (ImmutableArray<Fact>?)Facts(p.Subject))];

        public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) => since;

        decimal Due(string customer) => owed.GetValueOrDefault(customer, 100);

        ImmutableArray<Fact> Facts(string customer) => [new("due", $"{Due(customer)}"), new("card", withoutCard.Contains(customer) ? "none" : "yes")];
    }

    sealed class ChargeHandler(Shop shop) : IPhasedHandler<Charge>
    {
        public void Decide(Batch<Charge> batch)
        {
            foreach (var work in batch.Works)
            {
                var found = work.Verdicts[0].Found;
                work.State = decimal.Parse(found[0].Value);
                if (found[1].Value == "none") work.Complete();
                else work.Act();
            }
        }

        public Task ActAsync(Work<Charge> work, CancellationToken cancellation)
        {
            shop.Pay(work.Job.Customer, (decimal)work.State!);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public Task A_customer_pays_what_he_owes_and_once() => WorldChanges.Around(engine =>
        {
            var shop = new Shop();
            engine.Add("charge", new ChargeHandler(shop)).Premises.Add(shop);
            engine.Jobs.Enqueue(new Charge("anna", 100), job => job with { Premises = [shop.Owed("anna")] });
            return shop;
        })
        .Change("a credit", shop => shop.Credit("anna", 10))
        .Change("card removed", shop => shop.RemoveCard("anna"))
        .AlwaysAsync(shop => Assert.Equal([shop.OwedAtTheCharge("anna")], shop.Charges("anna")));
}
