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
            var file = StorePlace.Parse(result.GetValue(store)!);
            using var opened = file.Open();
            // A real gateway shows no books: no key is needed to write ours.
            var outside = new Outside().OrKept(opened.Ledger);
            using var gateway = outside.Gateway == "stripe" ? null : GatewayConnection.Open(outside, file, CloseEngine.ClockOf(opened.Ledger));
            new CloseFiles(opened.Ledger, result.GetValue(output)!, CommandOptions.ReadPeriod(result.GetValue(period)!).ToString())
                .Write(gateway is null ? null : await gateway.ChargesAsync(), CloseEngine.Now(opened.Ledger));
            return ExitCode.Done;
        });
        return command;
    }
}
