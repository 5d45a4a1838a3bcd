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
    public static IServiceCollection AddStillso(this IServiceCollection services, Action<StillsoBuilder> configure) => services.Add(null, configure);

    /// <summary>
    /// As <see cref="AddStillso"/>, beside others in the same application: with jobs, schedules, a worker and a store of its own, which is added under the same key,
    /// for example by <c>AddKeyedStillsoSqlite</c>. All that it adds is keyed: <c>[FromKeyedServices("billing")] JobClient jobs</c>. Its <see cref="WorkerOptions"/> are the ones of
    /// that name.
    /// </summary>
    public static IServiceCollection AddKeyedStillso(this IServiceCollection services, string key, Action<StillsoBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return services.Add(key, configure);
    }

    static IServiceCollection Add(this IServiceCollection services, string? key, Action<StillsoBuilder> configure)
    {
        var builder = new StillsoBuilder(services, key);
        configure(builder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<WorkerOptions>();
        services.AddSingleton(builder);
        services.TryAddSingleton<IOptionsFactory<WorkerOptions>, WorkerOptionsFactory>();
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredService<IOptionsMonitor<WorkerOptions>>().Get(key ?? Options.DefaultName));
        services.AddKeyedSingleton(key, (provider, _) =>
        {
            var registry = new JobRegistry(builder.Json);
            foreach (var register in builder.Registrations) register(provider, registry);
            return registry;
        });
        services.AddKeyedSingleton(key, (provider, _) => new JobClient(
            Ledger(provider), Registry(provider), provider.GetRequiredService<TimeProvider>(), builder.Enqueueing, provider.GetService<IMeterFactory>(), provider.GetService<ILogger<JobClient>>()));
        services.AddKeyedSingleton(key, (provider, _) => new Checkpoints(Ledger(provider), builder.Json));
        services.AddKeyedSingleton<IEffects>(key, (provider, _) => new Effects(
            Ledger(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Effects>>(), builder.Json));
        services.AddKeyedSingleton(key, (provider, _) => new WorkerLoops(Working(provider), options => new Worker(
            Jobs(provider), Ledger(provider), Registry(provider), provider.GetKeyedServices<IPremiseSource>(key), provider.GetRequiredService<TimeProvider>(), options,
            provider.GetRequiredService<ILogger<Worker>>(), provider.GetKeyedServices<IJobMiddleware>(key), provider.GetService<IMeterFactory>())));
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<WorkerLoops>(key).Workers[0]);
        services.AddSingleton<IHostedService>(provider => new WorkerService(
            provider.GetRequiredKeyedService<WorkerLoops>(key), Working(provider), new Definitions(builder.Schedules, builder.Limits, Registry(provider)), Jobs(provider), Ledger(provider),
            provider.GetRequiredService<TimeProvider>()));
        return services;

        ILedger Ledger(IServiceProvider provider) => provider.GetRequiredKeyedService<ILedger>(key);
        IJobStore Jobs(IServiceProvider provider) => provider.GetRequiredKeyedService<IJobStore>(key);
        JobRegistry Registry(IServiceProvider provider) => provider.GetRequiredKeyedService<JobRegistry>(key);
        WorkerOptions Working(IServiceProvider provider) => provider.GetRequiredKeyedService<WorkerOptions>(key);
    }
}
