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

    /// <summary>How many requests a second are answered, the rest by 429; null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Where events go; null: nowhere.</summary>
    public WebhookEndpoint? Webhook { get; init; }

    /// <summary>How long a slow method takes.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Where events go, and the secret that signs them.</summary>
/// <param name="Url">Receives a POST per event.</param>
/// <param name="Secret">Stripe's <c>whsec_…</c>; never written anywhere.</param>
public sealed record WebhookEndpoint(Uri Url, string Secret)
{
    /// <summary>The address alone.</summary>
    public override string ToString() => Url.ToString();
}

/// <summary>What the simulator has answered since it was opened.</summary>
/// <param name="Requests">All.</param>
/// <param name="RateLimited">Those answered by 429 because of the limit.</param>
public sealed record SimulatedGatewayStats(long Requests, long RateLimited);
