using Stillso.Conformance;
using Stillso.Testing;

namespace Stillso.Tests;

public sealed class InMemoryQueueTests : QueueConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryLedgerTests : LedgerConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryEngineTests : EngineConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryBatchTests : BatchConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryAfterBatchTests : AfterBatchConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryStoppedTests : StoppedConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryProgressTests : ProgressConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryEffectTests : EffectConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryLimitTests : LimitConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryScheduleTests : ScheduleConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}

public sealed class InMemoryRecurringTests : RecurringConformance<InMemoryStore>
{
    protected override InMemoryStore Create() => new(TimeProvider.System);
}
