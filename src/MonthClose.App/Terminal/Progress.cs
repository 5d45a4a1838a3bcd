using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Stillso;

namespace MonthClose.App;

/// <summary>Shows how far a close is: bars on a terminal, plain lines elsewhere.</summary>
static class Progress
{
    public static async Task RunAsync(ILedger ledger, string period, Func<Task> work)
    {
        var running = work();
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            await PlainAsync(ledger, period, running);
            return;
        }
        await AnsiConsole.Progress().HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var bars = CloseProgress.Steps.ToDictionary(s => s, s => context.AddTask(s), StringComparer.Ordinal);
                while (!running.IsCompleted)
                {
                    Update(Now(ledger, period), bars);
                    await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System));
                }
                Update(Now(ledger, period), bars);
            });
        await running;
    }

    // The worker goes on when a store that cannot be used for a moment is back: so does who only looks.
    static CloseProgress? Now(ILedger ledger, string period)
    {
        try
        {
            return CloseProgress.Of(ledger, period);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    static void Update(CloseProgress? progress, Dictionary<string, ProgressTask> bars)
    {
        if (progress is null) return;
        foreach (var (step, done) in progress.Done)
        {
            bars[step].MaxValue = Math.Max(1, progress.Accounts);
            bars[step].Value = progress.State == "closed" ? bars[step].MaxValue : done;
            bars[step].Description = string.Create(CultureInfo.InvariantCulture, $"{step} {done}");
        }
    }

    /// <summary>How many accounts a second a step does.</summary>
    sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is { } speed && !task.IsFinished ? string.Create(CultureInfo.InvariantCulture, $"{speed,6:F0}/s") : "", new Style(Color.Grey)).RightJustified();

        public override int? GetColumnWidth(RenderOptions options) => 8;
    }

    static async Task PlainAsync(ILedger ledger, string period, Task running)
    {
        var (last, at) = ("", (long?)null);
        while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System)) != running)
        {
            if (Now(ledger, period) is not { } progress) continue;
            var line = string.Create(CultureInfo.InvariantCulture, $"{period} {progress.State}: {string.Join(", ", progress.Done.Select(d => $"{d.Key} {d.Value}"))} of {progress.Accounts} accounts");
            // A close may wait for days: a log gets what is new, and not all of it.
            if (line == last || (at is { } then && TimeProvider.System.GetElapsedTime(then) < TimeSpan.FromSeconds(30))) continue;
            Console.WriteLine(line);
            (last, at) = (line, TimeProvider.System.GetTimestamp());
        }
        await running;
    }
}
