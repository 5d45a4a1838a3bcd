namespace MonthClose.Checking;

/// <summary>Rule 2 for one account: rates rows of quantities by the price list.</summary>
internal static class Meter
{
    /// <summary>
    /// Every row of <paramref name="rows"/> with its cost, or none if it cannot be rated. Rows of an earlier batch were
    /// billed before: they come first and have used up what they used up.
    /// </summary>
    public static IReadOnlyList<(UsageQuantity Row, Charge Charge)> Rate(
        IEnumerable<UsageQuantity> rows, PriceList prices, string currency, Func<UsageQuantity, int> batchOf)
    {
        var rated = new List<(UsageQuantity, Charge)>();
        foreach (var meter in rows.GroupBy(r => (r.Sku, r.Period, prices.Find(r.Sku, currency, r.Currency)?.Currency)))
        {
            var price = prices.Find(meter.Key.Sku, currency, meter.Key.Item3);
            var used = Rational.Zero;
            var costs = new Dictionary<string, Rational>(StringComparer.Ordinal);
            foreach (var row in meter.OrderBy(batchOf).ThenBy(r => r, RuleOrder))
            {
                if (price is null || row.Quantity is not { } quantity || (price.Unit is { } unit && row.Unit is { } other && unit != other))
                {
                    rated.Add((row, new Charge(row.Category, row.Service, row.Period, row.Currency, null)));
                    continue;
                }

                var before = costs.GetValueOrDefault(row.Resource ?? "", Rational.Zero);
                var after = before + price.CostOf(used + quantity) - price.CostOf(used);
                used += quantity;
                costs[row.Resource ?? ""] = after;
                rated.Add((row, new Charge(row.Category, row.Service, row.Period, price.Currency, Capped(after, price) - Capped(before, price))));
            }
        }

        return rated;
    }

    /// <summary>ChargePeriodStart, ChargePeriodEnd, ResourceId, ConsumedQuantity, ChargeCategory, ServiceName; missing first.</summary>
    private static Comparer<UsageQuantity> RuleOrder { get; } = Comparer<UsageQuantity>.Create((x, y) =>
    {
        var order = x.Start.CompareTo(y.Start);
        order = order != 0 ? order : Nullable.Compare(x.End, y.End);
        order = order != 0 ? order : CodePoints.Order.Compare(x.Resource, y.Resource);
        order = order != 0 ? order : Nullable.Compare(x.Quantity, y.Quantity);
        order = order != 0 ? order : CodePoints.Order.Compare(x.Category, y.Category);
        order = order != 0 ? order : CodePoints.Order.Compare(x.Service, y.Service);
        return order != 0 ? order : x.Ordinal.CompareTo(y.Ordinal);
    });

    private static Rational Capped(Rational cost, Price price) => price.Cap is { } cap ? Rational.Min(cost, cap) : cost;
}
