using Microsoft.Extensions.Hosting;

namespace Stillso;

/// <summary>Runs a worker for as long as the host runs; stopping finishes what is in flight.</summary>
sealed class WorkerService(Worker worker) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await worker.RunAsync($"{Environment.MachineName}/{Environment.ProcessId}", stoppingToken);
    }
}
