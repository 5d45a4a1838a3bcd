using System.CommandLine;

namespace MonthClose.App;

/// <summary>monthclose report: writes the files of a close again, from the store.</summary>
static class ReportCommand
{
    public static Command Create()
    {
        var (period, store) = (CommandOptions.Period(), CommandOptions.Store());
        var output = new Option<string>("--out") { Description = "Where to", Required = true };
        var command = new Command("report", "Write the files of a close again") { period, store, output };
        command.SetAction(async (result, _) =>
        {
            var file = StoreFile.Parse(result.GetValue(store)!);
            using var opened = CloseEngine.OpenStore(file);
            using var engine = CloseEngine.Open(opened, file, null, null, TimeProvider.System);
            await Output.WriteAsync(engine, result.GetValue(output)!, CommandOptions.ReadPeriod(result.GetValue(period)!).ToString());
            return ExitCode.Done;
        });
        return command;
    }
}
