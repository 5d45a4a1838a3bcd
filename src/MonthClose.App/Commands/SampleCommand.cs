using System.CommandLine;

namespace MonthClose.App;

/// <summary>monthclose sample: makes a realistic world folder.</summary>
static class SampleCommand
{
    public static Command Create()
    {
        var accounts = new Option<int>("--accounts") { Description = "How many accounts", DefaultValueFactory = _ => 200 };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same world", DefaultValueFactory = _ => 1 };
        var period = new Option<string>("--period") { Description = "The month of the usage", DefaultValueFactory = _ => "2024-09" };
        var rows = new Option<int>("--rows") { Description = "Usage rows per account", DefaultValueFactory = _ => 20 };
        var races = new Option<bool>("--races") { Description = "The first accounts show the race table, by a script beside the world" };
        var spread = new Option<bool>("--spread") { Description = "A few accounts have most of the rows: --rows is about the mean" };
        var output = new Option<string>("--out") { Description = "Where to", Required = true };
        var command = new Command("sample", "Make a realistic world folder") { accounts, seed, period, rows, races, spread, output };
        command.SetAction(result =>
        {
            SampleWorld.Write(
                result.GetValue(output)!, result.GetValue(accounts), result.GetValue(seed), CommandOptions.ReadPeriod(result.GetValue(period)!),
                result.GetValue(rows), result.GetValue(races), result.GetValue(spread));
            Console.WriteLine($"Made {result.GetValue(accounts)} accounts in {result.GetValue(output)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
