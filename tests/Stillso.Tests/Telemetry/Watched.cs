using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The engine in simulated time, with everything that it says of itself.</summary>
sealed class Watched : IDisposable
{
    public Watched()
    {
        Store = new InMemoryStore(Clock);
        Jobs = new JobClient(Store, Registry, Clock, meters: Measured, logger: Logs);
    }

    public SimulatedClock Clock { get; } = new(new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public InMemoryStore Store { get; }

    public JobRegistry Registry { get; } = new();

    public JobClient Jobs { get; }

    public List<IPremiseSource> Premises { get; } = [];

    public List<IJobMiddleware> Middleware { get; } = [];

    public Spoken Logs { get; } = new();

    public Measurements Measured { get; } = new();

    public Worker Worker(WorkerOptions? options = null, IJobStore? queue = null, ILedger? ledger = null) => new(
        queue ?? Store, ledger ?? Store, Registry, Premises, Clock, options ?? new() { Simulated = Clock, Random = () => 1 }, Logs, Middleware, Measured);

    public async Task DrainAsync(DateTimeOffset? until = null)
    {
        using var worker = Worker(new() { Simulated = Clock, Until = until, Random = () => 1 });
        await worker.RunAsync("test", CancellationToken.None);
    }

    public void Dispose()
    {
        Store.Dispose();
        Measured.Dispose();
    }
}

/// <summary>Spans that have ended, of this engine and others that run beside it: take those of a trace.</summary>
sealed class Traces : IDisposable
{
    readonly ConcurrentQueue<Activity> ended = new();
    readonly ActivityListener listener;

    public Traces()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is StillsoTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Somebody who asks for something, and is current until he is disposed.</summary>
    public static Activity Request() => new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

    public IReadOnlyList<Activity> Of(Activity request) => [.. ended.Where(a => a.TraceId == request.TraceId)];

    public IReadOnlyList<Activity> LinkedTo(Activity request) => [.. ended.Where(a => a.Links.Any(l => l.Context.TraceId == request.TraceId))];

    public void Dispose() => listener.Dispose();
}

/// <summary>What the instruments of one engine measured.</summary>
sealed class Measurements : IMeterFactory
{
    readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> all = new();
    readonly ConcurrentBag<string> instruments = [];
    readonly List<Meter> meters = [];
    readonly MeterListener listener;

    public Measurements()
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope != this) return;
                instruments.Add(instrument.Name);
                listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => all.Enqueue((instrument.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => all.Enqueue((instrument.Name, value, Text(tags))));
        listener.Start();
    }

    public IReadOnlyList<string> Instruments => [.. instruments.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The sums of an instrument, as <c>value tags</c>, in order.</summary>
    public IReadOnlyList<string> Sums(string instrument) => [.. all.Where(m => m.Instrument == instrument)
        .GroupBy(m => m.Tags).Select(g => $"{g.Sum(m => m.Value)} {g.Key}").Order(StringComparer.Ordinal)];

    public IReadOnlyList<(double Value, string Tags)> Of(string instrument) => [.. all.Where(m => m.Instrument == instrument).Select(m => (m.Value, m.Tags))];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        lock (meters) meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        listener.Dispose();
        meters.ForEach(m => m.Dispose());
    }

    static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(t => t.Value));
}

/// <summary>Everything that is logged, with its exceptions and its scopes.</summary>
sealed class Spoken : ILogger<Worker>, ILogger<JobClient>
{
    readonly ConcurrentQueue<string> lines = new();
    readonly AsyncLocal<object?> scope = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public object? Scope => scope.Value;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable BeginScope<TState>(TState state) where TState : notnull
    {
        scope.Value = state;
        lines.Enqueue($"{state} {string.Join(' ', state as IEnumerable<KeyValuePair<string, object?>> ?? [])}");
        return new Leaving(scope);
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{formatter(state, exception)} {string.Join(' ', state as IEnumerable<KeyValuePair<string, object?>> ?? [])} {exception}");

    sealed class Leaving(AsyncLocal<object?> scope) : IDisposable
    {
        public void Dispose() => scope.Value = null;
    }
}

/// <summary>Runs a job by a function.</summary>
sealed class Doing<TJob>(Func<TJob, LeasedJob, Task> run) : IJobHandler<TJob>
{
    public Doing(Action<TJob, LeasedJob> run) : this((job, lease) =>
    {
        run(job, lease);
        return Task.CompletedTask;
    })
    {
    }

    public Task RunAsync(TJob job, LeasedJob lease, CancellationToken cancellation) => run(job, lease);
}

/// <summary>Decides jobs by a function.</summary>
sealed class Deciding<TJob>(Action<Batch<TJob>> decide, Action<Batch<TJob>>? settle = null) : IPhasedHandler<TJob>
{
    public void Decide(Batch<TJob> batch) => decide(batch);

    public void Settle(Batch<TJob> batch)
    {
        settle?.Invoke(batch);
        foreach (var work in batch.Works) work.Complete();
    }
}
