using MonthClose.Torture;

namespace TortureTests;

/// <summary>Closes in which processes die, commits and answers are lost and the world changes: nothing is lost, charged twice or charged stale.</summary>
public sealed class SimulationTests(ITestOutputHelper output, SimulationTests.Place place) : IClassFixture<SimulationTests.Place>
{
    [Fact]
    public void The_same_seed_is_the_same_history_and_the_same_files_byte_for_byte()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var (once, again) = (Run(seed, "once"), Run(seed, "again"));
            Assert.Equal(once, again);
        }
    }

    [Fact]
    public void Known_seeds_hold() => Hold(1, 600);

    /// <summary>Closes that failed once, with what went wrong in them and how their world changed: what a seed chooses may be another thing later.</summary>
    public static TheoryData<string, int, string, string> Failed => new(
    [
        ("a partial credit under the last retry", 200056, "8:CommitUnanswered,24:Twice,30:Crash,36:Crash,66:Crash",
            "25:add_default_payment_method=pm_card_visa_v25,159:add_default_payment_method=pm_card_chargeDeclined_v159,192:add_default_payment_method=pm_card_visa_v192,333:grant_credit=56,343:grant_credit=29"),
        ("a first confirmation that came after its repetition", 100042, "91:CrashBeforeCommit,156:Twice,205:Refused,490:Stopped,573:Crash,599:Twice,695:Twice",
            "56:late_usage=118,266:grant_credit=79,353:grant_credit=51,405:close_account"),
        ("the same", 102089, "58:CommitUnanswered,195:Twice,269:Crash,304:Crash,336:CrashAfterCommit,823:Twice,888:Crash", "100:grant_credit=73"),
        ("a second delivery that the store refused", 400273, "100:Twice,101:Refused", ""),
        ("a step whose workers stood still three times", 1460152489, "9:Stopped,20:Stopped,32:Stopped,43:CommitUnanswered,46:Stopped,69:Stopped", "100:grant_credit=55,169:late_usage=114"),
    ]);

    [Theory]
    [MemberData(nameof(Failed))]
    public void What_failed_once_holds(string what, int seed, string faults, string changes)
    {
        output.WriteLine(what);
        Assert.Empty(Simulations.One(place.Workshop, seed, FaultPlan.Exactly(FaultPlan.Parse(faults)), Operators.Exactly(Operators.Parse(changes))).Violations);
    }

    [Fact]
    public void Fresh_seeds_hold() => Hold(new Random().Next(1_000_000, int.MaxValue - 10_000), 300);

    [Fact]
    public void Every_change_at_every_boundary_of_every_step_holds_whatever_follows()
    {
        using var workshop = new Workshop(place.Kept, Matrix.Accounts);
        var cells = Matrix.Run(workshop, seed: 1, times: 1, Environment.ProcessorCount);
        output.WriteLine(TortureReport.Of(cells));
        Assert.All(cells.Where(c => c.Impossible is null), c =>
        {
            Assert.True(c.Reached, $"{c.Cell} was not reached.");
            Assert.True(c.Close!.Violations.Count == 0, $"{c.Cell}: {string.Join('\n', c.Close.Violations)}");
        });
    }

    public static TheoryData<string> Plantable => [.. Defect.All.Where(d => d.WaitsFor is null).Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Plantable))]
    public void A_planted_defect_is_found(string defect)
    {
        var caught = SabotageRun.Look(place.Workshop, Defect.Named(defect), first: 1, limit: 300, times: 1, Environment.ProcessorCount);
        output.WriteLine(TortureReport.Line(caught, 300));
        Assert.True(caught.Always, $"{defect} was not found within 300 seeds.");
    }

    [Fact]
    public void A_plan_that_is_replayed_makes_the_close_that_it_was_made_of()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var close = Simulations.One(place.Workshop, seed);
            var replayed = Simulations.One(
                place.Workshop, seed, FaultPlan.Exactly(FaultPlan.Parse(string.Join(',', close.Faults))), Operators.Exactly(Operators.Parse(string.Join(',', close.Changes))));
            Assert.Equal(close.History, replayed.History);
        }
    }

    void Hold(int first, int closes)
    {
        output.WriteLine($"Seeds from {first}");
        var tally = Simulations.Run(place.Workshop, first, seed => seed - first < closes, Environment.ProcessorCount, _ => { });
        output.WriteLine(TortureReport.Of(tally, $"from {first}", TimeSpan.FromSeconds(1), 1, []));
        Assert.True(tally.Failed.Count == 0, string.Join('\n', tally.Failed.Take(5).Select(f => $"{TortureReport.Replay(f)}\n  {string.Join("\n  ", f.Violations.Take(5))}")));
        Assert.True(tally.Eventful > closes * 0.95, $"Only {tally.Eventful} of {closes} closes had a change and a fault.");
    }

    // The history and every file, by name.
    List<(string Name, string Content)> Run(int seed, string name)
    {
        Simulations.One(place.Workshop, seed, keepAs: $"{seed}-{name}");
        var kept = Path.Combine(place.Kept, $"{seed}-{name}");
        return [.. Directory.EnumerateFiles(kept, "*", SearchOption.AllDirectories)
            .Where(f => !Path.GetFileName(f).StartsWith("store.db", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(f => (Path.GetRelativePath(kept, f), File.ReadAllText(f)))];
    }

    public sealed class Place : IDisposable
    {
        public Place() => Workshop = new Workshop(Kept, ImportedWorld.Accounts);

        public string Kept { get; } = Directory.CreateTempSubdirectory("monthclose-torture-tests-").FullName;

        internal Workshop Workshop { get; }

        public void Dispose()
        {
            Workshop.Dispose();
            Directory.Delete(Kept, recursive: true);
        }
    }
}
