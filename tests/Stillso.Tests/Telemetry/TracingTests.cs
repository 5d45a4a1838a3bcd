using System.Diagnostics;

namespace Stillso.Tests;

/// <summary>Who asked for a job, and what came of it, is one trace.</summary>
[Collection(nameof(Traces))]
public sealed class TracingTests : IDisposable
{
    sealed record Order(string Of);

    sealed record Mail(string To);

    readonly Traces traces = new();
    readonly Watched engine = new();

    public void Dispose()
    {
        traces.Dispose();
        engine.Dispose();
    }

    [Fact]
    public async Task From_who_enqueues_through_a_job_to_the_job_that_it_enqueues_is_one_trace()
    {
        engine.Registry.Add("order", new Doing<Order>((order, _) => engine.Jobs.Enqueue(new Mail(order.Of))))
            .Add("mail", new Doing<Mail>((_, _) => { }));
        var request = Requested(() => engine.Jobs.Enqueue(new Order("anna")));
        await engine.DrainAsync();
        Assert.Equal((request.SpanId, Span(request, "process order").SpanId), (Span(request, "process order").ParentSpanId, Span(request, "process mail").ParentSpanId));
        Assert.Equal(2, traces.Of(request).Count(s => s.OperationName == "decide transaction"));
        Assert.Equal(2, traces.Of(request).Count(s => s.OperationName == "settle transaction"));
    }

    [Fact]
    public async Task A_job_is_described_without_its_arguments()
    {
        engine.Registry.Add("order", new Doing<Order>((_, _) => { }));
        var request = Requested(() => engine.Jobs.Enqueue(new Order("anna")));
        await engine.DrainAsync();
        var span = Span(request, "process order");
        Assert.Equal(ActivityKind.Consumer, span.Kind);
        Assert.Equal(
        [
            "messaging.destination.name=order", "messaging.message.id=1", "messaging.operation.name=process", "messaging.operation.type=process",
            "messaging.system=stillso", "stillso.job.attempt=1", "stillso.phase=act",
        ], span.TagObjects.Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_transaction_enqueues_for_one_job_follows_it()
    {
        engine.Registry
            .Add("order", new Deciding<Order>(
                batch => batch.Works[0].Act(), batch => batch.Transaction.Enqueue([engine.Registry.New(new Mail("anna"))], batch.Now)))
            .Add("mail", new Doing<Mail>((_, _) => { }));
        var request = Requested(() => engine.Jobs.Enqueue(new Order("anna")));
        await engine.DrainAsync();
        var settle = traces.Of(request).First(s => s.OperationName == "settle transaction");
        Assert.Equal(Span(request, "process order").SpanId, settle.ParentSpanId);
        Assert.Equal(settle.SpanId, Span(request, "process mail").ParentSpanId);
    }

    [Fact]
    public async Task A_transaction_of_jobs_of_many_enqueuers_is_linked_to_each_and_one_that_says_so_follows_one()
    {
        engine.Registry
            .Add("order", new Deciding<Order>(
                batch => batch.Works.ToList().ForEach(w => w.Act()),
                batch => batch.Transaction.Enqueue([.. batch.Works.Select(w => engine.Registry.New(new Mail(w.Job.Of)) with { TraceParent = w.TraceParent })], batch.Now)))
            .Add("mail", new Doing<Mail>((_, _) => { }));
        var first = Requested(() => engine.Jobs.Enqueue(new Order("anna")));
        var second = Requested(() => engine.Jobs.Enqueue(new Order("ben")));
        await engine.DrainAsync();
        foreach (var request in new[] { first, second })
        {
            Assert.Equal(Span(request, "process order").SpanId, Span(request, "process mail").ParentSpanId);
            Assert.Contains("decide transaction", traces.LinkedTo(request).Select(s => s.OperationName));
            Assert.DoesNotContain("decide transaction", traces.Of(request).Select(s => s.OperationName));
        }
        Assert.Equal(2, traces.LinkedTo(first)[0].GetTagItem("messaging.batch.message_count"));
    }

    [Fact]
    public async Task Jobs_of_one_enqueuer_are_decided_in_his_trace()
    {
        engine.Registry.Add("order", new Doing<Order>((_, _) => { }));
        var request = Requested(() => engine.Jobs.EnqueueMany([new Order("anna"), new Order("ben")]));
        await engine.DrainAsync();
        Assert.Equal(request.SpanId, Span(request, "decide transaction").ParentSpanId);
        Assert.Equal(2, traces.Of(request).Count(s => s.OperationName == "process order"));
    }

    [Fact]
    public async Task An_error_marks_its_span_and_the_next_attempt_is_another()
    {
        engine.Registry.Add("order", new Doing<Order>((_, lease) =>
        {
            if (lease.Attempt == 1) throw new InvalidOperationException("It is closed.");
        }));
        var request = Requested(() => engine.Jobs.Enqueue(new Order("anna")));
        await engine.DrainAsync();
        var attempts = traces.Of(request).Where(s => s.OperationName == "process order").ToList();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], attempts.Select(s => s.Status));
        Assert.Equal("System.InvalidOperationException", attempts[0].GetTagItem("error.type"));
        Assert.Equal("exception", Assert.Single(attempts[0].Events).Name);
        Assert.Equal([1, 2], attempts.Select(s => s.GetTagItem("stillso.job.attempt")));
    }

    [Fact]
    public async Task A_transaction_that_was_rolled_back_is_marked()
    {
        engine.Registry.Add("order", new Deciding<Order>(batch =>
        {
            if (batch.Works[0].Lease.Attempt == 1) throw new InvalidOperationException("It is closed.");
            batch.Works[0].Complete();
        }));
        var request = Requested(() => engine.Jobs.Enqueue(new Order("anna")));
        await engine.DrainAsync();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], traces.Of(request).Select(s => s.Status));
    }

    [Fact]
    public async Task A_job_follows_nobody_who_happened_to_start_the_worker()
    {
        engine.Registry.Add("order", new Doing<Order>((order, _) => engine.Jobs.Enqueue(new Mail(order.Of)))).Add("mail", new Doing<Mail>((_, _) => { }));
        engine.Jobs.Enqueue(new Order("anna"));
        using var start = Traces.Request();
        await engine.DrainAsync();
        Assert.Empty(traces.Of(start));
        Assert.Same(start, Activity.Current);
    }

    static Activity Requested(Action ask)
    {
        using var request = Traces.Request();
        ask();
        return request;
    }

    Activity Span(Activity request, string name) => Assert.Single(traces.Of(request), s => s.OperationName == name);
}
