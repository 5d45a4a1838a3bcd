using System.Globalization;

namespace MonthClose;

/// <summary>A row of prices.csv: one tier.</summary>
public sealed record PriceRow(
    string SkuId, string Currency, decimal FromQuantity, string? Unit, decimal UnitPrice, decimal? IncludedQuantity, decimal? MonthlyCap);

/// <summary>A row of fx.csv.</summary>
public sealed record RateRow(string Base, string Quote, DateTimeOffset AsOf, decimal Rate);

/// <summary>Checks prices.csv: each row by itself, and the tiers of a price together.</summary>
sealed class PriceChecks
{
    sealed record Tiers(WorldRow First, string? Unit, decimal? Included, decimal? Cap)
    {
        public bool BeginsAtZero { get; set; }
    }

    readonly Dictionary<(string Sku, string Currency), Tiers> prices = [];
    readonly HashSet<(string Sku, string Currency, decimal From)> seen = [];

    public PriceRow? Read(WorldRow row)
    {
        var sku = row["sku_id"]!;
        var ok = row.Currency("currency", out var currency) & row.Decimal("unit_price", out var price) & row.Decimal("included_quantity", out var included)
            & row.Decimal("monthly_cap", out var cap) & row.Decimal("from_quantity", out var from);
        ok &= NotNegative(row, "included_quantity", included) & NotNegative(row, "monthly_cap", cap) & NotNegative(row, "from_quantity", from);
        if (!ok) return null;
        var (key, tier) = ((sku, currency.Code), from ?? 0);
        ok = seen.Add((sku, currency.Code, tier)) || row.Wrong("from_quantity", $"{sku} in {currency.Code} has two rows from {Text(tier)}: keep one");
        if (!prices.TryGetValue(key, out var tiers)) prices.Add(key, tiers = new Tiers(row, row["unit"], included, cap));
        ok &= Same(row, "unit", tiers.Unit, row["unit"]) & Same(row, "included_quantity", tiers.Included, included) & Same(row, "monthly_cap", tiers.Cap, cap);
        prices[key] = tiers with { Unit = tiers.Unit ?? row["unit"], Included = tiers.Included ?? included, Cap = tiers.Cap ?? cap, BeginsAtZero = tiers.BeginsAtZero || tier == 0 };
        return ok ? new(sku, currency.Code, tier, row["unit"], price!.Value, included, cap) : null;
    }

    /// <summary>What only the whole file shows.</summary>
    public void Finish()
    {
        foreach (var ((sku, currency), tiers) in prices.Where(p => !p.Value.BeginsAtZero))
            tiers.First.Wrong("from_quantity", $"no tier of {sku} in {currency} begins at 0: leave the first one's empty");
    }

    static bool NotNegative(WorldRow row, string column, decimal? value) =>
        value is null or >= 0 || row.Wrong(column, $"{Text(value.Value)} is negative");

    static bool Same<T>(WorldRow row, string column, T before, T now) =>
        before is null || now is null || Equals(before, now) || row.Wrong(column, "the tiers of one price differ in it: give it once, or the same in all");

    static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Checks fx.csv.</summary>
sealed class RateChecks
{
    readonly HashSet<(string Base, string Quote, DateTimeOffset AsOf)> seen = [];

    public RateRow? Read(WorldRow row)
    {
        var ok = row.Currency("base", out var from) & row.Currency("quote", out var to) & row.InstantOrDate("as_of", out var asOf) & row.Decimal("rate", out var rate);
        ok &= rate is null or > 0 || row.Wrong("rate", $"{rate!.Value.ToString(CultureInfo.InvariantCulture)} is not positive: write what 1 of the base costs in the quote");
        if (!ok) return null;
        ok = from != to || row.Wrong("quote", $"{to.Code} is the base too");
        ok &= seen.Add((from.Code, to.Code, asOf!.Value)) || row.Wrong("as_of", $"{from.Code} to {to.Code} has two rates of one instant: keep one");
        return ok ? new(from.Code, to.Code, asOf!.Value, rate!.Value) : null;
    }
}
