using System.CommandLine;
using System.Globalization;

namespace MonthClose.App;

/// <summary>monthclose status: where a close stands, as of now.</summary>
static class StatusCommand
{
    public static Command Create()
    {
        var (period, store) = (CommandOptions.Period(), CommandOptions.Store());
        var command = new Command("status", "Where a close stands") { period, store };
        command.SetAction(result =>
        {
            var month = CommandOptions.ReadPeriod(result.GetValue(period)!).ToString();
            var file = StorePlace.Parse(result.GetValue(store)!);
            using var opened = file.Open();
            var now = CloseEngine.Now(opened.Ledger);
            var progress = CloseProgress.Of(opened.Ledger, month);
            var c = CultureInfo.InvariantCulture;
            Console.WriteLine($"As of {Instants.ToFile(now)}, {month} is {progress.State}.");
            foreach (var (step, done) in progress.Done) Console.WriteLine(string.Create(c, $"  {step,-9} {done} of {progress.Accounts} accounts"));
            foreach (var kind in opened.Jobs.Waiting().GroupBy(w => w.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
                Console.WriteLine(string.Create(c, $"  {kind.Count()} × {kind.Key} waiting, the first at {Instants.ToFile(kind.Min(w => w.RunAt))}"));
            foreach (var decided in Resolutions.OfPeriod(opened.Ledger, month)) Console.WriteLine($"  {decided}");
            foreach (var item in Worklist.Of(opened.Ledger)) Print(item, file, now);
            return ExitCode.Done;
        });
        return command;
    }

    static void Print(WorkItem item, StorePlace store, DateTimeOffset now)
    {
        Console.WriteLine($"  {item.Item}{(item.Since is { } since ? $" ({Age(now - since)})" : "")}: {item.What}");
        foreach (var outcome in item.Outcomes) Console.WriteLine($"      {store.Command(["resolve", item.Item, .. outcome.Length == 0 ? Array.Empty<string>() : [outcome], "--reason", "…"])}");
    }

    static string Age(TimeSpan age) => age.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:F0} min")
        : age.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:F0} h") : string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:F0} days");
}
