using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Stillso.Postgres.Tests;

/// <summary>Jobs that are enqueued with what Entity Framework Core saves.</summary>
public sealed class EntityFrameworkTests(PostgresServer server) : IDisposable
{
    static readonly DateTimeOffset Now = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);
    readonly TestSchema schema = server.Schema();
    PostgresStore? store;

    PostgresStore Store => store ??= schema.Open();

    [Fact]
    public async Task A_job_is_there_with_what_was_saved_in_the_same_transaction_and_not_without_it()
    {
        await using var context = new Orders(schema);
        Store.Write(tx => tx.Sql.Execute(context.Database.GenerateCreateScript()));
        foreach (var commits in new[] { false, true })
        {
            await using var transaction = await context.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            var order = new Order { Customer = commits ? "stays" : "goes" };
            context.Add(order);
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
            var jobs = Store.Join(transaction.GetDbTransaction());
            Assert.NotEqual(0, jobs.Enqueue([new NewJob("ship", $"{order.Id}")], Now).Single());
            Assert.Empty(Store.Waiting());
            if (commits) await transaction.CommitAsync(TestContext.Current.CancellationToken);
            else await transaction.RollbackAsync(TestContext.Current.CancellationToken);
            context.ChangeTracker.Clear();
        }
        var saved = Assert.Single(context.Set<Order>());
        Assert.Equal(("stays", $"{saved.Id}"), (saved.Customer, Assert.Single(Store.Waiting()).Payload));
    }

    public void Dispose() => store?.Dispose();

    sealed class Orders(TestSchema schema) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(schema.ConnectionString);

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Order>().ToTable("orders", schema.Name);
    }

    sealed class Order
    {
        public int Id { get; init; }

        public required string Customer { get; init; }
    }
}
