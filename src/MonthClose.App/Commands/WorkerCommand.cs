using System.CommandLine;
using Stillso;

namespace MonthClose.App;

/// <summary>monthclose worker: workers alone, until interrupted.</summary>
static class WorkerCommand
{
    public static Command Create()
    {
        var (store, outside, workers) = (CommandOptions.Store(), new OutsideOptions(), CommandOptions.Workers());
        var command = new Command("worker", "Work off what is due, until interrupted") { store, workers };
        outside.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var file = StoreFile.Parse(result.GetValue(store)!);
            using var opened = CloseEngine.OpenStore(file);
            if (Settings.SimulatedNow(opened) is not null)
                throw new UsageException("The time of this store is simulated: one close owns it, and workers do not share it.");
            using var engine = CloseEngine.Open(opened, file, outside.Read(result), new WholeSeconds(TimeProvider.System));
            var random = new Random(Environment.ProcessId);
            using var worker = engine.CreateWorker(new WorkerOptions { Concurrency = result.GetValue(workers), Random = random.NextDouble });
            Console.WriteLine($"Working on {file.Path}. Stop with Ctrl+C.");
            await worker.RunAsync($"worker {Environment.ProcessId} on {Environment.MachineName}", cancellation);
            return ExitCode.Interrupted;
        });
        return command;
    }
}
