using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MonthClose.Checking;

namespace AppTests;

/// <summary>
/// The world changes from outside over the whole length of a real-clock close by two processes, whose gateway is slow
/// and loses answers: every amount charged is the price of exactly the changes before its decision.
/// </summary>
public sealed partial class OutsideChangesTests(ITestOutputHelper output)
{
    const int Accounts = 5000;
    const int ChangesPerProcess = 5000;
    const int ByCommand = 200;
    const int Seconds = 60;

    [Fact]
    public async Task No_charge_is_stale_while_twenty_thousand_changes_come_from_outside()
    {
        using var scratch = new Scratch();
        var world = scratch["world"];
        (await Monthclose.RunAsync("sample", "--accounts", "5000", "--rows", "5", "--seed", "5", "--out", world)).Ok();
        (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok();

        using var gateway = Monthclose.Start("gateway", "--urls", "http://127.0.0.1:0", "--books", scratch["books"], "--latency-ms", "190", "--lose-answers", "0.02", "--lose-requests", "0.02", "--seed", "5");
        try
        {
            var address = (await gateway.StandardOutput.ReadLineAsync())!["Listening on ".Length..];
            string[] close = ["close", "2024-09", "--store", scratch.Store, "--gateway", $"simulator={address}", "--workers", "16"];
            var watch = Stopwatch.StartNew();
            var closes = new[] { Monthclose.RunAsync(close), Monthclose.RunAsync(close) };
            var closing = Task.WhenAll(closes).ContinueWith(_ => watch.Elapsed, TaskScheduler.Default);
            var changers = Enumerable.Range(1, 4).Select(seed => Change(scratch.Store, seed)).ToArray();
            var commands = ByCommandAsync(scratch.Store);
            await Task.WhenAll(closes);
            var made = (await Task.WhenAll(changers)).Sum() + await commands;

            (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch.Out)).Ok();
            var files = CloseFiles.Read(scratch.Out);
            output.WriteLine($"{made} changes in {watch.Elapsed.TotalSeconds:F0} s, close took {(await closing).TotalSeconds:F0} s; {files.Payments.Count(p => p.Status == "canceled")} intents withdrawn, {files.Payments.Count(p => p.Status == "unknown")} unknown, {files.Decisions.Count(d => d.IsChargingStep && d.Decision == "revised")} charges revised");
            Assert.All(closes, c => c.Result.Ok(0, 4));
            Assert.Equal(made, files.Changes.Count);
            Assert.True(made >= 19_000, $"only {made} changes were made");
            var findings = CloseChecker.Check(world, scratch.Out, new CheckOptions("2024-09"));
            Assert.True(findings.Count == 0, $"{findings.Count} findings, of invariants {string.Join(' ', findings.CountBy(f => f.Invariant))}\n{string.Join('\n', findings.DistinctBy(f => f.Message.Split(' ')[0] + f.Invariant).Take(20))}");
            // The test is worth something only if the world did change under charges.
            Assert.True(files.Decisions.Count(d => d.IsChargingStep && d.Decision == "revised") > 20);
        }
        finally
        {
            gateway.Kill();
            await gateway.WaitForExitAsync();
        }
    }

    static async Task<int> Change(string store, int seed)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "MonthClose.WorldChanger.dll"), store, Text(seed), Text(ChangesPerProcess), Text(Accounts), Text(Seconds) })
            info.ArgumentList.Add(argument);
        using var process = Process.Start(info)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return int.Parse(Made().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    static async Task<int> ByCommandAsync(string store)
    {
        var made = 0;
        for (var n = 1; n <= ByCommand; n++)
        {
            var account = string.Create(CultureInfo.InvariantCulture, $"acct_{n * 25:000000}");
            var answer = await Monthclose.RunAsync("change", account, "grant_credit", Text(n % 30 + 1), "--store", store);
            if (answer.Ok().Code == 0) made++;
        }
        return made;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("([0-9]+) made")]
    private static partial Regex Made();
}
