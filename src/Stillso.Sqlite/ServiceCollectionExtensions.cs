using Microsoft.Extensions.DependencyInjection;

namespace Stillso.Sqlite;

/// <summary>Keeps Stillso's jobs and ledger in SQLite.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the store at <paramref name="path"/>.</summary>
    public static IServiceCollection AddStillsoSqlite(this IServiceCollection services, string path)
    {
        services.AddSingleton(_ => SqliteStore.Open(path));
        services.AddSingleton<IJobStore>(p => p.GetRequiredService<SqliteStore>());
        services.AddSingleton<ILedger>(p => p.GetRequiredService<SqliteStore>());
        return services;
    }
}
