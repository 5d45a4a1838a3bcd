namespace Stillso;

// How it waits for something to do.
public sealed partial class Worker
{
    async Task IdleAsync(CancellationToken cancellation)
    {
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref waking, woken);
        // With no room for another job, it waits for one to come back.
        var isFull = inFlight >= reach;
        if (!isFull && Volatile.Read(ref hearing) != heard) return;
        // Each is one wait for many turns: to cancel it each time would wake a thread of the pool. So the next look may come early, and never late.
        if (poll.IsCompleted) poll = Task.Delay(options.Poll, options.LeaseClock, cancellation);
        if (ready.IsCompleted) ready = ReadyAsync();
        do
        {
            if (isFull) await Task.WhenAny(poll, ready);
            else if (looked is null) await Task.WhenAny(poll, ready, woken.Task);
            else await Task.WhenAny(poll, ready, woken.Task, Task.Delay(NextGlance, options.LeaseClock, CancellationToken.None));
        }
        while (!poll.IsCompleted && !ready.IsCompleted && !woken.Task.IsCompleted && jobs.Version == looked);
    }

    TimeSpan NextGlance => options.LeaseClock.GetElapsedTime(busy) < AWhile ? Glance : LaterGlance;

    void Wake()
    {
        Interlocked.Increment(ref hearing);
        Volatile.Read(ref waking)?.TrySetResult();
    }

    async Task ReadyAsync() => await returned.Reader.WaitToReadAsync();
}
