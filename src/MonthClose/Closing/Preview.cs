using System.Globalization;
using Stillso;

namespace MonthClose;

/// <summary>An account whose next invoice looks wrong.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="What">What looks wrong, in words.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Usual">The median of its last invoices' subtotals.</param>
/// <param name="Now">The subtotal that would be invoiced; null: none.</param>
public sealed record Suspicion(string AccountId, string What, string Currency, decimal Usual, decimal? Now);

/// <summary>What a person should look at before a close: compares what would be invoiced with what was.</summary>
public static class Preview
{
    const int Remembered = 6;

    /// <summary>Twice the usual amount, or no usage for the first time; in order of account.</summary>
    public static IReadOnlyList<Suspicion> Of(ILedger ledger, string period) => ledger.Read(tx =>
    {
        var now = tx.Sql.Query(Sql.Text["report_invoices"], r => (Account: r.GetString(0), Invoice: BookReader.Invoice(r)), period)
            .ToDictionary(i => i.Account, i => i.Invoice, StringComparer.Ordinal);
        var last = tx.Sql.First(Sql.Text["periods_closed_before"], r => BookReader.Text(r, 0), period);
        var suspicions = new List<Suspicion>();
        foreach (var account in tx.Sql.Query(
            Sql.Text["earlier_subtotals"], r => (Account: r.GetString(0), Period: r.GetString(1), Currency: r.GetString(2), Subtotal: BookReader.Amount(r, 3)), period)
            .GroupBy(i => i.Account, StringComparer.Ordinal))
        {
            var latest = account.First();
            var usual = Median([.. account.Where(i => i.Currency == latest.Currency).Take(Remembered).Select(i => i.Subtotal)]);
            if (!now.TryGetValue(account.Key, out var invoice))
            {
                if (latest.Period == last) suspicions.Add(new Suspicion(account.Key, "no usage for the first time", latest.Currency, usual, null));
            }
            else if (invoice.Number is not null && invoice.Currency.Code == latest.Currency && usual > 0 && invoice.Subtotal >= 2 * usual)
            {
                suspicions.Add(new Suspicion(
                    account.Key, string.Create(CultureInfo.InvariantCulture, $"{invoice.Subtotal / usual:0.#} times the usual amount"), latest.Currency, usual, invoice.Subtotal));
            }
        }
        return suspicions;
    });

    /// <summary>In a store that is thrown away: forgets every job but the steps up to the first charge, and those that stopped before.</summary>
    public static void KeepFirstSteps(ILedger ledger) => ledger.Write(tx => tx.Sql.Execute(Sql.Text["keep_first_steps"]));

    /// <summary>Writes <c>preview.csv</c>.</summary>
    public static void Write(string folder, IEnumerable<Suspicion> suspicions) => CsvFile.Write(
        Path.Combine(folder, "preview.csv"), "account_id,what,currency,usual,now", suspicions.Select(s => new string?[]
        {
            s.AccountId, s.What, s.Currency, Money(s.Usual, s.Currency), s.Now is { } now ? Money(now, s.Currency) : null,
        }));

    static string Money(decimal amount, string currency) => new Money(amount, Currency.Get(currency)).ToFile();

    static decimal Median(List<decimal> amounts)
    {
        amounts.Sort();
        return amounts[(amounts.Count - 1) / 2];
    }
}
