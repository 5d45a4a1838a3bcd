namespace Stillso;

// What is outside transactions: how it leaves, how it is told to end, and how it comes back.
public sealed partial class Worker
{
    void Leave(List<Work> works)
    {
        if (works.Count == 0) return;
        Interlocked.Add(ref inFlight, works.Count);
        var flight = Simulated ? new Flight(works) : null;
        if (flight is not null) flights.Enqueue(flight);
        foreach (var work in works)
        {
            work.Flight = flight;
            if (work.Dispatch.ChunkSize(work.Lease.Attempt) is null) outgoing.Writer.TryWrite(work);
        }
        foreach (var alike in works.Where(w => w.Dispatch.ChunkSize(w.Lease.Attempt) is not null).GroupBy(w => (w.Dispatch, w.Lease.Attempt)))
        {
            foreach (var together in alike.Chunk(alike.Key.Dispatch.ChunkSize(alike.Key.Attempt)!.Value))
            {
                var chunk = alike.Key.Dispatch.Chunk(together);
                foreach (var work in together) work.Chunk = chunk;
                outgoing.Writer.TryWrite(together[0]);
            }
        }
    }

    // One for each that may be outside at once: off the loop, so that effects that start slowly do not delay each other, and no job costs a task.
    async Task OutsideAsync()
    {
        while (await outgoing.Reader.ReadAsync() is { } work)
        {
            if (work.Chunk is not { } chunk) await OutsideAsync(work);
            else await Task.WhenAll([.. chunk.Works.Select(w => OutsideAsync(w).AsTask()), chunk.RunAsync()]);
        }
    }

    async ValueTask OutsideAsync(Work work)
    {
        var phase = work.Next.To;
        try
        {
            await part.RunAsync(phase, work, work.Cancellation!.Token);
        }
        catch (Exception e)
        {
            work.Failure = e;
        }
        work.Chunk?.Leave(work);
        work.Phase = phase == Phase.Prepare ? Phase.Send : Phase.Settle;
        if (work.Flight is { } flight) flight.Land();
        else returned.Writer.TryWrite(work);
    }

    // Simulated time stands still while something is outside.
    CancellationTokenSource Cancellation(Work work)
    {
        if (Simulated || work.Lease.Deadline is not { } at) return unused.TryPop(out var source) ? source : new CancellationTokenSource();
        var left = at - clock.GetUtcNow();
        return new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, options.LeaseClock);
    }

    void Cancel()
    {
        foreach (var job in Interlocked.Exchange(ref cancelled, []))
        {
            if (!away.TryGetValue(job, out var work)) continue;
            work.IsCancelled = true;
            work.Cancellation!.Cancel();
        }
    }

    async Task<List<Work>> ReturnedAsync()
    {
        var back = new List<Work>();
        if (flights.TryDequeue(out var flight))
        {
            await flight.Back;
            back = flight.Works;
        }
        if (!Simulated) await GatherAsync(back);
        Interlocked.Add(ref inFlight, -back.Count);
        foreach (var work in back)
        {
            Count(underWay, work.Dispatch, -1);
            if (unused.Count < options.BatchSize && work.Cancellation!.TryReset()) unused.Push(work.Cancellation);
            else work.Cancellation!.Dispose();
            away.Remove(work.Lease.Id);
            if (work.Lease.LostWith > 0) confined.Remove(Suspicion.MostTogether(work.Lease.LostWith));
        }
        return Simulated ? [.. back.OrderBy(w => w.Lease.OrderingKey, CodePoints.Order).ThenBy(w => w.Lease.Id)] : back;
    }

    // What comes back at once is settled together: as long as more comes, others' turns on the pool are waited for.
    async Task GatherAsync(List<Work> back)
    {
        for (var (before, inVain) = (0, 0); inVain < Patience; inVain = back.Count > before ? 0 : inVain + 1)
        {
            before = back.Count;
            while (returned.Reader.TryRead(out var work)) back.Add(work);
            if (back.Count is 0 || back.Count == inFlight) break;
            await Task.Yield();
        }
        if (back.Count == 0) return;
        // All that could be under way was back before the next transaction: transactions are what takes time.
        reach = back.Count >= reach ? Further : back.Count < inFlight ? options.Concurrency * 4 : reach;
    }
}

/// <summary>Simulated time: what went outside together comes back together, whoever was faster.</summary>
sealed class Flight(List<Work> works)
{
    readonly TaskCompletionSource back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int left = works.Count;

    public List<Work> Works => works;

    public Task Back => back.Task;

    public void Land()
    {
        if (Interlocked.Decrement(ref left) == 0) back.SetResult();
    }
}
