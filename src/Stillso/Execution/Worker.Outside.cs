namespace Stillso;

// What is outside transactions: how it leaves, how it is told to end, and how it comes back.
public sealed partial class Worker
{
    async Task OutsideAsync(Work work, Phase phase)
    {
        Interlocked.Increment(ref inFlight);
        await outside.WaitAsync();
        try
        {
            // Off the loop, so that effects that start slowly do not delay each other.
            await Task.Yield();
            await part.RunAsync(phase, work, work.Cancellation!.Token);
        }
        catch (Exception e)
        {
            work.Failure = e;
        }
        finally
        {
            outside.Release();
        }
        work.Phase = phase == Phase.Prepare ? Phase.Send : Phase.Settle;
        if (!Simulated) returned.Writer.TryWrite(work);
    }

    // Simulated time stands still while something is outside.
    CancellationTokenSource Cancellation(Work work)
    {
        if (Simulated || work.Lease.Deadline is not { } at) return new CancellationTokenSource();
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
            work.Cancellation!.Dispose();
            away.Remove(work.Lease.Id);
            if (work.Lease.LostWith > 0) confined.Remove(Suspicion.MostTogether(work.Lease.LostWith));
        }
        return [.. back.OrderBy(w => w.Lease.OrderingKey, CodePoints.Order).ThenBy(w => w.Lease.Id)];
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
        reach = back.Count >= reach ? Math.Min(reach * 2, Math.Max(reach, options.BatchSize)) : back.Count < inFlight ? options.Concurrency * 4 : reach;
    }
}
