namespace MonthClose;

/// <summary>Something that a sample world's accounts use.</summary>
/// <param name="Service">As usage names it.</param>
/// <param name="Sku">As usage and prices.csv name it.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="UnitPrice">USD for one.</param>
/// <param name="Metered">How it is priced where it is not yet rated; null: it always comes rated.</param>
sealed record SampleSku(string Service, string Sku, string Unit, decimal UnitPrice, SampleTerms? Metered = null);

/// <summary>What prices.csv says beside the unit price.</summary>
sealed record SampleTerms(decimal? Included = null, decimal? Cap = null, decimal? From = null, decimal? Then = null);

/// <summary>What there is to use in a sample world.</summary>
static class SampleCatalog
{
    /// <summary>
    /// Services, SKUs, units and list prices of real bills: FOCUS Sample Data by the FinOps Foundation, CC BY 4.0
    /// (samples/worlds/focus-2024-09/ATTRIBUTION.md). Included quantities, caps and lower tiers are made up.
    /// </summary>
    public static readonly SampleSku[] Skus =
    [
        new("Amazon Elastic Compute Cloud", "4GQWNPC9K2PZAY97", "Hours", 1.624m),
        new("Amazon Elastic Compute Cloud", "H9ZN7EUEHC2S7YH5", "Hours", 0.34m),
        new("Amazon Elastic Compute Cloud", "GHP9N4YDQPV2EMET", "Hours", 0.111m),
        new("Amazon Elastic Compute Cloud", "44T683R45QPT8RYQ", "Hours", 0.045m, new(Cap: 30)),
        new("Amazon Elastic Compute Cloud", "HQEH3ZWJVT46JHRG", "GB", 0.09m, new(Included: 100, From: 10240, Then: 0.085m)),
        new("Amazon Elastic Compute Cloud", "JG3KUJMBRGHV3N8G", "GB-Months", 0.08m, new(From: 2000, Then: 0.072m)),
        new("Amazon Elastic Compute Cloud", "CNYETXBBP73CTYPG", "GB-Months", 0.05m),
        new("Amazon Virtual Private Cloud", "4GQUNXTFWVSGPUZK", "Hours", 0.005m),
        new("Elastic Load Balancing", "7AKU6NT3G9ZEJTB5", "Hours", 0.0225m),
        new("Elastic Load Balancing", "2ETY8Y426S4237JU", "LCU-Hours", 0.008m),
        new("AmazonCloudWatch", "MN45SJANDTCPR9QA", "GB-Months", 0.03m, new(Included: 5)),
        new("AmazonCloudWatch", "CN6TP6ZEVS58RK7M", "Metrics", 0.3m),
        new("Amazon Elastic Container Service", "EKCCQUSFCBDDTKTS", "Hours", 0.04048m),
        new("Amazon Simple Queue Service", "G95FST5FTYV3JSRX", "Requests", 0.0000004m, new(Included: 1_000_000)),
        new("Amazon Simple Storage Service", "D4PMUVH6F64HK2D6", "Requests", 0.000005m),
        new("Amazon Relational Database Service", "TB3JHXC6ZCYSVN98", "vCPU-Hours", 0.1m),
        new("AWS Lambda", "XCU6U9G4FCKZQWG9", "Seconds", 0.0000166667m, new(Included: 400_000)),
        new("Amazon CloudFront", "VU3485RNDU6HBQF6", "GB", 0.085m),
        new("Storage Accounts", "1099985", "Units", 0.05m),
        new("Azure Machine Learning", "616208794", "Hours", 0.005m),
        new("COMPUTE", "B92307", "GB Hours", 0.0015m),
    ];

    /// <summary>Where accounts are; the more often a row stands here, the more are there.</summary>
    public static readonly (string Zone, string Country, string Currency, string? TaxRate)[] Homes =
    [
        ("America/Los_Angeles", "US", "USD", null), ("America/Los_Angeles", "US", "USD", null), ("America/Los_Angeles", "US", "USD", null),
        ("America/New_York", "US", "USD", null), ("America/New_York", "US", "USD", null), ("America/Chicago", "US", "USD", null),
        ("Europe/London", "GB", "GBP", "0.20"), ("Europe/London", "GB", "GBP", "0.20"), ("Europe/Berlin", "DE", "EUR", "0.19"),
        ("Europe/Berlin", "DE", "EUR", "0.19"), ("Europe/Dublin", "IE", "EUR", "0.23"), ("Europe/Budapest", "HU", "HUF", "0.27"),
        ("Europe/Zurich", "CH", "CHF", "0.081"), ("Asia/Tokyo", "JP", "JPY", "0.10"), ("Asia/Tokyo", "JP", "JPY", "0.10"),
        ("Asia/Kolkata", "IN", "INR", "0.18"), ("Asia/Kuwait", "KW", "KWD", null), ("Pacific/Auckland", "NZ", "USD", "0.15"),
    ];

    /// <summary>What one USD costs in each other currency, about.</summary>
    public static readonly (string Currency, decimal Rate)[] Rates =
        [("CHF", 0.85m), ("EUR", 0.9m), ("GBP", 0.75m), ("HUF", 356.5m), ("INR", 83.8m), ("JPY", 143.2m), ("KWD", 0.305m)];

    /// <summary>What one USD costs in a currency, about.</summary>
    public static decimal Rate(string currency)
    {
        foreach (var (code, rate) in Rates)
        {
            if (code == currency) return rate;
        }
        return 1;
    }
}
