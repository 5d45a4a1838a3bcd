using System.Collections.Immutable;
using Stillso;

namespace Shop.Tests;

sealed record Charge(string Customer);

/// <summary>The application under test: one customer, what she owes, and a gateway that makes one charge per key.</summary>
sealed class Shop : IPremiseSource
{
    readonly Dictionary<string, decimal> charged = [];

    public string Name => "shop";

    public decimal Owed { get; private set; } = 100;

    public decimal Charged => charged.Values.Sum();

    /// <summary>Lessens what is owed, unless it was charged before.</summary>
    public void Credit(decimal amount)
    {
        if (charged.Count == 0) Owed -= amount;
    }

    public void Pay(string key, decimal amount) => charged.TryAdd(key, amount);

    public Premise Believe(string customer) => new(Name, customer, "", Facts(), DateTimeOffset.UnixEpoch, 0);

    public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises) =>
        [.. premises.Select(_ => (ImmutableArray<Fact>?)Facts())];

    public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) => since;

    ImmutableArray<Fact> Facts() => [new Fact("owed", $"{Owed}")];
}

/// <summary>Charges what is found, under a key that stays the same however often the job runs.</summary>
sealed class ChargeHandler(Shop shop) : IJobHandler<Charge>
{
    public WhenChanged WhenChanged(Charge job, IReadOnlyList<Verdict> verdicts) => Stillso.WhenChanged.Revise;

    public Task RunAsync(Charge job, LeasedJob lease, CancellationToken cancellation)
    {
        var owed = decimal.Parse(lease.Verdicts[0]["owed"]);
        shop.Pay($"charge {job.Customer}", owed);
        return Task.CompletedTask;
    }
}
