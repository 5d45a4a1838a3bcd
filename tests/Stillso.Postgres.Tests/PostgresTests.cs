using Stillso.Conformance;
using Stillso.Postgres.Tests;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Stillso.Postgres.Tests;

public sealed class PostgresQueueTests(PostgresServer server) : QueueConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresLedgerTests(PostgresServer server) : LedgerConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresEngineTests(PostgresServer server) : EngineConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresBatchTests(PostgresServer server) : BatchConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresAfterBatchTests(PostgresServer server) : AfterBatchConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresStoppedTests(PostgresServer server) : StoppedConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresProgressTests(PostgresServer server) : ProgressConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresEffectTests(PostgresServer server) : EffectConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresLimitTests(PostgresServer server) : LimitConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresScheduleTests(PostgresServer server) : ScheduleConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}

public sealed class PostgresRecurringTests(PostgresServer server) : RecurringConformance<PostgresStore>
{
    readonly TestSchema schema = server.Schema();

    protected override PostgresStore Create() => schema.Open();

    protected override PostgresStore Beside() => Until(schema.Open());
}
