using System.Globalization;

namespace MonthClose;

/// <summary>A report says something else than the ledger: it was not written.</summary>
public sealed class ReportDisagreesException(string message) : Exception(message);

/// <summary>What the reports say is what the ledger says.</summary>
static class LedgerCheck
{
    /// <summary>Compares a report's sums with the ledger's.</summary>
    /// <param name="report">The report's name.</param>
    /// <param name="told">Its sums.</param>
    /// <param name="account">What of the ledger it must equal.</param>
    /// <param name="posted">The ledger's sums.</param>
    /// <exception cref="ReportDisagreesException">They differ.</exception>
    public static void Agree(string report, CurrencySums told, string account, CurrencySums posted)
    {
        foreach (var currency in told.Concat(posted).Select(s => s.Key).Distinct())
        {
            if (told[currency] == posted[currency]) continue;
            throw new ReportDisagreesException(string.Create(
                CultureInfo.InvariantCulture,
                $"reports/{report} was not written: in {currency} it adds up to {told[currency]}, but {account} in the ledger is {posted[currency]}."));
        }
    }
}
