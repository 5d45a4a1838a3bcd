using System.Collections.Immutable;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>A user's test of his own jobs: what becomes of them when the world changes, and when processes die.</summary>
public sealed class WorldChangesTests(ITestOutputHelper output)
{
    public sealed record Charge(string Account, decimal Amount);

    /// <summary>Owes 100, less what it was credited; its gateway knows keys.</summary>
    sealed class Shop : IPremiseSource
    {
        readonly Dictionary<string, decimal> byKey = [];
        decimal credits;

        public List<decimal> Charges { get; } = [];

        /// <summary>What was owed when it was charged.</summary>
        public decimal ShouldBe { get; private set; } = 100;

        public string Name => "shop";

        public Premise Owed(DateTimeOffset now) => new(Name, "anna", "", [Due], now, 0);

        public void Credit(decimal amount)
        {
            credits += amount;
            if (Charges.Count == 0) ShouldBe = 100 - credits;
        }

        public void Pay(decimal amount, string? key = null)
        {
            if (key is not null && !byKey.TryAdd(key, amount)) return;
            Charges.Add(amount);
        }

        public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises) =>
            [.. premises.Select(_ => (ImmutableArray<Fact>?)[Due])];

        public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) => since;

        public void ChargedOnceWhatWasOwed() => Assert.Equal([ShouldBe], Charges);

        Fact Due => new("due", $"{100 - credits}");
    }

    /// <summary>Charges what it was told, whenever it is told.</summary>
    sealed class Naive(Shop shop) : IJobHandler<Charge>
    {
        public Task RunAsync(Charge job, LeasedJob lease, CancellationToken cancellation)
        {
            shop.Pay(job.Amount);
            return Task.CompletedTask;
        }
    }

    /// <summary>Charges what is found, under a key of the job's.</summary>
    sealed class Careful(Shop shop) : IPhasedHandler<Charge>
    {
        public void Decide(Batch<Charge> batch)
        {
            foreach (var work in batch.Works)
            {
                work.State = decimal.Parse(work.Verdicts[0].Found[0].Value);
                work.Act();
            }
        }

        public Task ActAsync(Work<Charge> work, CancellationToken cancellation)
        {
            shop.Pay((decimal)work.State!, $"{work.Lease.Id}");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Jobs_that_read_their_premises_again_and_have_a_key_hold_whatever_happens()
    {
        var runs = await WorldChanges.Around(engine =>
            {
                var shop = new Shop();
                engine.Add("charge", new Careful(shop)).Premises.Add(shop);
                engine.Jobs.Enqueue(new Charge("anna", 100), job => job with { Premises = [shop.Owed(engine.Clock.GetUtcNow())] });
                return shop;
            })
            .Change("a credit", shop => shop.Credit(10))
            .Change("another credit", shop => shop.Credit(20))
            .AlwaysAsync(shop => shop.ChargedOnceWhatWasOwed());
        output.WriteLine(string.Join('\n', runs));
        // Before: no change 3 ways, two changes 4 ways each. After: without the crash between acting and writing.
        Assert.Equal(3 + 4 + 4 + (2 + 3 + 3), runs.Count);
    }

    [Fact]
    public async Task A_job_that_believes_what_it_was_told_and_has_no_key_is_found_out()
    {
        var found = await Assert.ThrowsAsync<WorldChangedException>(() => WorldChanges.Around(engine =>
            {
                var shop = new Shop();
                engine.Add("charge", new Naive(shop));
                engine.Jobs.Enqueue(new Charge("anna", 100));
                return shop;
            })
            .Change("a credit", shop => shop.Credit(10))
            .AlwaysAsync(shop => shop.ChargedOnceWhatWasOwed()));
        output.WriteLine(found.Message);
        Assert.Equal(
            [
                "before:charge (pass 1) × no change × CrashedAfterActing",
                "before:charge (pass 1) × a credit × Once",
                "before:charge (pass 1) × a credit × Twice",
                "before:charge (pass 1) × a credit × Crashed",
                "before:charge (pass 1) × a credit × CrashedAfterActing",
            ],
            found.Broken.Select(r => r.ToString()));
    }

    [Fact]
    public async Task What_jobs_enqueue_has_boundaries_of_its_own_and_retries_come_in_simulated_time()
    {
        var runs = await WorldChanges.Around(engine =>
            {
                var done = new List<string>();
                engine.Add("first", new Following(engine, done)).Add("second", new Failing(done));
                engine.Jobs.Enqueue(new First());
                return done;
            })
            .AlwaysAsync(done => Assert.Equal("second", done[^1]));
        Assert.Equal(
            ["before:first", "after:first", "before:second", "before:second", "after:second"],
            runs.DistinctBy(r => r.Pass).Select(r => r.Boundary));
    }

    [Fact]
    public async Task What_comes_to_a_line_can_be_changed_between_the_line_and_the_effect()
    {
        var sent = new List<string>();
        var runs = await WorldChanges.Around(engine =>
            {
                sent.Clear();
                engine.Add("first", new Lined(sent));
                engine.Jobs.Enqueue(new First());
                return sent;
            })
            .Change("a note", s => s.Add("changed"))
            .AlwaysAsync(s => Assert.Equal("acted", s.Where(t => t != "changed").LastOrDefault()));
        Assert.Equal(["before:first", "during:first", "after:first"], runs.Select(r => r.Boundary).Distinct());

        var found = await Assert.ThrowsAsync<WorldChangedException>(() => WorldChanges.Around(engine =>
            {
                var notes = new List<string>();
                engine.Add("first", new Lined(notes));
                engine.Jobs.Enqueue(new First());
                return notes;
            })
            .Change("a note", s => s.Add("changed"))
            .AlwaysAsync(s => Assert.NotEqual(["line", "changed", "acted"], s)));
        Assert.Equal(["during:first (pass 2) × a note × Once", "during:first (pass 2) × a note × Twice"], found.Broken.Select(r => r.ToString()));
    }

    [Fact]
    public async Task A_drained_engine_has_run_everything_and_what_waits_can_be_asked()
    {
        using var engine = new TestEngine();
        var done = new List<string>();
        engine.Add("first", new Following(engine, done)).Add("second", new Failing(done));
        engine.Jobs.Enqueue(new First(), job => job with { RunAt = engine.Clock.GetUtcNow().AddDays(1) });
        Assert.Equal([new First()], engine.Waiting<First>());
        await engine.DrainAsync(engine.Clock.GetUtcNow().AddHours(1));
        Assert.Empty(done);
        await engine.DrainAsync();
        Assert.Equal(["failed", "second"], done);
        Assert.Empty(engine.Waiting<First>());
        Assert.Contains("Add<Charge>", Assert.Throws<InvalidOperationException>(() => engine.Waiting<Charge>()).Message);
    }

    sealed class Lined(List<string> done) : IPhasedHandler<First>
    {
        public void Decide(Batch<First> batch)
        {
            foreach (var work in batch.Works) work.Prepare();
        }

        public void Send(Batch<First> batch)
        {
            done.Add("line");
            foreach (var work in batch.Works) work.Act();
        }

        public Task ActAsync(Work<First> work, CancellationToken cancellation)
        {
            done.Add("acted");
            return Task.CompletedTask;
        }
    }

    public sealed record First;

    public sealed record Second;

    sealed class Following(TestEngine engine, List<string> done) : IPhasedHandler<First>
    {
        public void Decide(Batch<First> batch)
        {
            foreach (var work in batch.Works)
            {
                done.Clear();
                batch.Transaction.Enqueue([engine.Registry.New(new Second())], batch.Now);
                work.Complete();
            }
        }
    }

    sealed class Failing(List<string> done) : IJobHandler<Second>
    {
        public Task RunAsync(Second job, LeasedJob lease, CancellationToken cancellation)
        {
            done.Add(done.Contains("failed") ? "second" : "failed");
            return done[^1] == "failed" ? Task.FromException(new TimeoutException("not yet")) : Task.CompletedTask;
        }
    }
}
