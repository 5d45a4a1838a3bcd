using Stillso;

namespace MonthClose;

/// <summary>An issued invoice with an amount due.</summary>
sealed record OpenInvoice(string AccountId, string AccountName, string Number, Currency Currency, DateTimeOffset IssuedAt, decimal AmountDue)
{
    public int DaysAt(DateTimeOffset now) => (int)Math.Floor((now - IssuedAt).TotalDays);
}

/// <summary>receivables_aging.csv: what is due now, of every period, by how long ago it was invoiced.</summary>
sealed class ReceivablesAging(DateTimeOffset now)
{
    public const string File = "receivables_aging.csv";
    public const string Header = "as_of,account_id,invoice_number,currency,issued_at,days,bucket,amount_due";

    readonly Dictionary<(string Currency, string Bucket), decimal> sums = [];

    /// <summary>The ages, youngest first.</summary>
    public static IReadOnlyList<string> Buckets { get; } = ["0-30", "31-60", "61-90", "90+"];

    /// <summary>What is due, by currency.</summary>
    public CurrencySums Due { get; } = new();

    /// <summary>What was carried forward and is on no later invoice yet, by currency.</summary>
    public CurrencySums Carried { get; } = new();

    /// <summary>The biggest open invoices.</summary>
    public BiggestInvoices Biggest { get; } = new(10);

    public static string BucketOf(int days) => days switch { <= 30 => Buckets[0], <= 60 => Buckets[1], <= 90 => Buckets[2], _ => Buckets[3] };

    /// <summary>What of a currency's due has one age.</summary>
    public decimal Of(string currency, string bucket) => sums.GetValueOrDefault((currency, bucket));

    public static IEnumerable<OpenInvoice> Read(Statements sql) => sql.Stream(
            Sql.Text["report_open_invoices"],
            r => new OpenInvoice(r.GetString(0), r.GetString(5), r.GetString(1), Currency.Get(r.GetString(2)), BookReader.Instant(r, 3), BookReader.Amount(r, 4)))
        .Where(i => i.AmountDue != 0);

    public void ReadCarried(Statements sql)
    {
        foreach (var (currency, amount) in sql.Stream(Sql.Text["report_carried_amounts"], r => (r.GetString(0), BookReader.Amount(r, 1)))) Carried.Add(currency, amount);
    }

    /// <summary>The rows; their sums are there when the last was taken.</summary>
    public IEnumerable<Cell[]> Rows(IEnumerable<OpenInvoice> invoices)
    {
        foreach (var i in invoices)
        {
            var (currency, days) = (i.Currency.Code, i.DaysAt(now));
            var bucket = BucketOf(days);
            Due.Add(currency, i.AmountDue);
            sums[(currency, bucket)] = Of(currency, bucket) + i.AmountDue;
            Biggest.Add(i);
            yield return
            [
                Cell.At(now), Cell.Text(i.AccountId), Cell.Text(i.Number), Cell.Text(currency), Cell.At(i.IssuedAt), Cell.Number(days), Cell.Text(bucket),
                Cell.Of(new Money(i.AmountDue, i.Currency)),
            ];
        }
    }
}
