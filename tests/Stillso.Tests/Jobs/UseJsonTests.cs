using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>An application says once how its own types are kept as JSON.</summary>
public sealed class UseJsonTests
{
    sealed class Greeter(Checkpoints checkpoints, IEffects effects, TaskCompletionSource<FullGreeting> said) : IJobHandler<FullGreeting>
    {
        public async Task RunAsync(FullGreeting job, LeasedJob lease, CancellationToken cancellation)
        {
            checkpoints.Keep(lease, new Place(7));
            await effects.OnceAsync(
                lease, new Effect<Mail>("mail", "mail", new(job.Name)), (_, _) => Task.FromResult(Answer.Done()), (_, _) => Task.FromResult<Answer?>(null), cancellation);
            said.TrySetResult(job);
        }
    }

    [Fact]
    public async Task Arguments_old_ones_too_checkpoints_and_what_effects_freeze_are_kept_as_it_says()
    {
        var said = new TaskCompletionSource<FullGreeting>();
        var store = new InMemoryStore(TimeProvider.System);
        ILedger ledger = store;
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(said).AddSingleton<IJobStore>(store).AddSingleton(ledger);
        builder.Services.AddStillso(stillso => stillso
            .UseJson(GreetingJson.Default.Options)
            .AddJob<FullGreeting, Greeter>("greet", version: 2)
            .UpgradeJob<Greeting, FullGreeting>(1, old => new(old.Name, "Hello")));
        using var host = builder.Build();
        ledger.Write(tx => tx.Enqueue([new NewJob("greet", """{"name":"old"}""") { MaxAttempts = 1 }], TimeProvider.System.GetUtcNow()));
        host.Services.GetRequiredService<JobClient>().Enqueue(new FullGreeting("new", "Hi"), job => job with { RunAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        Assert.Equal("""{"name":"new","word":"Hi"}""", store.Waiting()[^1].Payload);

        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new("old", "Hello"), await said.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"to":"old"}""", ledger.Read(tx => tx.FindIntent("mail"))!.Frozen);
    }

    [Fact]
    public async Task A_test_engine_keeps_them_so_too()
    {
        using var engine = new TestEngine(DateTimeOffset.UnixEpoch, GreetingJson.Default.Options);
        var checkpoints = new Checkpoints(engine.Store, GreetingJson.Default.Options);
        var kept = new List<(string?, Place?)>();
        engine.Add("greet", new Remembering(lease =>
        {
            kept.Add((lease.Checkpoint, checkpoints.Of<Place>(lease)));
            checkpoints.Keep(lease, new Place(lease.Attempt));
            if (lease.Attempt == 1) throw new TimeoutException();
        }));
        engine.Jobs.Enqueue(new Greeting("world"));
        Assert.Equal([new Greeting("world")], engine.Waiting<Greeting>());
        await engine.DrainAsync();
        Assert.Equal([(null, null), ("""{"line":1}""", new Place(1))], kept);
    }

    [Fact]
    public void A_type_that_it_does_not_know_is_refused_when_it_is_registered()
    {
        var registry = new JobRegistry(GreetingJson.Default.Options);
        var refused = Assert.Throws<NotSupportedException>(() => registry.Add("unknown", new Unknowing()));
        Assert.Contains("[JsonSerializable(typeof(Unknown))]", refused.Message);
        Assert.Contains("UseJson", refused.Message);
        registry.Add("greet", new Remembering(_ => { }), version: 2);
        Assert.Throws<NotSupportedException>(() => registry.Upgrade<Unknown, Greeting>(1, _ => new("")));
        // Nothing is half registered.
        Assert.Equal([new JobKind("greet", 2)], registry.Kinds);
        Assert.Throws<InvalidOperationException>(() => registry.New(new Unknown()));
    }

    [Fact]
    public void Options_without_metadata_go_by_reflection()
    {
        var registry = new JobRegistry(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }).Add("unknown", new Unknowing());
        Assert.Equal("""{"some_number":1}""", registry.New(new Unknown()).Payload);
    }

    sealed record Unknown(int SomeNumber = 1);

    sealed class Unknowing : IJobHandler<Unknown>
    {
        public Task RunAsync(Unknown job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed class Remembering(Action<LeasedJob> run) : IJobHandler<Greeting>
    {
        public Task RunAsync(Greeting job, LeasedJob lease, CancellationToken cancellation)
        {
            run(lease);
            return Task.CompletedTask;
        }
    }
}

sealed record Greeting(string Name);

sealed record FullGreeting(string Name, string Word);

sealed record Place(int Line);

sealed record Mail(string To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Greeting))]
[JsonSerializable(typeof(FullGreeting))]
[JsonSerializable(typeof(Place))]
[JsonSerializable(typeof(Mail))]
sealed partial class GreetingJson : JsonSerializerContext;
