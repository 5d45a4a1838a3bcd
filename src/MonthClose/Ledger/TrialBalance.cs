using Stillso;

namespace MonthClose;

/// <summary>The balances of a period's journal, per ledger account and currency.</summary>
/// <param name="Balances">Debits less credits.</param>
public sealed record TrialBalance(IReadOnlyDictionary<(string Account, string Currency), decimal> Balances)
{
    /// <summary>A currency whose debits differ from its credits; null: all is well.</summary>
    public string? Unbalanced => Balances.GroupBy(b => b.Key.Currency).Where(g => g.Sum(b => b.Value) != 0).Select(g => g.Key).FirstOrDefault();

    /// <summary>Adds up the entries posted in a period.</summary>
    public static TrialBalance Of(Statements sql, string period)
    {
        var balances = new Dictionary<(string, string), decimal>();
        sql.Query(
            Sql.Text["journal_of_period"],
            r =>
            {
                var key = (r.GetString(0), r.GetString(1));
                return balances[key] = balances.GetValueOrDefault(key) + BookReader.Amount(r, 2) - BookReader.Amount(r, 3);
            },
            period);
        return new TrialBalance(balances);
    }
}
