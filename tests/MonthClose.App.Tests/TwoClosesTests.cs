using MonthClose.Checking;

namespace AppTests;

/// <summary>Two closes of one period at once.</summary>
public sealed class TwoClosesTests(ChangingWorld closed) : IClassFixture<ChangingWorld>
{
    [Fact]
    public async Task With_a_simulated_clock_the_second_says_who_owns_the_store_and_ends()
    {
        using var scratch = new Scratch();
        var close = Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script);
        var answers = await Task.WhenAll(Monthclose.RunAsync(close), Monthclose.RunAsync(close));
        Assert.All(answers, a => a.Ok());
        // Whoever came second either met the owner, or came when the close was over and changed nothing.
        Assert.True(answers.Count(a => a.Output.Contains("Another process owns this store")) <= 1);
        SameFiles.Assert(closed.Scratch.Out, scratch.Out);
    }

    [Fact]
    public async Task While_another_process_holds_the_store_a_close_says_so()
    {
        using var scratch = new Scratch();
        (await Monthclose.RunAsync("import", "--world", ChangingWorld.World, "--store", scratch.Store)).Ok();
        using (new FileStream(scratch["store.db.owner"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var answer = (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch))).Ok();
            Assert.Contains("Another process owns this store", answer.Output);
            Assert.False(Directory.Exists(scratch.Out));
        }
        (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script))).Ok();
        SameFiles.Assert(closed.Scratch.Out, scratch.Out);
    }

    [Fact]
    public async Task With_the_real_clock_both_work_and_there_is_one_close()
    {
        using var scratch = new Scratch();
        var world = scratch["world"];
        (await Monthclose.RunAsync("sample", "--accounts", "400", "--seed", "3", "--out", world)).Ok();
        string[] Close(string name) => ["close", "2024-09", "--world", world, "--store", scratch.Store, "--out", scratch[name]];
        var answers = await Task.WhenAll(Monthclose.RunAsync(Close("out1")), Monthclose.RunAsync(Close("out2")));
        Assert.All(answers, a => a.Ok());
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch.Out)).Ok();
        Assert.Empty(CloseChecker.Check(world, scratch.Out, new CheckOptions("2024-09")).Select(f => f.ToString()));
        Assert.Equal(400, CloseFiles.Read(scratch.Out).Invoices.Count);
    }
}
