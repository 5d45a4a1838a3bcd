using System.Globalization;

namespace MonthClose;

/// <summary>Makes a world folder of any size that looks like a real one, the same for the same seed, an account at a time.</summary>
public static class SampleWorld
{
    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="seed">Chooses everything.</param>
    /// <param name="period">The month of the usage.</param>
    /// <param name="rows">Usage rows per account.</param>
    /// <param name="races">Whether the first accounts are those of the race table, with a script; such a world has neither prices nor tax.</param>
    /// <param name="spread">Whether a few accounts have most of the rows: then <paramref name="rows"/> is about the mean.</param>
    public static void Write(string folder, int accounts, int seed, BillingPeriod period, int rows = 20, bool races = false, bool spread = false)
    {
        Directory.CreateDirectory(Path.Combine(folder, "usage"));
        if (races)
        {
            RaceWorld.Write(folder, accounts, seed, period, rows);
            return;
        }
        // Made again for every file, which costs less than to keep them.
        var all = Enumerable.Range(1, accounts).Select(n => SampleAccount.Make(n, seed));
        CsvFile.Write(Path.Combine(folder, "business.csv"), "key,value",
        [
            ["name", "Northwind Cloud"], ["address", "1 Harbour Street, Seattle"], ["tax_id", "US-00-0000000"], ["from_email", "billing@northwind.example"],
        ]);
        CsvFile.Write(
            Path.Combine(folder, "accounts.csv"), "account_id,name,email,currency,time_zone,country,tax_rate,status,display_currency,gateway_customer_id",
            all.Select(a => new[] { a.Id, a.Name, a.Email, a.Currency, a.Zone, a.Country, a.TaxRate, a.Status, a.DisplayCurrency, a.Customer }));
        var expired = First(period).AddMonths(-1);
        CsvFile.Write(
            Path.Combine(folder, "payment_methods.csv"), "payment_method_id,account_id,is_default,exp_month,exp_year",
            all.Where(a => a.Token is not null).Select(a => new[] { a.Token, a.Id, "true", a.Expired ? Text(expired.Month) : "12", Text(a.Expired ? expired.Year : period.Year + 7) }));
        CsvFile.Write(
            Path.Combine(folder, "credits.csv"), "credit_id,account_id,amount,currency,granted_at,expires_at,kind", all.SelectMany(a => Credits(a, seed, First(period))));
        CsvFile.Write(Path.Combine(folder, "prices.csv"), "sku_id,currency,unit,unit_price,included_quantity,monthly_cap,from_quantity", Prices());
        CsvFile.Write(Path.Combine(folder, "fx.csv"), "as_of,base,quote,rate", Rates(First(period)));
        CsvFile.Write(
            Path.Combine(folder, "usage", $"{period}.csv"),
            "BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,SkuId,ResourceId,ConsumedQuantity,ConsumedUnit,BilledCost,BillingCurrency,ChargeDescription",
            all.SelectMany(a => Usage(a, seed, period, rows, spread)));
    }

    static IEnumerable<string?[]> Credits(SampleAccount a, int seed, DateOnly month)
    {
        var dice = SampleAccount.Dice(a.Number, seed, 1);
        if (dice.Next(10) > 0) yield break;
        var kind = dice.Next(3) switch { 0 => "promo", 1 => "prepaid", _ => "goodwill" };
        var expires = dice.Next(3) switch { 0 => Noon(month.AddDays(14)), 1 => Noon(month.AddMonths(4)), _ => null };
        var amount = (dice.Next(3) == 0 ? 500 : dice.Next(5, 40)) * SampleCatalog.Rate(a.Currency);
        yield return [$"cr_{a.Id}", a.Id, amount.ToString("F0", CultureInfo.InvariantCulture), a.Currency, Noon(month.AddDays(-12)), expires, kind];
    }

    static IEnumerable<string?[]> Prices()
    {
        foreach (var sku in SampleCatalog.Skus)
        {
            if (sku.Metered is not { } terms) continue;
            yield return [sku.Sku, "USD", sku.Unit, Text(sku.UnitPrice), Text(terms.Included), Text(terms.Cap), null];
            if (terms.From is { } from) yield return [sku.Sku, "USD", sku.Unit, Text(terms.Then), Text(terms.Included), Text(terms.Cap), Text(from)];
        }
    }

    // At the end of the month before and of the month itself.
    static IEnumerable<string?[]> Rates(DateOnly month) =>
        from rate in SampleCatalog.Rates
        from of in new[] { (Day: month.AddDays(-1), rate.Rate), (Day: month.AddMonths(1).AddDays(-1), Rate: rate.Rate * 1.01m) }
        select new[] { of.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "USD", rate.Currency, Text(of.Rate) };

    static IEnumerable<string?[]> Usage(SampleAccount a, int seed, BillingPeriod period, int rows, bool spread)
    {
        var dice = SampleAccount.Dice(a.Number, seed, 2);
        var zone = Zones.Get(a.Zone);
        var start = period.Start(zone);
        var hours = (int)(period.End(zone) - start).TotalHours;
        // The long tail's mean is about six.
        var count = spread ? Math.Max(1, (int)(rows / 6m * SampleAccount.LongTail(dice, 12))) : rows;
        var rate = SampleCatalog.Rate(a.Currency);
        for (var n = 0; n < count; n++)
        {
            var sku = SampleCatalog.Skus[dice.Next(SampleCatalog.Skus.Length)];
            var from = start.AddHours((int)((long)n * hours / count));
            var back = a.Refunded && n == 0;
            var quantity = back ? 0 : Math.Max(0.001m, decimal.Round(a.Size * dice.Next(50, 1950) / 1000 / sku.UnitPrice, 3));
            var cost = back ? -3 * a.Size * count : quantity * sku.UnitPrice;
            // Some of what a seller abroad bills comes in its own currency.
            var foreign = dice.Next(20) == 0;
            var metered = a.Metered && sku.Metered is not null && !back;
            yield return
            [
                a.Id, Instants.ToFile(from), Instants.ToFile(from.AddHours(1)), back ? "Credit" : "Usage", sku.Service, sku.Sku, Resource(dice),
                back ? null : Text(quantity), back ? null : sku.Unit, metered ? null : Text(decimal.Round(foreign ? cost : cost * rate, 11)),
                metered || foreign ? "USD" : a.Currency, back ? "Refund" : sku.Service,
            ];
        }
    }

    // Few enough that a resource is used again and a cap on it is reached.
    static string Resource(Random dice) => Resources[dice.Next(Resources.Length)];

    static readonly string[] Resources = [.. Enumerable.Range(1, 8).Select(n => $"i-{n}")];

    static DateOnly First(BillingPeriod period) => new(period.Year, period.Month, 1);

    static string Noon(DateOnly day) => day.ToString("yyyy-MM-dd'T12:00:00Z'", CultureInfo.InvariantCulture);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string? Text(decimal? number) => number is { } value ? value == 0 ? "0" : value.ToString("0.###########", CultureInfo.InvariantCulture) : null;
}
