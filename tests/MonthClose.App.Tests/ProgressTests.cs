namespace AppTests;

/// <summary>What a close says on the way where nobody watches a terminal.</summary>
public sealed class ProgressTests
{
    [Fact]
    public async Task A_close_that_waits_for_the_month_to_end_says_so_once()
    {
        using var scratch = new Scratch();
        using var waiting = Monthclose.Start("close", "2999-01", "--world", ChangingWorld.World, "--store", scratch.Store);
        var output = waiting.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        Assert.False(waiting.HasExited);
        waiting.Kill();
        await waiting.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("2999-01 closing: rated 0, invoiced 0, charged 0, mailed 0 of 200 accounts", Assert.Single((await output).Split('\n'), l => l.StartsWith("2999-01", StringComparison.Ordinal)));
    }
}
