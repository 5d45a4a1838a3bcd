using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Stillso;

/// <summary>A worker's health, for a host that asks.</summary>
sealed class WorkerHealthCheck(Worker worker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (status, why) = worker.Health.Judge();
        var epoch = worker.Health.Epoch;
        var data = new Dictionary<string, object>
        {
            ["owner"] = epoch?.Owner ?? "", ["epoch"] = epoch?.Number ?? 0, ["inFlight"] = worker.InFlight,
            ["secondsSinceLastTurn"] = worker.Health.SinceLastTurn.TotalSeconds,
        };
        return Task.FromResult(new HealthCheckResult(
            status == HealthStatus.Unhealthy ? context.Registration.FailureStatus : status, why, data: data));
    }
}
