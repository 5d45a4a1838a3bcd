using System.Globalization;
using Stillso;

namespace MonthClose;

/// <summary>The numbers of a period's invoices: <c>YYYY-MM-NNNNNN</c>, gapless.</summary>
sealed class InvoiceSeries(string period, long last, DateTimeOffset lastIssuedAt, string lastAccount)
{
    public static InvoiceSeries Load(Statements sql, string period) =>
        sql.First(
            Sql.Text["load_invoice_series"],
            r => new InvoiceSeries(period, r.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1)), r.GetString(2)), period)
        ?? new InvoiceSeries(period, 0, DateTimeOffset.MinValue, "");

    /// <summary>Takes the next number, unless an account with a higher id was issued at this instant already, or time stood still.</summary>
    public bool TryTake(string accountId, DateTimeOffset now, out string number)
    {
        number = "";
        if (now < lastIssuedAt || (now == lastIssuedAt && CodePoints.Order.Compare(accountId, lastAccount) <= 0)) return false;
        (last, lastIssuedAt, lastAccount) = (last + 1, now, accountId);
        number = string.Create(CultureInfo.InvariantCulture, $"{period}-{last:000000}");
        return true;
    }

    public void Save(Statements sql)
    {
        if (last > 0) sql.Execute(Sql.Text["save_invoice_series"], period, last, lastIssuedAt.ToUnixTimeMilliseconds(), lastAccount);
    }
}
