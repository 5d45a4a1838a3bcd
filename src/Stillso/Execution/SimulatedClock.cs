namespace Stillso;

/// <summary>A business clock that moves only when told to, and only forward.</summary>
public sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    DateTimeOffset now = start.ToUniversalTime();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Moves the clock.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies in the clock's past.</exception>
    public void AdvanceTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, now);
        now = instant.ToUniversalTime();
    }
}
