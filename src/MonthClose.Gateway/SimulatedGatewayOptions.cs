namespace MonthClose.Gateway;

/// <summary>How badly the simulator behaves, decided by a seed and the request's key, never by chance.</summary>
public sealed record SimulatedGatewayOptions
{
    /// <summary>How long every answer takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The fraction of confirmations that are booked and whose answer is lost.</summary>
    public double LoseAnswers { get; init; }

    /// <summary>The fraction of confirmations that are lost before anything happens.</summary>
    public double LoseRequests { get; init; }

    /// <summary>Chooses which.</summary>
    public int Seed { get; init; }

    /// <summary>How long a slow method takes.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(5);
}
