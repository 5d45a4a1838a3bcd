using System.Diagnostics;
using MonthClose.Checking;

namespace AppTests;

/// <summary>SIGKILL from outside, at random times and at every point that matters; then the same command again.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    const int RandomKills = 50;
    const int Seed = 20241001;

    static readonly string[] Points =
    [
        "before:rate", "before:invoice", "before:apply_credits", "before:charge", "before:failed_charge", "before:retry_charge", "before:hold",
        "before:release", "before:email", "before:report", "ready", "created", "sending", "confirmed", "unknown",
    ];

    // Those at which no script can crash a close (CrashTests has the others), once each.
    static readonly string[] NoScript = ["before:resolve_charge", "during:resolve_charge", "after:resolve_charge", "during:failed_charge", "during:retry_charge"];

    public static TheoryData<string, int> Kills =>
        new([.. Points.SelectMany(p => p == "before:report" ? [(p, 0)] : new[] { (p, 0), (p, p == "before:release" || p == "unknown" ? 1 : 9) }), .. NoScript.Select(p => (p, 0))]);

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Killed_while_it_waits_at_a_point_nothing_is_lost_or_doubled(string point, int after)
    {
        using var scratch = new Scratch();
        var close = Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script);
        // There is one report a period: to be killed there twice, the close is killed, run again, and killed again.
        for (var kill = 0; kill < (point == "before:report" ? 2 : 1); kill++)
        {
            using var process = Monthclose.Start([.. close, "--wait-at", $"{point}@{after}"]);
            string? line;
            do line = await process.StandardOutput.ReadLineAsync();
            while (line is not null && !line.StartsWith("waiting at", StringComparison.Ordinal));
            Assert.Equal($"waiting at {point}", line);
            process.Kill();
            await process.WaitForExitAsync();
        }
        (await Monthclose.RunAsync(close)).Ok();
        AssertRight(ChangingWorld.World, scratch);
    }

    [Fact]
    public async Task Killed_at_random_times_nothing_is_lost_or_doubled()
    {
        var dice = new Random(Seed);
        var (kills, worlds) = (0, 0);
        while (kills < RandomKills)
        {
            using var scratch = new Scratch();
            var world = scratch["world"];
            (await Monthclose.RunAsync("sample", "--accounts", "300", "--seed", $"{Seed + worlds}", "--races", "--out", world)).Ok();
            (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok();
            var close = Monthclose.Close(world, scratch, Path.Combine(world, "script.csv"));
            var finished = false;
            while (!finished)
            {
                using var process = Monthclose.Start(close);
                var reading = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
                using var limit = new CancellationTokenSource(kills < RandomKills ? dice.Next(250, 1100) : 60_000);
                try
                {
                    await process.WaitForExitAsync(limit.Token);
                    Assert.Equal(0, process.ExitCode);
                    finished = true;
                }
                catch (OperationCanceledException)
                {
                    process.Kill();
                    await process.WaitForExitAsync();
                    kills++;
                }
                await Task.WhenAll(reading.Item1, reading.Item2);
            }
            worlds++;
            AssertRight(world, scratch);
        }
        output.WriteLine($"seed {Seed}: {kills} kills over {worlds} closes; at points: {Points.Length} points, {Kills.Count} kills");
    }

    static void AssertRight(string world, Scratch scratch)
    {
        var findings = CloseChecker.Check(world, scratch.Out, new CheckOptions("2024-09"));
        Assert.True(findings.Count == 0, $"{findings.Count} findings:\n{string.Join('\n', findings.Take(10))}");
    }
}
