using Stillso;

namespace MonthClose;

/// <summary>
/// Rates usage: sums what is rated already, prices the rest per SKU and month. Pure; rows come in any order.
/// </summary>
/// <param name="prices">The period's.</param>
/// <param name="currency">The account's.</param>
/// <param name="monthOf">The month of an instant in the account's zone.</param>
sealed class UsageRater(PriceList prices, string currency, Func<DateTimeOffset, string> monthOf)
{
    readonly Dictionary<(string Category, string Service, string Month, string Currency), decimal> sums = [];
    readonly Dictionary<(string Sku, string Month, string Currency), (Price Price, List<(UsageRow Row, bool Billed)> Rows)> metered = [];
    string? problem;

    /// <summary>Whether a price list was used.</summary>
    public bool Priced => metered.Count > 0;

    /// <summary>SKUs and months of which some usage waits to be billed: what was billed of them before counts first.</summary>
    public IReadOnlySet<(string Sku, string Month)> MeteredMonths => metered.Keys.Select(k => (k.Sku, k.Month)).ToHashSet();

    /// <summary>Why it cannot be billed: the first row, in order, that can be rated neither way; null: it can.</summary>
    public string? Problem => problem;

    /// <summary>Adds a row to be billed.</summary>
    public void Add(UsageRow row)
    {
        var month = monthOf(row.Start);
        if (row.Cost is { } cost) Sum((row.Category, row.Service, month, row.Currency), cost);
        else if (PriceOf(row) is { } price) Rows(row, month, price).Add((row, false));
    }

    /// <summary>Adds a row that an earlier invoice billed: it uses up quantities and caps, and costs nothing now.</summary>
    public void AddBilled(UsageRow row)
    {
        if (row.Cost is null && PriceOf(row) is { } price) Rows(row, monthOf(row.Start), price).Add((row, true));
    }

    /// <summary>Rates what was added, once.</summary>
    /// <returns>The sums by line and currency, in the order of invoice lines.</returns>
    public IReadOnlyList<RatedLine> Rate()
    {
        foreach (var ((_, month, _), (price, rows)) in metered) Rate(month, price, rows);
        return
        [
            .. sums.Select(s => new RatedLine(s.Key.Category, s.Key.Service, s.Key.Month, s.Key.Currency, s.Value))
                .OrderBy(l => l.Category, CodePoints.Order).ThenBy(l => l.Service, CodePoints.Order)
                .ThenBy(l => l.FromPeriod, CodePoints.Order).ThenBy(l => l.Currency, CodePoints.Order),
        ];
    }

    void Rate(string month, Price price, List<(UsageRow Row, bool Billed)> rows)
    {
        var (used, costOf) = (0m, new Dictionary<string, decimal>(StringComparer.Ordinal));
        // What was billed before comes first: late rows go on where their month's invoice left off.
        foreach (var (row, billed) in rows.OrderBy(r => !r.Billed).ThenBy(r => r.Row.Start).ThenBy(r => r.Row.Metered!.End)
            .ThenBy(r => r.Row.Metered!.Resource, CodePoints.Order).ThenBy(r => r.Row.Metered!.Quantity)
            // Rows alike in all of this may be of two lines: which of them is free must not depend on where they stood.
            .ThenBy(r => r.Row.Category, CodePoints.Order).ThenBy(r => r.Row.Service, CodePoints.Order))
        {
            var cost = price.Of(used + row.Metered!.Quantity) - price.Of(used);
            used += row.Metered.Quantity;
            var resource = row.Metered.Resource ?? "";
            var before = costOf.GetValueOrDefault(resource);
            costOf[resource] = before + cost;
            if (!billed) Sum((row.Category, row.Service, month, price.Currency), price.Capped(before + cost) - price.Capped(before));
        }
    }

    Price? PriceOf(UsageRow row)
    {
        var (sku, unit) = (row.Metered!.Sku, row.Metered.Unit);
        var price = prices.For(sku, currency, row.Currency);
        if (price is null) Refuse($"there is no price of {sku} in {currency}{(row.Currency == currency ? "" : $" or {row.Currency}")}");
        else if (unit is not null && price.Unit is not null && unit != price.Unit) Refuse($"{sku} is priced per {price.Unit}, and was used in {unit}");
        else return price;
        return null;
    }

    // Rows come in any order: which problem is told must not depend on it.
    void Refuse(string why)
    {
        if (problem is null || CodePoints.Order.Compare(why, problem) < 0) problem = why;
    }

    List<(UsageRow Row, bool Billed)> Rows(UsageRow row, string month, Price price)
    {
        var key = (row.Metered!.Sku, month, price.Currency);
        if (!metered.TryGetValue(key, out var of)) metered.Add(key, of = (price, []));
        return of.Rows;
    }

    void Sum((string, string, string, string) line, decimal cost) => sums[line] = sums.GetValueOrDefault(line) + cost;
}
