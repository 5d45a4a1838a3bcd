using System.CommandLine;

namespace MonthClose.App;

/// <summary>monthclose change: changes the world, any time, from any process.</summary>
static class ChangeCommand
{
    public static Command Create()
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Whose" };
        var change = new Argument<string>("CHANGE") { Description = "What, for example grant_credit" };
        var value = new Argument<string?>("VALUE") { Description = "With what", Arity = ArgumentArity.ZeroOrOne };
        var store = CommandOptions.Store();
        var command = new Command("change", "Change the world") { account, change, value, store };
        command.SetAction(result =>
        {
            using var opened = StorePlace.Parse(result.GetValue(store)!).Open();
            var refused = WorldChanges.Make(opened.Ledger, result.GetValue(account)!, result.GetValue(change)!, result.GetValue(value) ?? "", out var id);
            if (refused is null)
            {
                Console.WriteLine(id);
                return ExitCode.Done;
            }
            Console.Error.WriteLine(refused);
            return ExitCode.BadInput;
        });
        return command;
    }
}
