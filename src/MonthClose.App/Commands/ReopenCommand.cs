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
            var file = StoreFile.Parse(result.GetValue(store)!);
            using var opened = CloseEngine.OpenStore(file);
            if (PeriodClose.Reopen(opened, month, result.GetValue(reason)!, CloseEngine.Now(opened)) is { } refused)
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
