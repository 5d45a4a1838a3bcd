using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Stillso;

/// <summary>A handler without its type parameter.</summary>
interface IDispatch
{
    int AtOnce { get; }

    /// <summary>How many jobs at most are one call, in an attempt; null: each is a call of its own.</summary>
    int? ChunkSize(int attempt);

    Chunk Chunk(IReadOnlyList<Work> works);

    Retry AfterFailure(LeasedJob job, Exception error);
    Work Create(LeasedJob lease);
    void Run(Phase phase, IReadOnlyList<Work> works, ILedgerTransaction transaction, DateTimeOffset now);
    Task RunAsync(Phase phase, Work work, CancellationToken cancellation);
}

sealed class Dispatch<TJob>(Func<IPhasedHandler<TJob>> handler, int version, JsonTypeInfo<TJob> json) : IDispatch
{
    readonly Lazy<IPhasedHandler<TJob>> handler = new(handler);
    readonly Dictionary<int, Func<string, TJob?>> readers = new() { [version] = payload => JsonSerializer.Deserialize(payload, json) };

    public IPhasedHandler<TJob> Handler => handler.Value;

    public int AtOnce => Handler.AtOnce;

    public int? ChunkSize(int attempt) => (Handler as ChunkHandler<TJob>)?.ChunkSize(attempt);

    public Chunk Chunk(IReadOnlyList<Work> works) => ((ChunkHandler<TJob>)Handler).Chunk(works);

    public Retry AfterFailure(LeasedJob job, Exception error) => Handler.AfterFailure(job, error);

    /// <summary>A job's arguments as they are kept.</summary>
    public string Write(TJob job) => JsonSerializer.Serialize(job, json);

    /// <summary>How arguments of another version are read.</summary>
    public void Read(int version, Func<string, TJob?> reader) => readers.Add(version, reader);

    public Work Create(LeasedJob lease) =>
        new Work<TJob>(lease, readers[lease.Version](lease.Payload)
            ?? throw new JsonException($"The payload of job {lease.Id} ({lease.Kind}) is null."), this);

    public void Run(Phase phase, IReadOnlyList<Work> works, ILedgerTransaction transaction, DateTimeOffset now)
    {
        var batch = new Batch<TJob>([.. works.Cast<Work<TJob>>()], transaction, now);
        switch (phase)
        {
            case Phase.Decide: Handler.Decide(batch); break;
            case Phase.Send: Handler.Send(batch); break;
            case Phase.Settle: Handler.Settle(batch); break;
            default: throw new InvalidOperationException($"{phase} is outside transactions.");
        }
    }

    public Task RunAsync(Phase phase, Work work, CancellationToken cancellation) => phase switch
    {
        Phase.Prepare => Handler.PrepareAsync((Work<TJob>)work, cancellation),
        Phase.Act => Handler.ActAsync((Work<TJob>)work, cancellation),
        _ => throw new InvalidOperationException($"{phase} is inside a transaction."),
    };
}
