namespace MonthClose;

/// <summary>What a unit costs from a quantity on.</summary>
/// <param name="From">Counted above the included quantity.</param>
/// <param name="UnitPrice">Per unit; exact.</param>
public sealed record Tier(decimal From, decimal UnitPrice);

/// <summary>The price of a SKU in one currency.</summary>
/// <param name="Currency">Of the prices and the cap.</param>
/// <param name="Unit">What is counted; null: not said.</param>
/// <param name="Included">Per account and month, free.</param>
/// <param name="MonthlyCap">What one resource costs at most in a month; null: no cap.</param>
/// <param name="Tiers">Graduated, the first from 0, ascending.</param>
public sealed record Price(string Currency, string? Unit, decimal Included, decimal? MonthlyCap, IReadOnlyList<Tier> Tiers)
{
    /// <summary>What a month's whole quantity costs, before any cap.</summary>
    public decimal Of(decimal quantity)
    {
        var billable = quantity - Included;
        var cost = 0m;
        for (var i = 0; i < Tiers.Count && billable > Tiers[i].From; i++)
        {
            var to = i + 1 < Tiers.Count ? Math.Min(billable, Tiers[i + 1].From) : billable;
            cost += (to - Tiers[i].From) * Tiers[i].UnitPrice;
        }
        return cost;
    }

    /// <summary>What a resource's cost comes to under the cap.</summary>
    public decimal Capped(decimal cost) => MonthlyCap is { } cap ? Math.Min(cost, cap) : cost;
}

/// <summary>All prices, as of one import.</summary>
public sealed class PriceList(IEnumerable<KeyValuePair<string, Price>> prices)
{
    readonly ILookup<string, Price> bySku = prices.ToLookup(p => p.Key, p => p.Value, StringComparer.Ordinal);

    /// <summary>
    /// The price of a SKU for an account: in its currency; else in the currency that the row is billed in; else the only
    /// one there is.
    /// </summary>
    /// <param name="sku">Which.</param>
    /// <param name="account">The account's currency.</param>
    /// <param name="billing">The row's.</param>
    /// <returns>Null: there is none, or it is not clear which.</returns>
    public Price? For(string sku, string account, string billing)
    {
        var all = bySku[sku].ToList();
        return all.Find(p => p.Currency == account) ?? all.Find(p => p.Currency == billing) ?? (all.Count == 1 ? all[0] : null);
    }
}
