using Microsoft.Extensions.Hosting;

namespace Stillso;

/// <summary>Defines what recurs and what is limited, then runs its workers for as long as the host runs; stopping finishes what is in flight.</summary>
sealed class WorkerService(WorkerLoops loops, WorkerOptions options, Definitions definitions, IJobStore jobs, ILedger ledger, TimeProvider clock) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        definitions.Define(jobs, ledger, (options.Simulated ?? clock).GetUtcNow());
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loops.RunAsync($"{Environment.MachineName}/{Environment.ProcessId}", stoppingToken);
}
