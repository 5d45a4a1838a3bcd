using Stillso;

namespace MonthClose;

/// <summary>Keeps what an import changes of prices, rates, tax rates and the seller: rows are added, none is changed.</summary>
static class ConditionsWriter
{
    public static void Write(Statements sql, WorldFolder world)
    {
        var latest = ConditionsReader.LatestImport(sql);
        var import = sql.Number(Sql.Text["begin_import"]);
        var prices = sql.Query(
            Sql.Text["prices_as_of_import"],
            r => new PriceRow(
                r.GetString(0), r.GetString(1), BookReader.Amount(r, 2), BookReader.Text(r, 3), BookReader.Amount(r, 4),
                r.IsDBNull(5) ? null : BookReader.Amount(r, 5), r.IsDBNull(6) ? null : BookReader.Amount(r, 6)), latest).ToHashSet();
        foreach (var p in world.Prices([]).Where(p => !prices.Contains(p)))
        {
            sql.Execute(
                Sql.Text["save_price"], p.SkuId, p.Currency, Decimals.ToText(p.FromQuantity), import, p.Unit, Decimals.ToText(p.UnitPrice),
                Decimals.ToText(p.IncludedQuantity), Decimals.ToText(p.MonthlyCap));
        }
        var rates = sql.Query(
            Sql.Text["rates_as_of_import"], r => new RateRow(r.GetString(0), r.GetString(1), BookReader.Instant(r, 2), BookReader.Amount(r, 3)), latest).ToHashSet();
        foreach (var r in world.Rates([]).Where(r => !rates.Contains(r)))
            sql.Execute(Sql.Text["save_rate"], r.Base, r.Quote, r.AsOf.ToUnixTimeMilliseconds(), import, Decimals.ToText(r.Rate));
        foreach (var a in world.Accounts([]))
        {
            if (a.TaxRate != sql.First(Sql.Text["tax_rate_of_account"], r => BookReader.Amount(r, 0), a.AccountId))
                sql.Execute(Sql.Text["save_tax_rate"], a.AccountId, import, Decimals.ToText(a.TaxRate));
        }
        var seller = sql.Query(Sql.Text["seller_as_of_import"], r => KeyValuePair.Create(r.GetString(0), r.GetString(1)), latest).ToHashSet();
        foreach (var pair in world.Business([]).Where(p => !seller.Contains(p))) sql.Execute(Sql.Text["save_seller"], pair.Key, import, pair.Value);
    }
}
