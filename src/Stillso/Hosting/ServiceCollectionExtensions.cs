using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Stillso;

/// <summary>Adds Stillso to an application.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine and a hosted worker. A store must be added too, for example by <c>AddStillsoSqlite</c>.
    /// </summary>
    public static IServiceCollection AddStillso(this IServiceCollection services, Action<StillsoBuilder> configure)
    {
        var builder = new StillsoBuilder(services);
        configure(builder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<WorkerOptions>();
        services.AddSingleton<IOptionsFactory<WorkerOptions>>(provider => new WorkerOptionsFactory(
            builder.Worker, provider.GetServices<IConfigureOptions<WorkerOptions>>(), provider.GetServices<IPostConfigureOptions<WorkerOptions>>(),
            provider.GetServices<IValidateOptions<WorkerOptions>>()));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<WorkerOptions>>().Value);
        services.AddSingleton(provider =>
        {
            var registry = new JobRegistry(builder.Json);
            foreach (var register in builder.Registrations) register(provider, registry);
            return registry;
        });
        services.AddSingleton(provider => new Definitions(builder.Schedules, builder.Limits, provider.GetRequiredService<JobRegistry>()));
        services.AddSingleton(provider => new JobClient(
            provider.GetRequiredService<ILedger>(), provider.GetRequiredService<JobRegistry>(), provider.GetRequiredService<TimeProvider>(),
            builder.Enqueueing, provider.GetService<IMeterFactory>(), provider.GetService<ILogger<JobClient>>()));
        services.AddSingleton(provider => new Checkpoints(provider.GetRequiredService<ILedger>(), builder.Json));
        services.AddSingleton<IEffects>(provider => new Effects(
            provider.GetRequiredService<ILedger>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Effects>>(), builder.Json));
        services.AddSingleton<Worker>();
        services.AddSingleton<IHostedService, WorkerService>();
        return services;
    }
}
