using Microsoft.Extensions.DependencyInjection;

namespace Stillso.Sqlite;

/// <summary>Keeps Stillso's jobs and ledger in SQLite.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the store at <paramref name="path"/>.</summary>
    public static IServiceCollection AddStillsoSqlite(this IServiceCollection services, string path) => services.Add(null, path);

    /// <summary>Adds the store at <paramref name="path"/>, for what <c>AddKeyedStillso</c> adds under the same key.</summary>
    public static IServiceCollection AddKeyedStillsoSqlite(this IServiceCollection services, string key, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return services.Add(key, path);
    }

    static IServiceCollection Add(this IServiceCollection services, string? key, string path)
    {
        services.AddKeyedSingleton(key, (_, _) => SqliteStore.Open(path));
        services.AddKeyedSingleton<IJobStore>(key, (p, _) => p.GetRequiredKeyedService<SqliteStore>(key));
        services.AddKeyedSingleton<ILedger>(key, (p, _) => p.GetRequiredKeyedService<SqliteStore>(key));
        return services;
    }
}
