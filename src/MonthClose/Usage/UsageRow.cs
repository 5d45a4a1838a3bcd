namespace MonthClose;

/// <summary>A row of usage, as far as it is billed. Already rated, or with a quantity that prices rate.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Start">FOCUS ChargePeriodStart.</param>
/// <param name="Category">FOCUS ChargeCategory.</param>
/// <param name="Service">FOCUS ServiceName.</param>
/// <param name="Currency">FOCUS BillingCurrency.</param>
/// <param name="Cost">FOCUS BilledCost; null: it has to be rated.</param>
/// <param name="Metered">What rates it; null: it is rated.</param>
public sealed record UsageRow(
    string AccountId, DateTimeOffset Start, string Category, string Service, string Currency, decimal? Cost, MeteredUsage? Metered);

/// <summary>A quantity that prices rate.</summary>
/// <param name="Sku">FOCUS SkuId.</param>
/// <param name="Quantity">FOCUS ConsumedQuantity.</param>
/// <param name="Unit">FOCUS ConsumedUnit; null: not said.</param>
/// <param name="Resource">FOCUS ResourceId; null: none.</param>
/// <param name="End">FOCUS ChargePeriodEnd; null: not said.</param>
public sealed record MeteredUsage(string Sku, decimal Quantity, string? Unit, string? Resource, DateTimeOffset? End);
