using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Stillso.Postgres.Tests;

/// <summary>The code of docs/guide/postgres.md.</summary>
public sealed class PostgresGuideTests(PostgresServer server)
{
    sealed record SendInvoice(int Number);

    sealed class Sender : IJobHandler<SendInvoice>
    {
        public Task RunAsync(SendInvoice job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    readonly TestSchema schema = server.Schema();

    [Fact]
    public void Jobs_are_in_a_schema_of_their_own_and_commit_with_what_else_is_written()
    {
        var (connectionString, services, billing) = (schema.ConnectionString, new ServiceCollection(), schema.Name);
        services.AddStillsoPostgres(connectionString, schema: billing);
        services.AddLogging().AddStillso(stillso => stillso.AddJob<SendInvoice, Sender>("send-invoice"));
        using var provider = services.BuildServiceProvider();
        var store = provider.GetRequiredService<PostgresStore>();
        var jobs = provider.GetRequiredService<JobClient>();
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();

        using var transaction = connection.BeginTransaction();
        // … what the job is about …
        jobs.EnqueueIn(store.Join(transaction), [new SendInvoice(4)]);
        transaction.Commit();

        Assert.Equal("{\"Number\":4}", Assert.Single(store.Waiting()).Payload);
        Assert.Same(store, provider.GetRequiredService<ILedger>());
    }
}
