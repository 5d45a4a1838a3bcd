using NodaTime;

namespace MonthClose.Checking;

/// <summary>Already rated usage of one file, summed: the part of one future invoice line that came in this currency.</summary>
internal sealed record UsageCost(
    string AccountId, string Category, string Service, string Period, string Currency, Rational Cost, string File);

/// <summary>A row that prices.csv must rate; <see cref="Ordinal"/> is its place among all rows read.</summary>
internal sealed record UsageQuantity(
    string AccountId, string Category, string Service, string Period, string Currency, string File, int Ordinal,
    string? Sku, string? Resource, Instant Start, Instant? End, Rational? Quantity, string? Unit);

/// <summary>A cost to put on an invoice, in its own currency; no cost when nothing could rate it.</summary>
internal sealed record Charge(string Category, string Service, string Period, string Currency, Rational? Cost);
