using System.CommandLine;
using Stillso;

namespace MonthClose.App;

/// <summary>monthclose worker: workers alone, until interrupted.</summary>
static class WorkerCommand
{
    public static Command Create()
    {
        var (store, outside, workers, lostAfter) = (CommandOptions.Store(), new OutsideOptions(), CommandOptions.Workers(), CommandOptions.LostAfter());
        var command = new Command("worker", "Work off what is due, until interrupted") { store, workers, lostAfter };
        outside.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var patience = CommandOptions.ReadLostAfter(result.GetValue(lostAfter));
            var file = StorePlace.Parse(result.GetValue(store)!);
            using var opened = file.Open();
            if (Settings.SimulatedNow(opened.Ledger) is not null)
                throw new UsageException("The time of this store is simulated: one close owns it, and workers do not share it.");
            using var engine = CloseEngine.Open(opened, file, outside.Read(result), new WholeSeconds(TimeProvider.System));
            var random = new Random(Environment.ProcessId);
            using var worker = engine.CreateWorker(new WorkerOptions { Concurrency = result.GetValue(workers), LostAfter = patience, Random = random.NextDouble });
            Console.WriteLine($"Working on {file.Name}. Stop with Ctrl+C.");
            await worker.RunAsync($"worker {Environment.ProcessId} on {Environment.MachineName}", cancellation);
            return ExitCode.Interrupted;
        });
        return command;
    }
}
