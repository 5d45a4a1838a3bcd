namespace MonthClose.Gateway;

/// <summary>So many requests a second of real time, a tenth of a second's worth at once: a token bucket.</summary>
sealed class RateLimit(int perSecond, TimeProvider time)
{
    readonly Lock gate = new();
    readonly double largest = Math.Max(1, perSecond / 10.0);
    double tokens = Math.Max(1, perSecond / 10.0);
    long last = time.GetTimestamp();

    /// <summary>Takes a token, if there is one.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(largest, tokens + (time.GetElapsedTime(last, now).TotalSeconds * perSecond));
            last = now;
            if (tokens < 1) return false;
            tokens--;
            return true;
        }
    }
}
