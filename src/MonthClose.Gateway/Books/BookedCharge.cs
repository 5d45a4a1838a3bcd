namespace MonthClose.Gateway;

/// <summary>A row of gateway_charges.csv: a charge that was ever confirmed.</summary>
public sealed record BookedCharge(
    string Reference, string IdempotencyKey, long Amount, string Currency, string PaymentMethod, string Status, string CreatedAt);
