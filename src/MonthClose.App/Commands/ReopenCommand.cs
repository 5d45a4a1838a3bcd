using System.CommandLine;

namespace MonthClose.App;

/// <summary>monthclose reopen: opens a closed period again.</summary>
static class ReopenCommand
{
    public static Command Create()
    {
        var (period, store) = (CommandOptions.Period(), CommandOptions.Store());
        var reason = new Option<string>("--reason") { Description = "Why; it is kept", Required = true };
        var command = new Command("reopen", "Open a closed period again, while the next one is open") { period, reason, store };
        command.SetAction(result =>
        {
            var month = CommandOptions.ReadPeriod(result.GetValue(period)!).ToString();
            var file = StorePlace.Parse(result.GetValue(store)!);
            using var opened = file.Open();
            if (PeriodClose.Reopen(opened.Ledger, month, result.GetValue(reason)!, CloseEngine.Now(opened.Ledger)) is { } refused)
            {
                Console.Error.WriteLine(refused);
                return ExitCode.BadInput;
            }
            Console.WriteLine($"{month} is open. Close it again when you are done: {file.Command("close", month)}");
            return ExitCode.Done;
        });
        return command;
    }
}
