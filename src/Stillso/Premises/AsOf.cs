namespace Stillso;

/// <summary>A value with the instant at which it was read.</summary>
/// <param name="Value">What was read.</param>
/// <param name="At">When, in UTC.</param>
public readonly record struct AsOf<T>(T Value, DateTimeOffset At);
