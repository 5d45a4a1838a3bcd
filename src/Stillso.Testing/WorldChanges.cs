namespace Stillso.Testing;

/// <summary>
/// Runs your jobs again and again: once for every boundary that they pass × every change that you name × once, delivered
/// twice, and with a crash; and asks your invariant every time. A job is told what was true when it was enqueued: this is
/// how a test shows what becomes of it when the world has changed since.
/// </summary>
/// <example>
/// <code>
/// await WorldChanges.Around(engine =&gt;
///     {
///         var shop = new Shop();
///         engine.Add("charge", new ChargeHandler(shop)).Premises.Add(shop);
///         engine.Jobs.Enqueue(new Charge("anna"), job =&gt; job with { Premises = [shop.Owed("anna")] });
///         return shop;
///     })
///     .Change("a credit", shop =&gt; shop.Credit("anna", 10))
///     .AlwaysAsync(shop =&gt; Assert.Equal(shop.Price - shop.Credits, shop.Charged));
/// </code>
/// </example>
public static class WorldChanges
{
    /// <summary>Begins with your world: what makes it, registers its handlers and enqueues its first jobs. It is made anew for every run.</summary>
    public static WorldChanges<TWorld> Around<TWorld>(Func<TestEngine, TWorld> arrange) => new(arrange);
}

/// <summary>How a job that is at a boundary goes on.</summary>
public enum Delivery
{
    /// <summary>As it should.</summary>
    Once,

    /// <summary>It is delivered a second time, while the first is under way.</summary>
    Twice,

    /// <summary>The process dies here; another one takes its jobs up.</summary>
    Crashed,

    /// <summary>The process dies when it has acted and has not written down what came of it; another one takes its jobs up.</summary>
    CrashedAfterActing,
}

/// <summary>One run: where the world changed, how, and how the job went on.</summary>
/// <param name="Boundary"><c>before:KIND</c>, <c>during:KIND</c> (decided, and not yet sent) or <c>after:KIND</c>.</param>
/// <param name="Pass">The so-manieth time that any job came to a boundary in this run.</param>
/// <param name="Change">What you called it; null: nothing changed.</param>
/// <param name="Delivery">How the job went on.</param>
public sealed record WorldChange(string Boundary, int Pass, string? Change, Delivery Delivery)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Boundary} (pass {Pass}) × {Change ?? "no change"} × {Delivery}";
}

/// <summary>What your jobs are run against.</summary>
/// <param name="arrange">Makes your world, registers its handlers and enqueues its first jobs.</param>
public sealed class WorldChanges<TWorld>(Func<TestEngine, TWorld> arrange)
{
    readonly List<(string Name, Action<TWorld> Make)> changes = [];
    TimeSpan length = TimeSpan.FromDays(31);

    /// <summary>A change that may come at any boundary.</summary>
    /// <param name="name">What a failure calls it.</param>
    /// <param name="make">Makes it. It runs between two transactions.</param>
    public WorldChanges<TWorld> Change(string name, Action<TWorld> make)
    {
        changes.Add((name, make));
        return this;
    }

    /// <summary>How long each run may take by the simulated clock; 31 days unless you say otherwise.</summary>
    public WorldChanges<TWorld> For(TimeSpan simulated)
    {
        length = simulated;
        return this;
    }

    /// <summary>Runs everything.</summary>
    /// <param name="invariant">What must be so when nothing is left to do; it throws what is wrong, as your assertions do.</param>
    /// <returns>Every run that was made.</returns>
    /// <exception cref="WorldChangedException">It was not so after some of them.</exception>
    public async Task<IReadOnlyList<WorldChange>> AlwaysAsync(Action<TWorld> invariant)
    {
        var runs = new List<WorldChange>();
        var broken = new List<(WorldChange, Exception)>();
        // What is passed while nothing happens is where something can happen. Up to there, every run is the same.
        var passed = await PassAsync(null, invariant, broken);
        foreach (var (boundary, pass) in passed.Select((b, i) => (b, i + 1)))
        {
            foreach (var change in changes.Select(c => c.Name).Prepend(null))
            {
                foreach (var delivery in Enum.GetValues<Delivery>().Where(d => CanBe(boundary, change, d)))
                {
                    var run = new WorldChange(boundary, pass, change, delivery);
                    runs.Add(run);
                    await PassAsync(run, invariant, broken);
                }
            }
        }
        return broken.Count == 0 ? runs : throw new WorldChangedException(runs.Count + 1, broken);
    }

    // Without a change, one delivery is what the first run was. Who is done does not act any more.
    static bool CanBe(string boundary, string? change, Delivery delivery) =>
        !(change is null && delivery == Delivery.Once) && !(delivery == Delivery.CrashedAfterActing && boundary.StartsWith("after:", StringComparison.Ordinal));

    async Task<IReadOnlyList<string>> PassAsync(WorldChange? run, Action<TWorld> invariant, List<(WorldChange, Exception)> broken)
    {
        using var engine = new TestEngine();
        var world = arrange(engine);
        var make = changes.FirstOrDefault(c => c.Name == run?.Change).Make;
        var boundaries = new ChangingBoundaries(run, () => make?.Invoke(world));
        var until = engine.Clock.GetUtcNow() + length;
        try
        {
            for (var alive = false; !alive;)
            {
                try
                {
                    await engine.DrainAsync(until, boundaries);
                    alive = true;
                }
                catch (CrashedException)
                {
                    // The next worker takes up what this one held.
                }
            }
            invariant(world);
        }
        catch (Exception e)
        {
            broken.Add((run ?? new WorldChange("nothing happened", 0, null, Delivery.Once), e));
        }
        return boundaries.Passed;
    }
}

/// <summary>What must always be so was not, after some changes of the world.</summary>
public sealed class WorldChangedException : Exception
{
    internal WorldChangedException(int runs, IReadOnlyList<(WorldChange Run, Exception What)> broken)
        : base($"{broken.Count} of {runs} runs:\n{string.Join('\n', broken.Select(b => $"{b.Run}: {b.What.Message}"))}", broken[0].What) =>
        Broken = [.. broken.Select(b => b.Run)];

    /// <summary>After which.</summary>
    public IReadOnlyList<WorldChange> Broken { get; }
}
