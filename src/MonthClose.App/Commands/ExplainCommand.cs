using System.CommandLine;
using Spectre.Console;

namespace MonthClose.App;

/// <summary>monthclose explain: the time line of an account.</summary>
static class ExplainCommand
{
    public static Command Create()
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Whose" };
        var period = new Argument<string?>("PERIOD") { Description = "Only this month", Arity = ArgumentArity.ZeroOrOne };
        var store = CommandOptions.Store();
        var command = new Command("explain", "Every change, decision, effect and mail of an account, in order, and why") { account, period, store };
        command.SetAction(result =>
        {
            using var opened = StorePlace.Parse(result.GetValue(store)!).Open();
            var id = result.GetValue(account)!;
            if (opened.Ledger.Read(tx => Currencies.Of(tx.Sql, id)) is null)
            {
                Console.Error.WriteLine($"There is no account {id}.");
                return ExitCode.BadInput;
            }
            foreach (var moment in Timeline.Of(opened.Jobs, opened.Ledger, id, result.GetValue(period)))
                Print($"{Instants.ToFile(moment.At)}  {moment.What,-8}  {moment.Text}", Style(moment.What));
            return ExitCode.Done;
        });
        return command;
    }

    // Lines stay whole where they go to a file or another program.
    static void Print(string line, Style style)
    {
        if (Console.IsOutputRedirected) Console.WriteLine(line);
        else AnsiConsole.Console.WriteLine(line, style);
    }

    static Style Style(string what) => new(what switch
    {
        "change" => Color.Yellow,
        "payment" => Color.Green,
        "hold" => Color.Red,
        "mail" => Color.Blue,
        "waits" => Color.Grey,
        _ => Color.Default,
    });
}
