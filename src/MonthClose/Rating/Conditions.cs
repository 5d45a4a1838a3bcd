using System.Data.Common;
using Stillso;

namespace MonthClose;

/// <summary>What a period is billed by: what was imported when its close began. Later imports count from the next period.</summary>
/// <param name="Prices">Of SKUs.</param>
/// <param name="Rates">Between currencies.</param>
/// <param name="Seller">Who bills: <c>name</c>, <c>address</c>, <c>tax_id</c>, <c>from_email</c>, each if known.</param>
public sealed record Conditions(PriceList Prices, ExchangeRates Rates, IReadOnlyDictionary<string, string> Seller);

/// <summary>Reads conditions, each import's once: what an import brought never changes.</summary>
sealed class ConditionsReader
{
    readonly Dictionary<long, Conditions> known = [];
    readonly Dictionary<string, long> imports = new(StringComparer.Ordinal);
    readonly Lock reading = new();

    /// <summary>The conditions of a period whose close has begun.</summary>
    public Conditions Of(Statements sql, string period) => AsOf(sql, ImportOf(sql, period));

    /// <summary>The import whose conditions a period uses.</summary>
    public long ImportOf(Statements sql, string period)
    {
        lock (reading)
        {
            if (imports.TryGetValue(period, out var import)) return import;
            import = sql.Number(Sql.Text["import_of_period"], period);
            // Frozen by the beginning of its close; before that, there is none.
            if (import > 0) imports.Add(period, import);
            return import;
        }
    }

    /// <summary>The latest import.</summary>
    public static long LatestImport(Statements sql) => sql.Number(Sql.Text["latest_import"]);

    /// <summary>The conditions that an import and those before it brought.</summary>
    public Conditions AsOf(Statements sql, long import)
    {
        lock (reading)
        {
            if (known.TryGetValue(import, out var conditions)) return conditions;
            return known[import] = new Conditions(
                new PriceList(Prices(sql, import)),
                new ExchangeRates(sql.Query(
                    Sql.Text["rates_as_of_import"],
                    r => new ExchangeRate(r.GetString(0), r.GetString(1), BookReader.Instant(r, 2), BookReader.Amount(r, 3)), import)),
                sql.Query(Sql.Text["seller_as_of_import"], r => (Key: r.GetString(0), Value: r.GetString(1)), import)
                    .ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
        }
    }

    static IEnumerable<KeyValuePair<string, Price>> Prices(Statements sql, long import) =>
        sql.Query(Sql.Text["prices_as_of_import"], Row, import)
            .GroupBy(r => (r.Sku, r.Currency))
            .Select(g =>
            {
                var tiers = g.OrderBy(r => r.Tier.From).ToList();
                return KeyValuePair.Create(g.Key.Sku, new Price(
                    g.Key.Currency, tiers.Find(t => t.Unit is not null).Unit, tiers.Find(t => t.Included is not null).Included ?? 0,
                    tiers.Find(t => t.Cap is not null).Cap, [.. tiers.Select(t => t.Tier)]));
            });

    static (string Sku, string Currency, Tier Tier, string? Unit, decimal? Included, decimal? Cap) Row(DbDataReader r) => (
        r.GetString(0), r.GetString(1), new Tier(BookReader.Amount(r, 2), BookReader.Amount(r, 4)), BookReader.Text(r, 3),
        r.IsDBNull(5) ? null : BookReader.Amount(r, 5), r.IsDBNull(6) ? null : BookReader.Amount(r, 6));
}
