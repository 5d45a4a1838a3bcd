using Stillso;

namespace MonthClose;

/// <summary>What one attempt of a charging job carries from phase to phase.</summary>
/// <param name="Intent">As the last transaction that committed left it, with the reference that the gateway gave since.</param>
/// <param name="Origin">The step.</param>
/// <param name="Cause">The change that caused the step; null: the schedule did.</param>
sealed record ChargeRun(Intent Intent, ChargeOrigin Origin, string? Cause)
{
    /// <summary>The intent was found past the line: ask first, send again only what did nothing.</summary>
    public bool Recovering => Intent.IsInFlight;

    /// <summary>The world changed before the line.</summary>
    public bool Withdrawing { get; init; }

    public required Account Account { get; init; }

    /// <summary>The method, when its month has passed: the gateway may have to be told.</summary>
    public required PaymentMethod? Expired { get; init; }

    public required ChargeRequest Request { get; init; }

    public GatewayAnswer? Answer { get; init; }
}
