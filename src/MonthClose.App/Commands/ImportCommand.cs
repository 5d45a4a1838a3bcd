using System.CommandLine;

namespace MonthClose.App;

/// <summary>monthclose import: loads a world, all of it or nothing.</summary>
static class ImportCommand
{
    public static Command Create()
    {
        var world = new Option<string>("--world") { Description = "The world folder", Required = true };
        var (store, column, fromUsage) = (CommandOptions.Store(), CommandOptions.AccountColumn(), CommandOptions.AccountsFromUsage());
        var command = new Command("import", "Load a world folder") { world, store, column, fromUsage };
        command.SetAction(async (result, cancellation) =>
        {
            var file = StorePlace.Parse(result.GetValue(store)!);
            using var opened = file.Open();
            using var alone = await file.LockAsync("import", cancellation);
            var imported = new WorldImport(opened.Ledger, result.GetValue(world)!, CommandOptions.ReadWorld(result.GetValue(column)!, result.GetValue(fromUsage))).Run();
            Console.WriteLine($"Imported {imported.Accounts} new accounts, {imported.UsageFiles} new usage files, {imported.UsageRows} usage rows.");
            return ExitCode.Done;
        });
        return command;
    }
}
