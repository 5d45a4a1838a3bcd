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

    internal List<Func<JobRegistry, Schedule>> Schedules { get; } = [];

    internal List<Limit> Limits { get; } = [];

    /// <summary>Registers a job under a stable name, with a handler that runs in phases or simply.</summary>
    /// <param name="kind">The name, for good.</param>
    /// <param name="version">The version of its arguments; <see cref="UpgradeJob"/> reads older ones.</param>
    public StillsoBuilder AddJob<TJob, THandler>(string kind, int version = 1) where THandler : class
    {
        Services.AddSingleton<THandler>();
        Registrations.Add((services, registry) =>
        {
            switch (services.GetRequiredService<THandler>())
            {
                case IPhasedHandler<TJob> phased: registry.Add(kind, phased, version); break;
                case IJobHandler<TJob> simple: registry.Add(kind, simple, version); break;
                default:
                    throw new InvalidOperationException(
                        $"{typeof(THandler).Name} handles no {typeof(TJob).Name}: implement IJobHandler<{typeof(TJob).Name}> or IPhasedHandler<{typeof(TJob).Name}>.");
            }
        });
        return this;
    }

    /// <summary>Lets a job that is added run what was enqueued with an older version of its arguments.</summary>
    /// <param name="version">The older version.</param>
    /// <param name="upgrade">What its arguments mean today.</param>
    public StillsoBuilder UpgradeJob<TOld, TJob>(int version, Func<TOld, TJob> upgrade)
    {
        Registrations.Add((_, registry) => registry.Upgrade(version, upgrade));
        return this;
    }

    /// <summary>
    /// A job that recurs; the host defines it when it starts. One that is not added any more stays in the store until
    /// <see cref="ISchedules.Remove"/> removes it.
    /// </summary>
    /// <param name="id">The schedule's name, for good.</param>
    /// <param name="timetable">When, for example <c>Recurring.Every(1).Month().On(1).At("00:05")</c>.</param>
    /// <param name="job">The job's own data; its type is registered by <see cref="AddJob"/>.</param>
    /// <param name="with">Missed runs, overlap, and the job's queue, priority, ordering key and premises.</param>
    public StillsoBuilder AddRecurring<TJob>(string id, Timetable timetable, TJob job, Func<Schedule, Schedule>? with = null)
    {
        timetable.Checked();
        Schedules.Add(registry =>
        {
            var plain = new Schedule(id, timetable, registry.New(job));
            return with is null ? plain : with(plain);
        });
        return this;
    }

    /// <summary>
    /// A limit for jobs of all workers; the host sets it when it starts. One that is not added any more stays in the store until
    /// <see cref="IQueues.RemoveLimit"/> removes it.
    /// </summary>
    /// <exception cref="ArgumentException">It cannot be meant.</exception>
    public StillsoBuilder AddLimit(Limit limit)
    {
        Limits.Add(limit.Checked());
        return this;
    }

    /// <summary>Registers a source that can read premises again.</summary>
    public StillsoBuilder AddPremises<TSource>() where TSource : class, IPremiseSource
    {
        Services.AddSingleton<IPremiseSource, TSource>();
        return this;
    }
}
