using Microsoft.Extensions.DependencyInjection;

namespace Stillso;

/// <summary>What an application says about its jobs.</summary>
public sealed class StillsoBuilder
{
    internal StillsoBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>How this process works.</summary>
    public WorkerOptions Worker { get; set; } = new();

    internal List<Action<IServiceProvider, JobRegistry>> Registrations { get; } = [];

    /// <summary>Registers a job under a stable name, with a handler that runs in phases or simply.</summary>
    public StillsoBuilder AddJob<TJob, THandler>(string kind) where THandler : class
    {
        Services.AddSingleton<THandler>();
        Registrations.Add((services, registry) =>
        {
            switch (services.GetRequiredService<THandler>())
            {
                case IPhasedHandler<TJob> phased: registry.Add(kind, phased); break;
                case IJobHandler<TJob> simple: registry.Add(kind, simple); break;
                default:
                    throw new InvalidOperationException(
                        $"{typeof(THandler).Name} handles no {typeof(TJob).Name}: implement IJobHandler<{typeof(TJob).Name}> or IPhasedHandler<{typeof(TJob).Name}>.");
            }
        });
        return this;
    }

    /// <summary>Registers a source that can read premises again.</summary>
    public StillsoBuilder AddPremises<TSource>() where TSource : class, IPremiseSource
    {
        Services.AddSingleton<IPremiseSource, TSource>();
        return this;
    }
}
