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
            // A real gateway shows no books: no key is needed to write ours.
            var outside = new Outside().OrKept(opened);
            using var gateway = outside.Gateway == "stripe" ? null : GatewayConnection.Open(outside, file, CloseEngine.ClockOf(opened));
            await Output.WriteAsync(opened, gateway, result.GetValue(output)!, CommandOptions.ReadPeriod(result.GetValue(period)!).ToString());
            return ExitCode.Done;
        });
        return command;
    }
}
