namespace MonthClose.Torture;

/// <summary>Several closes at once, each on a thread of its own, on which everything that is in it runs.</summary>
static class Threads
{
    /// <summary>Does numbers one after the other, each once, until one is refused.</summary>
    /// <param name="threads">How many at once.</param>
    /// <param name="first">The first number.</param>
    /// <param name="goOn">Asked before each: whether it is to be done.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="InvalidOperationException">The work itself failed.</exception>
    public static void Run(int threads, int first, Func<int, bool> goOn, Action<int> work)
    {
        var next = first - 1;
        Exception? failure = null;
        var running = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            try
            {
                for (var n = Interlocked.Increment(ref next); goOn(n) && failure is null; n = Interlocked.Increment(ref next)) work(n);
            }
            catch (Exception e)
            {
                failure = e;
            }
        })).ToList();
        foreach (var thread in running) thread.Start();
        foreach (var thread in running) thread.Join();
        if (failure is not null) throw new InvalidOperationException("The simulation itself failed.", failure);
    }
}
