using Microsoft.Extensions.Hosting;

namespace Stillso;

/// <summary>Defines what recurs and what is limited, then runs a worker for as long as the host runs; stopping finishes what is in flight.</summary>
sealed class WorkerService(Worker worker, WorkerOptions options, Definitions definitions, IJobStore jobs, ILedger ledger, TimeProvider clock) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        definitions.Define(jobs, ledger, (options.Simulated ?? clock).GetUtcNow());
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await worker.RunAsync($"{Environment.MachineName}/{Environment.ProcessId}", stoppingToken);
    }
}
