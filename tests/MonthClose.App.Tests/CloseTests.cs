using System.Globalization;
using MonthClose.Checking;

namespace AppTests;

/// <summary>What a whole close writes, and that it is always the same.</summary>
public sealed class CloseTests(ChangingWorld closed) : IClassFixture<ChangingWorld>
{
    [Fact]
    public void The_independent_checker_finds_nothing_wrong_in_the_changing_world() =>
        Assert.Empty(CloseChecker.Check(ChangingWorld.World, closed.Scratch.Out, new CheckOptions("2024-09") { RequireReports = true, RequirePdf = true }).Select(f => f.ToString()));

    [Fact]
    public async Task Every_invoice_of_the_real_bills_equals_the_checkers_and_no_cent_is_invented()
    {
        using var scratch = new Scratch();
        var world = Monthclose.World("focus-2024-09");
        await CloseFocus(world, scratch);
        var options = new CheckOptions("2024-09") { AccountColumn = "SubAccountId", AccountsFromUsage = ("USD", "UTC"), RequireReports = true, RequirePdf = true };
        Assert.Empty(CloseChecker.Check(world, scratch.Out, options).Select(f => f.ToString()));

        var files = CloseFiles.Read(scratch.Out);
        Assert.Equal(73, files.Invoices.Count);
        Assert.Equal(20.54m, files.InvoiceLines.Sum(l => l.Amount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task The_files_do_not_depend_on_how_many_workers_there_are(int workers)
    {
        using var scratch = new Scratch();
        (await Monthclose.RunAsync(Monthclose.Close(
            ChangingWorld.World, scratch, ChangingWorld.Script, "--workers", workers.ToString(CultureInfo.InvariantCulture)))).Ok();
        SameFiles.Assert(closed.Scratch.Out, scratch.Out);
    }

    [Fact]
    public async Task Report_writes_the_same_files_again_from_the_store()
    {
        (await Monthclose.RunAsync("report", "2024-09", "--store", closed.Scratch.Store, "--out", closed.Scratch["again"])).Ok();
        SameFiles.Assert(closed.Scratch.Out, closed.Scratch["again"]);
    }

    [Fact]
    public async Task A_close_of_a_closed_period_changes_nothing()
    {
        using var scratch = new Scratch();
        (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script))).Ok();
        (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script))).Ok();
        SameFiles.Assert(closed.Scratch.Out, scratch.Out);
    }

    [Fact]
    public async Task Explain_tells_believed_found_and_cause_in_order()
    {
        var answer = (await Monthclose.RunAsync("explain", "acct_000002", "2024-09", "--store", closed.Scratch.Store)).Ok();
        var lines = answer.Output.Split('\n');
        var (change, decision) = (Array.FindIndex(lines, l => l.Contains("grant credit 10")), Array.FindIndex(lines, l => l.Contains("charge revised")));
        Assert.True(change >= 0 && change < decision, answer.Output);
        Assert.Contains("believed due=104.53", lines[decision]);
        Assert.Contains("found due=94.53", lines[decision]);
        Assert.Contains("because of acct_000002/change/1", lines[decision]);
    }

    static async Task CloseFocus(string world, Scratch scratch) => (await Monthclose.RunAsync(Monthclose.Close(
        world, scratch, null, "--account-column", "SubAccountId", "--accounts-from-usage", "USD,UTC"))).Ok();
}
