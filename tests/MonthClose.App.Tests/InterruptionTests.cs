using System.Diagnostics;

namespace AppTests;

/// <summary>The command is told to end at any time.</summary>
public sealed class InterruptionTests(ITestOutputHelper output)
{
    const int Times = 24;

    [Fact]
    public async Task A_signal_that_comes_as_the_command_ends_breaks_nothing()
    {
        using var scratch = new Scratch();
        string[] command = ["sample", "--accounts", "40", "--seed", "1", "--out"];
        (await Monthclose.RunAsync([.. command, scratch["cold"]])).Ok();
        var watch = Stopwatch.StartNew();
        (await Monthclose.RunAsync([.. command, scratch["warm"]])).Ok();
        var takes = watch.Elapsed;
        var codes = new List<int>();
        for (var time = 0; time < Times; time++)
        {
            using var process = Monthclose.Start([.. command, scratch[$"{time}"]]);
            // Up to a little after its end.
            await Task.Delay(takes * (0.3 + (0.9 * time / Times)), TestContext.Current.CancellationToken);
            using var signal = Process.Start(new ProcessStartInfo("kill", ["-TERM", $"{process.Id}"]) { RedirectStandardError = true })!;
            await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
            var answer = await Monthclose.WaitAsync(process);
            codes.Add(answer.Code);
            // Done; interrupted; or told to end before it could hear it (128 + SIGTERM).
            Assert.True(answer.Code is 0 or 130 or 143, $"exit {answer.Code}\n{answer.Errors}");
        }
        output.WriteLine(string.Join(' ', codes));
    }
}
