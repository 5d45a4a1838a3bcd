using System.CommandLine;

namespace MonthClose.App;

/// <summary>monthclose close: imports, closes a period, writes its files, says what came of it.</summary>
static class CloseCommand
{
    public static Command Create()
    {
        var period = CommandOptions.Period();
        var (store, outside, world) = (CommandOptions.Store(), new OutsideOptions(), CommandOptions.World());
        var (column, fromUsage) = (CommandOptions.AccountColumn(), CommandOptions.AccountsFromUsage());
        var (workers, lostAfter) = (CommandOptions.Workers(), CommandOptions.LostAfter());
        var output = new Option<string?>("--out") { Description = "Where the files of the close are written" };
        var script = new Option<string?>("--script") { Description = "A CSV of changes at exact boundaries (simulator only)" };
        var from = new Option<string?>("--from") { Description = "Simulated time starts here" };
        var until = new Option<string?>("--until") { Description = "Simulated time ends here" };
        var queue = new Option<string?>("--queue") { Description = "Where the jobs live: the store itself" };
        var yes = new Option<bool>("--yes") { Description = "Answer every question with yes" };
        var dry = new Option<bool>("--dry-run") { Description = "Show what would be invoiced and what looks wrong; change nothing" };
        var wait = new Option<string?>("--wait-at") { Description = "For proofs: stop at this point until killed", Hidden = true };
        var command = new Command("close", "Close a period")
        {
            period, store, world, column, fromUsage, workers, lostAfter, output, script, from, until, queue, dry, yes, wait,
        };
        outside.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(queue) is not null) throw new UsageException("--queue is not supported yet: the jobs live in the store.");
            var request = new CloseRequest(CommandOptions.ReadPeriod(result.GetValue(period)!), StorePlace.Parse(result.GetValue(store)!))
            {
                Outside = outside.Read(result), World = result.GetValue(world),
                WorldOptions = CommandOptions.ReadWorld(result.GetValue(column)!, result.GetValue(fromUsage)), Out = result.GetValue(output),
                Script = result.GetValue(script), From = CommandOptions.ReadInstant(result.GetValue(from), "--from"),
                Until = CommandOptions.ReadInstant(result.GetValue(until), "--until"), Workers = result.GetValue(workers),
                LostAfter = CommandOptions.ReadLostAfter(result.GetValue(lostAfter)),
                Wait = WaitPoint.Parse(result.GetValue(wait)),
            };
            return result.GetValue(dry) ? DryRun.RunAsync(request, cancellation) : CloseRun.RunAsync(request, cancellation);
        });
        return command;
    }
}
