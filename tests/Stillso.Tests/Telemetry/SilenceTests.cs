using Microsoft.Extensions.Logging.Abstractions;

namespace Stillso.Tests;

/// <summary>What it costs where nobody listens.</summary>
[Collection(nameof(Traces))]
public sealed class SilenceTests
{
    sealed record Order(string Of);

    [Fact]
    public void Nothing_is_allocated_for_a_job()
    {
        var part = new OutsidePart([], new Instruments(null), TimeProvider.System, NullLogger.Instance);
        var instruments = new Instruments(null);
        var job = new LeasedJob(1, "order", "{\"Of\":\"anna\"}", null, 1, 20, default, [], null);
        var work = new Dispatch<Order>(() => new Deciding<Order>(_ => { }), 1, Json.Options(null).Type<Order>()).Create(job);
        IReadOnlyList<Work> works = [work];
        IReadOnlyList<LeasedJob> jobs = [job];
        IReadOnlyList<NewJob> enqueued = [new("order", job.Payload)];
        work.Complete();
        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Pass();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass()
        {
            Assert.Same(enqueued, Spans.Following(enqueued));
            instruments.Leased(jobs, DateTimeOffset.UnixEpoch);
            Assert.Null(Spans.Transaction(Phase.Decide, works));
            Assert.True(part.RunAsync(Phase.Act, work, CancellationToken.None).IsCompletedSuccessfully);
            instruments.Finished(works);
            instruments.Ran(Phase.Decide, TimeSpan.Zero, null);
        }
    }
}
