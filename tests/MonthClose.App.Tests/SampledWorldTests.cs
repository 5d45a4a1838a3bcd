using MonthClose.Checking;

namespace AppTests;

/// <summary>Worlds that <c>monthclose sample</c> makes.</summary>
public sealed class SampledWorldTests : IDisposable
{
    readonly Scratch scratch = new();

    [Fact]
    public async Task A_sampled_world_closes_without_a_finding_of_the_independent_checker()
    {
        await Sample("world", "--accounts", "300", "--seed", "4");
        (await Monthclose.RunAsync(Monthclose.Close(scratch["world"], scratch))).Ok();
        var options = new CheckOptions("2024-09") { RequireReports = true, RequirePdf = true };
        Assert.Empty(CloseChecker.Check(scratch["world"], scratch.Out, options).Select(f => f.ToString()));

        var files = CloseFiles.Read(scratch.Out);
        Assert.Equal(300, files.Invoices.Count);
        Assert.Equal(["CHF", "EUR", "GBP", "HUF", "INR", "JPY", "KWD", "USD"], files.Invoices.Select(i => i.Currency!).Distinct().Order());
        Assert.Equal(["carried_forward", "open", "paid"], files.Invoices.Select(i => i.Status).Distinct().Order());
        Assert.Contains(files.Invoices, i => i.Tax > 0);
        Assert.Contains(files.Invoices, i => i.CreditsApplied > 0);
        // A tenth of the accounts pay most.
        var dollars = files.Invoices.Where(i => i.Currency == "USD").Select(i => i.Total!.Value).OrderDescending().ToList();
        Assert.True(dollars.Take(dollars.Count / 10).Sum() > dollars.Where(d => d > 0).Sum() / 2, string.Join(' ', dollars));
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_world_and_another_seed_another()
    {
        await Sample("one", "--accounts", "50", "--seed", "1", "--period", "2025-02", "--spread");
        await Sample("same", "--accounts", "50", "--seed", "1", "--period", "2025-02", "--spread");
        await Sample("other", "--accounts", "50", "--seed", "2", "--period", "2025-02", "--spread");
        SameFiles.Assert(scratch["one"], scratch["same"]);
        Assert.NotEqual(File.ReadAllText(Path.Combine(scratch["one"], "accounts.csv")), File.ReadAllText(Path.Combine(scratch["other"], "accounts.csv")));
    }

    [Fact]
    public async Task The_world_that_shows_every_race_is_made_as_it_is_kept()
    {
        await Sample("races", "--accounts", "200", "--seed", "7", "--races");
        File.Copy(Path.Combine(ChangingWorld.World, "close.args"), Path.Combine(scratch["races"], "close.args"));
        SameFiles.Assert(ChangingWorld.World, scratch["races"]);
    }

    public void Dispose() => scratch.Dispose();

    async Task Sample(string name, params string[] options) => (await Monthclose.RunAsync(["sample", "--out", scratch[name], .. options])).Ok();
}
