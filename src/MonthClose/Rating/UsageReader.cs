using System.Globalization;
using Stillso;

namespace MonthClose;

/// <summary>Reads and sums pre-rated usage.</summary>
static class UsageReader
{
    /// <summary>The account's usage of a period, by category and service, in the order of invoice lines.</summary>
    public static Rating Rate(Statements sql, Account account, string periodText)
    {
        var period = BillingPeriod.Parse(periodText);
        var zone = Zones.Get(account.TimeZone);
        var sums = new Dictionary<(string Category, string Service), decimal>();
        var currency = account.Currency.Code;
        foreach (var row in sql.Query(
            Sql.Text["usage_of_period"],
            r => (Category: r.GetString(0), Service: r.GetString(1), Cost: decimal.Parse(r.GetString(2), CultureInfo.InvariantCulture), Currency: r.GetString(3)),
            account.Id, period.Start(zone).ToUnixTimeMilliseconds(), period.End(zone).ToUnixTimeMilliseconds()))
        {
            var key = (row.Category, row.Service);
            sums[key] = sums.GetValueOrDefault(key) + row.Cost;
            currency = row.Currency;
        }
        return new Rating(
            periodText,
            [.. sums.Select(s => new InvoiceLine(s.Key.Category, s.Key.Service, periodText, s.Value))
                .OrderBy(l => l.Category, CodePoints.Order).ThenBy(l => l.Service, CodePoints.Order)],
            currency);
    }
}
