using System.Text.Json;

namespace Stillso;

/// <summary>A job that no handler here can read: it fails like any other, and harms only itself.</summary>
sealed class Undeliverable(Exception reason) : IDispatch
{
    public static Work OrCreate(IDispatch dispatch, LeasedJob lease)
    {
        try
        {
            return dispatch.Create(lease);
        }
        catch (Exception e)
        {
            // Whatever a payload's type throws, no other job pays for it. Reasons are logged, and its words may quote the payload: only the place is told.
            var place = e is JsonException { LineNumber: { } line, BytePositionInLine: { } at } ? $" at line {line}, byte {at}" : "";
            return new Undeliverable(new JsonException($"The payload of job {lease.Id} ({lease.Kind}) cannot be read: {e.GetType().Name}{place}.")).Create(lease);
        }
    }

    public int AtOnce => int.MaxValue;

    public int? ChunkSize(int attempt) => null;

    public Chunk Chunk(IReadOnlyList<Work> works) => throw reason;

    public Retry AfterFailure(LeasedJob job, Exception error) => Retry.AsUsual;

    public Work Create(LeasedJob lease) => new Work<string>(lease, lease.Payload, this);

    public void Run(Phase phase, IReadOnlyList<Work> works, ILedgerTransaction transaction, DateTimeOffset now) => throw reason;

    public Task RunAsync(Phase phase, Work work, CancellationToken cancellation) => Task.FromException(reason);
}
