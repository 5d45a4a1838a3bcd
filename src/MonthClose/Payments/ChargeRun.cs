using Stillso;

namespace MonthClose;

/// <summary>What one attempt of a charging job carries from phase to phase.</summary>
sealed class ChargeRun(Intent intent, ChargeOrigin origin, string? cause)
{
    public Intent Intent { get; set; } = intent;

    public ChargeOrigin Origin { get; } = origin;

    /// <summary>The change that caused the step; null: the schedule did.</summary>
    public string? Cause { get; } = cause;

    /// <summary>The intent was found past the line: ask first, send again only what did nothing.</summary>
    public bool Recovering => Intent.IsInFlight;

    /// <summary>The world changed before the line.</summary>
    public bool Withdrawing { get; set; }

    public required Account Account { get; init; }

    /// <summary>The method, when its month has passed: the gateway may have to be told.</summary>
    public required PaymentMethod? Expired { get; init; }

    public required ChargeRequest Request { get; set; }

    public GatewayAnswer? Answer { get; set; }
}
