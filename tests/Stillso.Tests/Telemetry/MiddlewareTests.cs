using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>What runs around jobs, and in which order.</summary>
public sealed class MiddlewareTests : IDisposable
{
    sealed record Order(string Of);

    readonly Watched engine = new();
    readonly List<string> said = [];

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task The_first_is_the_outermost()
    {
        engine.Middleware.AddRange([new Saying("outer", said), new Saying("inner", said)]);
        await RunAsync();
        Assert.Equal(["outer in", "inner in", "anna", "inner out", "outer out"], said);
    }

    [Fact]
    public async Task It_runs_around_each_outside_part_and_around_no_transaction()
    {
        engine.Middleware.Add(new Saying("around", said));
        engine.Registry.Add("order", new Phased(said));
        engine.Jobs.Enqueue(new Order("anna"));
        await engine.DrainAsync();
        Assert.Equal(["decide", "around in", "prepare", "around out", "send", "around in", "act", "around out", "settle"], said);
    }

    [Fact]
    public async Task What_it_throws_fails_the_attempt_and_the_handler_has_not_run()
    {
        engine.Middleware.AddRange([new Saying("outer", said), new Around((work, next) => work.Lease.Attempt == 1 ? throw new TimeoutException("not now") : next())]);
        await RunAsync();
        Assert.Equal(["outer in", "outer in", "anna", "outer out"], said);
        Assert.Contains(engine.Logs.Lines, l => l.StartsWith("Attempt 1 of order job 1 failed: not now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_handler_throws_goes_through_it_and_what_it_catches_has_not_failed()
    {
        engine.Middleware.AddRange([new Saying("outer", said), new Around(async (_, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException e)
            {
                said.Add(e.Message);
            }
        })]);
        engine.Registry.Add("order", new Doing<Order>((_, _) => throw new InvalidOperationException("It is closed.")));
        engine.Jobs.Enqueue(new Order("anna"));
        await engine.DrainAsync();
        Assert.Equal(["outer in", "It is closed.", "outer out"], said);
        Assert.Empty(engine.Store.Stopped());
    }

    [Fact]
    public async Task A_job_that_was_not_let_act_is_not_settled()
    {
        engine.Middleware.Add(new Around((_, _) => Task.CompletedTask));
        await RunAsync(attempts: 1);
        Assert.Empty(said);
        Assert.Contains("did not call next", Assert.Single(engine.Store.Stopped()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_has_middleware_for_all_jobs_and_for_some_kinds()
    {
        var store = new InMemoryStore(TimeProvider.System);
        using var host = Built(store, stillso => stillso.UseMiddleware<First>().UseMiddleware<OfOrders>("order"));
        await host.StartAsync();
        var jobs = host.Services.GetRequiredService<JobClient>();
        jobs.Enqueue(new Order("anna"));
        jobs.Enqueue("ben");
        for (var waited = 0; store.NextDue(["default"]) is not null && waited < 3000; waited++) await Task.Delay(10);
        await host.StopAsync();
        Assert.Equal(["all order", "all text", "order order"], said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Middleware_for_a_kind_that_is_not_there_is_refused()
    {
        using var host = Built(new InMemoryStore(TimeProvider.System), stillso => stillso.UseMiddleware<OfOrders>("oder"));
        Assert.Contains("\"oder\"", Assert.Throws<InvalidOperationException>(host.Services.GetRequiredService<Worker>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_enqueues_has_words_in_order_after_its_caller_and_may_refuse()
    {
        var store = new InMemoryStore(TimeProvider.System);
        using var host = Built(store, stillso => stillso
            .UseEnqueue(job => job with { OrderingKey = $"{job.OrderingKey}, first" })
            .UseEnqueue(job => job.Priority < 0 ? throw new ArgumentException("no") : job with { OrderingKey = $"{job.OrderingKey}, second" }));
        var jobs = host.Services.GetRequiredService<JobClient>();
        jobs.Enqueue(new Order("anna"), job => job with { OrderingKey = "caller" });
        Assert.Throws<ArgumentException>(() => jobs.EnqueueMany([new Order("ben")], job => job with { Priority = -1 }));
        Assert.Equal("caller, first, second", Assert.Single(store.Waiting()).OrderingKey);
    }

    IHost Built(InMemoryStore store, Action<StillsoBuilder> use)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IJobStore>(store).AddSingleton<ILedger>(store).AddSingleton(said);
        builder.Services.AddStillso(stillso => use(stillso.AddJob<Order, Nothing<Order>>("order").AddJob<string, Nothing<string>>("text")));
        return builder.Build();
    }

    async Task RunAsync(int attempts = 20)
    {
        engine.Registry.Add("order", new Doing<Order>((order, _) => said.Add(order.Of)));
        engine.Jobs.Enqueue(new Order("anna"), job => job with { MaxAttempts = attempts });
        await engine.DrainAsync();
    }

    sealed class Saying(string name, List<string> said) : IJobMiddleware
    {
        public async Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation)
        {
            said.Add($"{name} in");
            await next();
            said.Add($"{name} out");
        }
    }

    sealed class Around(Func<Work, Func<Task>, Task> invoke) : IJobMiddleware
    {
        public Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation) => invoke(work, next);
    }

    abstract class Telling(List<string> said, string name) : IJobMiddleware
    {
        public Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation)
        {
            lock (said) said.Add($"{name} {work.Lease.Kind}");
            return next();
        }
    }

    sealed class First(List<string> said) : Telling(said, "all");

    sealed class OfOrders(List<string> said) : Telling(said, "order");

    sealed class Nothing<TJob> : IJobHandler<TJob>
    {
        public Task RunAsync(TJob job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed class Phased(List<string> said) : IPhasedHandler<Order>
    {
        public void Decide(Batch<Order> batch) => Say("decide", batch.Works[0].Prepare);

        public Task PrepareAsync(Work<Order> work, CancellationToken cancellation) => Outside("prepare");

        public void Send(Batch<Order> batch) => Say("send", batch.Works[0].Act);

        public Task ActAsync(Work<Order> work, CancellationToken cancellation) => Outside("act");

        public void Settle(Batch<Order> batch) => Say("settle", batch.Works[0].Complete);

        void Say(string what, Action next)
        {
            said.Add(what);
            next();
        }

        Task Outside(string what)
        {
            said.Add(what);
            return Task.CompletedTask;
        }
    }
}
