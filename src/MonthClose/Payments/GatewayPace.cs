using System.Threading.RateLimiting;

namespace MonthClose;

/// <summary>No more requests a second than the gateway allows: they wait here instead of being refused there.</summary>
public static class GatewayPace
{
    // Gateways count what reaches them, which is never as even as what was sent: a little stays below what they allow.
    const double Share = 0.995;

    /// <summary>A pace to take turns of, a fortieth of a second's worth at once.</summary>
    /// <param name="perSecond">What the gateway allows.</param>
    public static RateLimiter Of(int perSecond)
    {
        var atOnce = Math.Max(1, perSecond / 40);
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce * 2, TokensPerPeriod = atOnce, ReplenishmentPeriod = TimeSpan.FromSeconds(atOnce / (perSecond * Share)),
            QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }
}
