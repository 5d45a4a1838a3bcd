using Microsoft.Extensions.DependencyInjection;

namespace Stillso.Postgres;

/// <summary>Keeps Stillso's jobs and ledger in PostgreSQL.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the store in the database at <paramref name="connectionString"/>, in a schema of its own.</summary>
    public static IServiceCollection AddStillsoPostgres(this IServiceCollection services, string connectionString, string schema = PostgresStore.DefaultSchema)
    {
        services.AddSingleton(_ => PostgresStore.Open(connectionString, schema));
        services.AddSingleton<IJobStore>(p => p.GetRequiredService<PostgresStore>());
        services.AddSingleton<ILedger>(p => p.GetRequiredService<PostgresStore>());
        return services;
    }
}
