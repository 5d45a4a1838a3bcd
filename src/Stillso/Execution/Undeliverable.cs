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
        catch (JsonException e)
        {
            return new Undeliverable(e).Create(lease);
        }
    }

    public int AtOnce => int.MaxValue;

    public Work Create(LeasedJob lease) => new Work<string>(lease, lease.Payload, this);

    public void Run(Phase phase, IReadOnlyList<Work> works, ILedgerTransaction transaction, DateTimeOffset now) => throw reason;

    public Task RunAsync(Phase phase, Work work, CancellationToken cancellation) => Task.FromException(reason);
}
