namespace Stillso;

/// <summary>How long a failed job waits: exponential, capped, with full jitter.</summary>
/// <remarks>Source: M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.</remarks>
public sealed record Backoff
{
    /// <summary>The longest wait after the first failure.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait ever.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The wait after the given failed attempt (1, 2, …).</summary>
    /// <param name="attempt">Which attempt failed.</param>
    /// <param name="random">A number in [0, 1), from outside.</param>
    public TimeSpan After(int attempt, double random)
    {
        var ceiling = Math.Min(Cap.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 40)));
        return TimeSpan.FromMilliseconds(ceiling * random);
    }
}
