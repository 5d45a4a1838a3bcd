using Stillso.Conformance;

namespace Stillso.Postgres.Tests;

public sealed class PooledQueueTests(Pooler pooler) : QueueConformance<PostgresStore>, IClassFixture<Pooler>
{
    readonly TestSchema schema = pooler.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PooledLedgerTests(Pooler pooler) : LedgerConformance<PostgresStore>, IClassFixture<Pooler>
{
    readonly TestSchema schema = pooler.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PooledEngineTests(Pooler pooler) : EngineConformance<PostgresStore>, IClassFixture<Pooler>
{
    readonly TestSchema schema = pooler.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PooledBatchTests(Pooler pooler) : BatchConformance<PostgresStore>, IClassFixture<Pooler>
{
    readonly TestSchema schema = pooler.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}
