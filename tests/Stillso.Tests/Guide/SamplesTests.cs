using System.Diagnostics;

namespace Stillso.Tests;

/// <summary>Every program of samples/ that a newcomer copies is run as it is, and says what its page says.</summary>
public sealed class SamplesTests
{
    [Fact]
    public async Task Hello_runs_a_job() => Assert.Equal(
        [
            "Job 1 is in the store. Waiting: 1",
            "Hello, world! This is attempt 1 of job 1.",
            "Waiting: 0",
        ],
        await RunAsync("hello", "Hello"));

    [Fact]
    public async Task Recurring_fires_twice_two_seconds_apart()
    {
        var lines = await RunAsync("recurring", "Recurring");
        // On a machine that is held up, one more may come before the end.
        Assert.InRange(lines.Count, 4, 5);
        Assert.Matches(@"^The first report is due at \d\d:\d\d:\d[02468] UTC\.$", lines[0]);
        Assert.Matches(@"^Report 1 of sales, of the occurrence at \d\d:\d\d:\d[02468] UTC\.$", lines[1]);
        Assert.Matches(@"^Report 2 of sales, of the occurrence at \d\d:\d\d:\d[02468] UTC\.$", lines[2]);
        Assert.Matches(@"^The schedule has enqueued [23] jobs\.$", lines[^1]);
    }

    [Fact]
    public async Task Batch_says_how_far_it_is_and_calls_back()
    {
        var lines = await RunAsync("batch", "Batch");
        Assert.Equal("100 jobs are in the batch.", lines[0]);
        Assert.Equal("0 % finished, 100 pending", lines[1]);
        Assert.Single(lines, "All invoices are sent.");
    }

    [Fact]
    public async Task Premises_finds_out_that_the_price_has_changed()
    {
        var lines = await RunAsync("premises", "Premises");
        Assert.Equal(
            [
                "Enqueued: buy coffee, believing that it costs 12.00",
                "Changed: coffee costs 13.50",
                "Bought: 3 × coffee at 13.50",
                "Decided: Revised, it runs on what is so now",
                "  believed price 12.00",
                "  found    price 13.50",
                "  cause    coffee/change/2",
            ],
            lines.Select(line => line.Split(" at ", 2) is [var what, var when] && when.EndsWith("UTC", StringComparison.Ordinal) ? what : line));
    }

    [Fact]
    public async Task Aot_runs_without_reflection() =>
        Assert.Equal(["JSON by reflection: False", "Hello, world!"], await RunAsync("aot", "Aot"));

    [Fact]
    public async Task Testing_has_a_test_that_passes()
    {
        var lines = await RunAsync("testing", "Shop.Tests", "--no-ansi", "--progress", "off");
        Assert.Contains("  succeeded: 1", lines);
    }

    static async Task<IReadOnlyList<string>> RunAsync(string sample, string program, params string[] arguments)
    {
        // As these tests were built: bin/Release/net10.0.
        var built = Path.GetRelativePath(Path.Combine(Checkout.Folder, "tests", "Stillso.Tests"), AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Checkout.Folder, "samples", sample, built, $"{program}.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromMinutes(1), cancellation);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        Assert.Equal("", await errors);
        Assert.Equal(0, process.ExitCode);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
