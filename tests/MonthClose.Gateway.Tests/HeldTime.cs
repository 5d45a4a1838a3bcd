namespace MonthClose.Gateway.Tests;

/// <summary>Time that stands still, and tells when somebody waits for it.</summary>
public sealed class HeldTime : TimeProvider
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Action? end;

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        end = () => callback(state);
        waiting.TrySetResult();
        return new Held();
    }

    /// <summary>Ends when somebody waits.</summary>
    public Task SomebodyWaitsAsync() => waiting.Task.WaitAsync(Patience);

    /// <summary>Ends the latest wait.</summary>
    public void EndWait() => end!();

    sealed class Held : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
