using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/premises.md.</summary>
public sealed class PremisesGuideTests : IDisposable
{
    sealed record Charge(string Customer, int Amount);

    sealed class Shop : IPremiseSource
    {
        readonly Dictionary<string, int> credits = [];

        public string Name => "shop";

        public void Credit(string customer, int amount) => credits[customer] = amount;

        public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises) =>
            [.. premises.Select(p => (ImmutableArray<Fact>?)[new Fact("due", Due(p.Subject))])];

        public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) =>
            since.Where(change => change.Name == "credit");

        string Due(string customer) => $"{100 - credits.GetValueOrDefault(customer)}";
    }

    sealed class ChargeHandler(List<string> charged) : IJobHandler<Charge>
    {
        public WhenChanged WhenChanged(Charge job, IReadOnlyList<Verdict> verdicts) =>
            verdicts[0]["due"] == "0" ? Stillso.WhenChanged.Supersede : Stillso.WhenChanged.Revise;

        public Task RunAsync(Charge job, LeasedJob lease, CancellationToken cancellation)
        {
            var due = lease.Verdicts[0]["due"];          // what is so, whatever the job was told
            charged.Add(due);
            return Task.CompletedTask;
        }
    }

    sealed class Bookkeeper : IJobHandler<Charge>
    {
        public bool KeepsEveryDecision => true;          // also of those that held

        public Task RunAsync(Charge job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    [Fact]
    public async Task A_decision_is_kept_of_a_charge_that_was_right_if_that_is_asked_for()
    {
        engine.Add("charge", new Bookkeeper()).Premises.Add(new Shop());
        var now = engine.Clock.GetUtcNow();
        engine.Jobs.Enqueue(new Charge("anna", 100), job => job with { Premises = [new Premise("shop", "anna", "", [new Fact("due", "100")], now, 0)] });
        await engine.DrainAsync();
        Assert.Equal(
            ["2026-01-15 12:00:00Z charge acted (premise_held): it is still so; believed due 100 as of 2026-01-15 12:00:00Z, found due 100"],
            ((ILedger)engine.Store).Explain("anna"));
    }

    readonly TestEngine engine = new(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData(30, "70")]
    [InlineData(100, "")]
    [InlineData(0, "100")]
    public async Task A_charge_is_of_what_is_due(int credit, string charges)
    {
        var (shop, charged, now) = (new Shop(), new List<string>(), engine.Clock.GetUtcNow());
        var (jobs, ledger) = (engine.Jobs, (ILedger)engine.Store);
        engine.Add("charge", new ChargeHandler(charged)).Premises.Add(shop);
        var seq = ledger.Read(tx => tx.CurrentSeq("anna"));
        var owed = new Premise("shop", "anna", "", [new Fact("due", "100")], now, seq);
        jobs.Enqueue(new Charge("anna", 100), job => job with { Premises = [owed] });
        if (credit > 0)
        {
            shop.Credit("anna", credit);
            ledger.Write(tx =>
            {
                tx.Record(new RecordedChange("anna", tx.NextSeq("anna"), now, "credit/1", "credit", "30"));
                return true;
            });
        }
        await engine.DrainAsync();
        Assert.Equal(charges, string.Join(' ', charged));
        foreach (var line in ledger.Explain("anna")) Console.WriteLine(line);
        var changed = ledger.Read(tx => tx.DecisionsOf("anna")).Where(decision => decision.Code == ReasonCodes.PremiseChanged);
        Assert.Equal(credit > 0 ? 1 : 0, changed.Count());
        if (credit != 30) return;
        var page = File.ReadAllText(Path.Combine(Checkout.Folder, "docs", "guide", "premises.md"));
        Assert.Contains(string.Join('\n', ledger.Explain("anna")), page, StringComparison.Ordinal);
        ledger.Forget(now.AddYears(-1));
        Assert.NotEmpty(ledger.Explain("anna"));
        ledger.Forget(now.AddDays(1));
        Assert.Empty(ledger.Explain("anna"));
    }

    sealed class Parking : IPhasedHandler<Charge>
    {
        public void Decide(Batch<Charge> batch)
        {
            foreach (var work in batch.Works)
                work.Park("The card is nobody's whom we know.", "card_unknown");
        }
    }

    [Fact]
    public async Task What_has_stopped_is_found_by_its_code()
    {
        var (jobs, store, now) = (engine.Jobs, engine.Store, engine.Clock.GetUtcNow());
        engine.Add("charge", new Parking());
        jobs.Enqueue(new Charge("anna", 100));
        jobs.Enqueue(new Charge("bert", 100), job => job with { RunAt = now.AddHours(2), Deadline = now.AddHours(1) });
        await engine.DrainAsync();
        var late = store.Stopped().Where(job => job.Code == ReasonCodes.DeadlinePassed);
        Assert.Equal(2, late.Single().Id);
        Assert.Equal(1, store.Stopped().Single(job => job.Code == "card_unknown").Id);
    }

    sealed record Credit(string Customer, int Amount);

    sealed class CreditHandler : IJobHandler<Credit>
    {
        public IReadOnlyList<string> Writes => ["shop"];

        public Task RunAsync(Credit job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed class Logs(Spoken spoken) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => spoken;

        public void Dispose()
        {
        }
    }

    [Fact]
    public void Jobs_that_write_what_others_believe_are_to_be_in_order()
    {
        var builder = Host.CreateApplicationBuilder();
        var logs = new Spoken();
        builder.Logging.AddProvider(new Logs(logs));
        builder.Services.AddSingleton<ILedger>(engine.Store).AddSingleton<IJobStore>(engine.Store).AddSingleton<List<string>>();
        builder.Services.AddStillso(stillso => stillso.AddJob<Credit, CreditHandler>("credit").AddJob<Charge, ChargeHandler>("charge"));
        using var host = builder.Build();
        var jobs = host.Services.GetRequiredService<JobClient>();
        var owed = new Premise("shop", "anna", "", [new Fact("due", "100")], engine.Clock.GetUtcNow(), 0);
        jobs.Enqueue(new Credit("anna", 30), job => job with { OrderingKey = "anna" });
        jobs.Enqueue(new Charge("anna", 100), job => job with { Premises = [owed], OrderingKey = "anna" });
        Assert.Empty(logs.Lines);
        jobs.EnqueueMany([new Charge("anna", 100), new Charge("anna", 50)], job => job with { Premises = [owed], Priority = -1 });
        var warning = Assert.Single(logs.Lines).Split(" [Reader")[0];
        Assert.Contains(warning, File.ReadAllText(Path.Combine(Checkout.Folder, "docs", "guide", "premises.md")), StringComparison.Ordinal);
    }
}
