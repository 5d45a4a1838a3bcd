using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Stillso;

/// <summary>Adds Stillso to an application's health checks.</summary>
public static class HealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks the hosted worker, or of several loops the one that fares worst. It is degraded while it waits for its store or for a new epoch, and unhealthy when it does not run or its
    /// loop has not turned for <see cref="WorkerOptions.LostAfter"/>. The check asks the worker, not the store: it costs nothing.
    /// </summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> gave.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What to report in place of unhealthy; null: unhealthy.</param>
    /// <param name="tags">The check's tags.</param>
    /// <param name="key">The key of the worker that is checked; null: it has none.</param>
    public static IHealthChecksBuilder AddStillso(
        this IHealthChecksBuilder builder, string name = "stillso", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, string? key = null) =>
        builder.Add(new HealthCheckRegistration(
            name, services => new WorkerHealthCheck(services.GetRequiredKeyedService<WorkerLoops>(key)), failureStatus, tags));
}
