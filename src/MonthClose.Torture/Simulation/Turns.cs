namespace MonthClose.Torture;

/// <summary>Everything that can run, of all processes. Who comes next is chosen by the seed; one at a time, on one thread.</summary>
sealed class Turns(Random dice)
{
    readonly List<(SimulatedProcess Whose, SendOrPostCallback Callback, object? State)> ready = [];

    public void Add(SimulatedProcess whose, SendOrPostCallback callback, object? state) => ready.Add((whose, callback, state));

    /// <summary>Gives somebody a turn.</summary>
    /// <returns>False when nobody can run.</returns>
    public bool TakeOne()
    {
        ready.RemoveAll(r => r.Whose.IsDead);
        if (ready.Count == 0) return false;
        var at = dice.Next(ready.Count);
        // A process that is stopped keeps its place: whoever else is ready comes first.
        for (var tried = 0; ready[at].Whose.IsStopped; tried++, at = (at + 1) % ready.Count)
            if (tried == ready.Count) return false;
        var (whose, callback, state) = ready[at];
        ready.RemoveAt(at);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(whose);
        try
        {
            callback(state);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
        return true;
    }
}
