namespace MonthClose.Checking;

/// <summary>A row of prices.csv: one tier.</summary>
internal sealed record PriceRow(
    string Sku, string Currency, string? Unit, Rational UnitPrice, Rational? Included, Rational? Cap, Rational From);

/// <summary>All tiers of a SKU in one currency.</summary>
internal sealed class Price
{
    private readonly IReadOnlyList<PriceRow> _tiers;

    public Price(IEnumerable<PriceRow> rows)
    {
        _tiers = [.. rows.OrderBy(r => r.From)];
        Unit = _tiers.Select(t => t.Unit).FirstOrDefault(u => u is not null);
        Included = _tiers.Select(t => t.Included).FirstOrDefault(i => i is not null) ?? Rational.Zero;
        Cap = _tiers.Select(t => t.Cap).FirstOrDefault(c => c is not null);
    }

    public string Currency => _tiers[0].Currency;

    public string? Unit { get; }

    public Rational Included { get; }

    public Rational? Cap { get; }

    public bool StartsAtZero => _tiers[0].From.Sign == 0;

    /// <summary>What a quantity costs that was used up from zero on: tiers are counted from above what is included.</summary>
    public Rational CostOf(Rational quantity)
    {
        var above = Rational.Max(Rational.Zero, quantity - Included);
        var cost = Rational.Zero;
        for (var i = 0; i < _tiers.Count && _tiers[i].From < above; i++)
        {
            var end = i + 1 < _tiers.Count ? Rational.Min(above, _tiers[i + 1].From) : above;
            cost += (end - _tiers[i].From) * _tiers[i].UnitPrice;
        }

        return cost;
    }
}

/// <summary>Which price a row of usage has: in the account's currency, else in the row's, else the only one there is.</summary>
internal sealed class PriceList(IEnumerable<PriceRow> rows)
{
    private readonly Dictionary<string, Dictionary<string, Price>> _bySku = rows
        .GroupBy(r => r.Sku, StringComparer.Ordinal)
        .ToDictionary(
            sku => sku.Key,
            sku => sku.GroupBy(r => r.Currency, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new Price(g), StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>SKUs and currencies without a first tier: such a world is refused.</summary>
    public IEnumerable<(string Sku, string Currency)> WithoutFirstTier =>
        _bySku.SelectMany(s => s.Value.Values.Where(p => !p.StartsAtZero).Select(p => (s.Key, p.Currency)));

    public Price? Find(string? sku, string accountCurrency, string? rowCurrency)
    {
        if (sku is null || !_bySku.TryGetValue(sku, out var prices))
        {
            return null;
        }

        return prices.GetValueOrDefault(accountCurrency)
            ?? (rowCurrency is null ? null : prices.GetValueOrDefault(rowCurrency))
            ?? (prices.Count == 1 ? prices.Values.First() : null);
    }
}
