using System.Diagnostics;

namespace Stillso.Sqlite.Tests;

/// <summary>Batches whose workers are killed, at random and at each state that a batch comes through. The long proof is the same program with larger numbers.</summary>
public sealed class BatchKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whoever_is_killed_every_job_is_counted_once_and_every_callback_comes_once()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Stillso.BatchKills.dll"), "4000", "3", "20" }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.WriteLine(said);
        Assert.Equal(0, process.ExitCode);
        Assert.EndsWith("\n0 violations\n", said);
    }
}
