using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Stillso;

/// <summary>The health of a host's workers, for a host that asks: what the one says that fares worst.</summary>
sealed class WorkerHealthCheck(WorkerLoops loops) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (worker, (status, why)) = loops.Workers.Select(w => (Worker: w, Is: w.Health.Judge())).MinBy(w => w.Is.Status);
        var epoch = worker.Health.Epoch;
        var data = new Dictionary<string, object>
        {
            ["owner"] = epoch?.Owner ?? "", ["epoch"] = epoch?.Number ?? 0, ["inFlight"] = loops.Workers.Sum(w => w.InFlight),
            ["secondsSinceLastTurn"] = worker.Health.SinceLastTurn.TotalSeconds,
        };
        return Task.FromResult(new HealthCheckResult(
            status == HealthStatus.Unhealthy ? context.Registration.FailureStatus : status, why, data: data));
    }
}
