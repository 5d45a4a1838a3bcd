namespace Stillso.Tests;

/// <summary>A log names jobs, and never says what is in them.</summary>
public sealed class LogTests : IDisposable
{
    const string Secret = "4242-4242";

    sealed record Order(string Card);

    sealed record Priced(decimal Price);

    sealed record Checked
    {
        public Checked(string card) => throw new ArgumentException($"{card} is no card");

        public string Card { get; } = "";
    }

    readonly Watched engine = new();

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task Arguments_are_never_logged_whatever_fails()
    {
        var ran = 0;
        engine.Registry
            .Add("order", new Doing<Order>((_, lease) =>
            {
                Interlocked.Increment(ref ran);
                if (lease.Attempt == 1) throw new InvalidOperationException("The gateway is closed.");
            }))
            .Add("priced", new Doing<Priced>((_, _) => { }))
            .Add("checked", new Doing<Checked>((_, _) => { }))
            .Add("lines", new Doing<Dictionary<string, int>>((_, _) => { }));
        engine.Jobs.Enqueue(new Order(Secret));
        engine.Store.Write(tx => tx.Enqueue(
        [
            .. new NewJob[]
            {
                new("priced", $"{{\"Price\":\"{Secret}\"}}"), new("priced", Secret), new("priced", $"{{\"{Secret}"), new("checked", $"{{\"card\":\"{Secret}\"}}"),
                new("lines", $"{{\"{Secret}\":\"x\"}}"), new("nobody's", $"\"{Secret}\""),
            }.Select(j => j with { MaxAttempts = 2 }),
        ], engine.Clock.GetUtcNow()));
        await engine.DrainAsync();
        Assert.Equal((2, 5), (ran, engine.Store.Stopped().Count));
        Assert.NotEmpty(engine.Logs.Lines);
        Assert.DoesNotContain(engine.Logs.Lines, l => l.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(engine.Store.Stopped(), j => j.Reason!.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_told_by_its_place()
    {
        engine.Registry.Add("order", new Doing<Order>((_, _) => { }));
        engine.Store.Write(tx => tx.Enqueue([new NewJob("order", "{\"Card\":12}") { MaxAttempts = 1 }], engine.Clock.GetUtcNow()));
        await engine.DrainAsync();
        Assert.Contains(engine.Logs.Lines, l => l.Contains("The payload of job 1 (order) cannot be read: JsonException at line 0, byte 10.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_handler_logs_names_its_job()
    {
        object? scope = null;
        engine.Registry.Add("order", new Doing<Order>((_, _) => scope = engine.Logs.Scope));
        engine.Jobs.Enqueue(new Order(Secret));
        await engine.DrainAsync();
        Assert.Equal("order job 1, attempt 1", $"{scope}");
        Assert.Equal(
            ["Attempt=1", "Id=1", "Kind=order"],
            Assert.IsAssignableFrom<IEnumerable<KeyValuePair<string, object?>>>(scope).Where(p => p.Key[0] != '{').Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
    }
}
