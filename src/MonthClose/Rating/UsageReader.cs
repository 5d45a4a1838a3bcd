using NodaTime;
using Stillso;

namespace MonthClose;

/// <summary>Reads an account's usage that no invoice has billed yet, and rates it.</summary>
sealed class UsageReader(ConditionsReader conditions)
{
    /// <summary>
    /// Rates the account's usage up to the end of a period: the period's own, what arrived too late for an earlier
    /// invoice, and what belongs to a period that was never closed.
    /// </summary>
    /// <param name="sql">One snapshot.</param>
    /// <param name="account">Whose.</param>
    /// <param name="period">The period that bills it.</param>
    /// <param name="import">Whose conditions count.</param>
    /// <param name="throughFile">The last usage file to read; null: every visible one.</param>
    public Rating Rate(Statements sql, Account account, string period, long import, long? throughFile = null)
    {
        var zone = Zones.Get(account.TimeZone);
        long Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();
        var month = BillingPeriod.Parse(period);
        var (start, end) = (Milliseconds(month.Start(zone)), Milliseconds(month.End(zone)));
        var rater = new UsageRater(conditions.AsOf(sql, import).Prices, account.Currency.Code, at => MonthOf(at, zone, period, start, end));
        var through = throughFile ?? sql.Number(Sql.Text["latest_usage_file"]);
        var (billedTo, billedThrough) = Claimed(sql, account.Id, period, zone);
        foreach (var (file, block) in sql.Stream(
            Sql.Text["usage_blocks_of_account"], r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)), account.Id, through, end, billedTo, billedThrough))
        {
            foreach (var row in UsageBlock.Read(block, account.Id))
            {
                var at = Milliseconds(row.Start);
                if (at < end && (at >= billedTo || file > billedThrough)) rater.Add(row);
            }
        }
        AddBilled(sql, rater, account.Id, billedTo, billedThrough, at => MonthOf(at, zone, period, start, end), zone);
        return new Rating
        {
            Period = period, Currency = account.Currency.Code, Priced = rater.Priced, Lines = rater.Rate(), ThroughFile = through, Import = import,
            TaxRate = sql.First(Sql.Text["tax_rates_as_of_import"], r => BookReader.Amount(r, 1), $"[{System.Text.Json.JsonSerializer.Serialize(account.Id)}]", import),
            Problem = rater.Problem,
        };
    }

    // Up to which instant and file an earlier invoice has billed, or has claimed while it waits for a person.
    static (long BilledTo, long BilledThrough) Claimed(Statements sql, string accountId, string period, DateTimeZone zone)
    {
        var claims = sql.Query(Sql.Text["last_claimed_rating"], r => (Period: r.GetString(0), File: r.GetInt64(1)), accountId, period);
        return claims.Count == 0 ? (long.MinValue, 0) : (BillingPeriod.Parse(claims[0].Period).End(zone).ToUnixTimeMilliseconds(), claims[0].File);
    }

    static void AddBilled(
        Statements sql, UsageRater rater, string accountId, long billedTo, long billedThrough, Func<DateTimeOffset, string> monthOf, DateTimeZone zone)
    {
        var months = rater.MeteredMonths;
        if (billedThrough == 0 || months.Count == 0) return;
        var from = months.Select(m => BillingPeriod.Parse(m.Month).Start(zone).ToUnixTimeMilliseconds()).Min();
        if (from >= billedTo) return;
        foreach (var block in sql.Stream(Sql.Text["billed_usage_blocks"], r => r.GetFieldValue<byte[]>(0), accountId, billedThrough, billedTo, from))
        {
            foreach (var row in UsageBlock.Read(block, accountId))
            {
                if (row.Metered is { } metered && row.Start.ToUnixTimeMilliseconds() < billedTo && months.Contains((metered.Sku, monthOf(row.Start)))) rater.AddBilled(row);
            }
        }
    }

    static string MonthOf(DateTimeOffset at, DateTimeZone zone, string period, long start, long end)
    {
        var ms = at.ToUnixTimeMilliseconds();
        if (ms >= start && ms < end) return period;
        var date = Instant.FromDateTimeOffset(at).InZone(zone).Date;
        return new BillingPeriod(date.Year, date.Month).ToString();
    }
}
