using System.Globalization;

namespace CheckingTests;

internal static class HonestJournal
{
    private const string Start = "2024-10-01T05:00:00Z";

    public static string Csv { get; } =
        "entry,line,at,period,ledger_account,debit,credit,currency,reference\n" + string.Concat(Entries());

    private static IEnumerable<string> Entries()
    {
        yield return Entry("a/issue", Start, "EUR", "2024-09-000001", ("receivable", 12.35m), ("revenue:Compute", -10.00m), ("revenue:Storage", -2.35m));
        yield return Entry("a/charge", Start, "EUR", "a1", ("cash_gateway", 12.35m), ("receivable", -12.35m));
        yield return Entry("b/promo", "2024-08-01T00:00:00Z", "USD", "promo_b", ("promotions", 50.00m), ("customer_credit", -50.00m));
        yield return Entry("b/issue", Start, "USD", "2024-09-000002", ("receivable", 20.00m), ("revenue:Compute", -20.00m));
        yield return Entry("b/credit", Start, "USD", "2024-09-000002", ("customer_credit", 20.00m), ("receivable", -20.00m));
        yield return Entry("c/issue", Start, "USD", "2024-09-000003", ("receivable", 30.00m), ("revenue:Compute", -30.00m));
        yield return Entry("c/charge", "2024-10-16T08:05:00Z", "USD", "c3", ("cash_gateway", 30.00m), ("receivable", -30.00m));
        yield return Entry("d/issue", Start, "USD", "2024-09-000004", ("receivable", 25.00m), ("revenue:Compute", -25.00m));
        yield return Entry("d/transfer", Start, "USD", "d_transfer/change/1", ("cash_transfer", 10.00m), ("receivable", -10.00m));
        yield return Entry("d/charge", Start, "USD", "d1", ("cash_gateway", 15.00m), ("receivable", -15.00m));
        yield return Entry("e/issue", Start, "JPY", "2024-09-000005", ("receivable", 1200m), ("revenue:Compute", -1000m), ("revenue:Late", -200m));
        yield return Entry("e/charge", Start, "JPY", "e1", ("cash_gateway", 1200m), ("receivable", -1200m));
        yield return Entry("f/issue", Start, "HUF", "2024-09-000006", ("receivable", 2565m), ("revenue:Compute", -2565m));
        yield return Entry("f/charge", Start, "HUF", "f1", ("cash_gateway", 2565m), ("receivable", -2565m));
        yield return Entry("f/transfer", Start, "HUF", "f_huf/change/1", ("cash_transfer", 100m), ("customer_credit", -100m));
        yield return Entry("g/issue", Start, "USD", "2024-09-000007", ("receivable", 8.00m), ("revenue:Compute", -8.00m));
        yield return Entry("g/grant", "2024-10-02T10:00:00Z", "USD", "g_none/change/1", ("promotions", 8.00m), ("customer_credit", -8.00m));
        yield return Entry("g/credit", "2024-10-02T10:00:00Z", "USD", "2024-09-000007", ("customer_credit", 8.00m), ("receivable", -8.00m));
        yield return Entry("i/issue", Start, "USD", "2024-09-000008", ("revenue:Compute", 5.00m), ("receivable", -5.00m));
        yield return Entry("i/credit", Start, "USD", "2024-09-000008", ("receivable", 5.00m), ("customer_credit", -5.00m));
        yield return Entry("k/issue", "2024-10-01T07:00:00Z", "USD", "2024-09-000010", ("receivable", 0.30m), ("revenue:Compute", -0.30m));
        yield return Entry("l/issue", Start, "KWD", "2024-09-000009", ("receivable", 1.235m), ("revenue:Compute", -1.235m));
        yield return Entry("l/charge", Start, "KWD", "l1", ("cash_gateway", 1.235m), ("receivable", -1.235m));
    }

    /// <summary>Debits are positive, credits negative.</summary>
    private static string Entry(string id, string at, string currency, string reference, params (string Account, decimal Amount)[] lines)
    {
        var period = at.StartsWith("2024-10-01", StringComparison.Ordinal) ? "2024-09" : at[..7];
        return string.Concat(lines.Select((line, index) =>
        {
            var amount = Math.Abs(line.Amount).ToString(CultureInfo.InvariantCulture);
            var columns = line.Amount > 0 ? $"{amount}," : $",{amount}";
            return $"{id},{index + 1},{at},{period},{line.Account},{columns},{currency},{reference}\n";
        }));
    }
}
