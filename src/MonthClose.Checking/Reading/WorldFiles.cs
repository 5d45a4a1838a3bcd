using NodaTime;

namespace MonthClose.Checking;

internal sealed record WorldAccount(string AccountId, string? Email, string Currency, DateTimeZone Zone, bool Closed)
{
    public string? Country { get; init; }

    public Rational TaxRate { get; init; }

    public string? DisplayCurrency { get; init; }

    public string? Name { get; init; }
}

internal sealed record WorldCredit(
    string CreditId, string AccountId, decimal Amount, string Currency, Instant GrantedAt, Instant? ExpiresAt, string? Kind = null);

/// <summary>A world folder, read once.</summary>
internal sealed class WorldFiles
{
    public required IReadOnlyDictionary<string, WorldAccount> Accounts { get; init; }

    public required IReadOnlyDictionary<string, string> DefaultMethods { get; init; }

    public required IReadOnlyList<WorldCredit> Credits { get; init; }

    public required UsageFiles Usage { get; init; }

    public required PriceList Prices { get; init; }

    public required ExchangeRates Rates { get; init; }

    /// <summary>The seller's name, address and so on.</summary>
    public required IReadOnlyDictionary<string, string> Business { get; init; }

    public static WorldFiles Read(string folder, CheckOptions options)
    {
        IEnumerable<WorldRecord> Records(string file) => WorldRecord.Read(Path.Combine(folder, file));
        var accounts = Records("accounts.csv")
            .Select(r => new WorldAccount(
                r["account_id"]!, r["email"], r["currency"]!, DateTimeZoneProviders.Tzdb[r["time_zone"]!], r["status"] == "closed")
            {
                Country = r["country"],
                TaxRate = r.Number("tax_rate") ?? Rational.Zero,
                DisplayCurrency = r["display_currency"],
                Name = r["name"],
            })
            .ToDictionary(a => a.AccountId, StringComparer.Ordinal);
        var usage = UsageFiles.Read(folder, accounts, options);
        return new WorldFiles
        {
            Accounts = accounts,
            DefaultMethods = Records("payment_methods.csv").Where(r => r["is_default"] == "true")
                .ToDictionary(r => r["account_id"]!, r => r["payment_method_id"]!, StringComparer.Ordinal),
            Credits = [.. Records("credits.csv").Select(r => new WorldCredit(
                r["credit_id"]!, r["account_id"]!, r.Number("amount")!.Value.Round(8), r["currency"]!, r.Time("granted_at")!.Value,
                r.Time("expires_at"), r["kind"]))],
            Usage = usage,
            Prices = new PriceList(Records("prices.csv").Select(r => new PriceRow(
                r["sku_id"]!, r["currency"]!, r["unit"], r.Number("unit_price")!.Value, r.Number("included_quantity"),
                r.Number("monthly_cap"), r.Number("from_quantity") ?? Rational.Zero))),
            Rates = new ExchangeRates(Records("fx.csv").Select(r => new ExchangeRate(
                r.Time("as_of")!.Value, r["base"]!, r["quote"]!, r.Number("rate")!.Value))),
            Business = Records("business.csv").Where(r => r["key"] is not null)
                .ToDictionary(r => r["key"]!, r => r["value"] ?? "", StringComparer.Ordinal),
        };
    }
}
