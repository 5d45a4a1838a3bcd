using Microsoft.Extensions.DependencyInjection;

namespace Stillso.Postgres;

/// <summary>Keeps Stillso's jobs and ledger in PostgreSQL.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the store in the database at <paramref name="connectionString"/>, in a schema of its own.</summary>
    public static IServiceCollection AddStillsoPostgres(this IServiceCollection services, string connectionString, string schema = PostgresStore.DefaultSchema) => services.Add(null, connectionString, schema);

    /// <summary>Adds the store in the database at <paramref name="connectionString"/>, in a schema of its own, for what <c>AddKeyedStillso</c> adds under the same key.</summary>
    public static IServiceCollection AddKeyedStillsoPostgres(this IServiceCollection services, string key, string connectionString, string schema = PostgresStore.DefaultSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return services.Add(key, connectionString, schema);
    }

    static IServiceCollection Add(this IServiceCollection services, string? key, string connectionString, string schema)
    {
        services.AddKeyedSingleton(key, (_, _) => PostgresStore.Open(connectionString, schema));
        services.AddKeyedSingleton<IJobStore>(key, (p, _) => p.GetRequiredKeyedService<PostgresStore>(key));
        services.AddKeyedSingleton<ILedger>(key, (p, _) => p.GetRequiredKeyedService<PostgresStore>(key));
        return services;
    }
}
