using System.Collections;
using Stillso;

namespace MonthClose;

/// <summary>Sums by currency, in order of the currencies' codes.</summary>
sealed class CurrencySums : IEnumerable<KeyValuePair<string, decimal>>
{
    readonly SortedDictionary<string, decimal> sums = new(CodePoints.Order);

    /// <summary>What was added; 0 for a currency that never was.</summary>
    public decimal this[string currency] => sums.GetValueOrDefault(currency);

    /// <summary>Adds an amount, also one of 0: the currency is then among the sums.</summary>
    public void Add(string currency, decimal amount) => sums[currency] = this[currency] + amount;

    /// <summary>Both, added.</summary>
    public static CurrencySums operator +(CurrencySums a, CurrencySums b)
    {
        var sum = new CurrencySums();
        foreach (var (currency, amount) in a.Concat(b)) sum.Add(currency, amount);
        return sum;
    }

    public IEnumerator<KeyValuePair<string, decimal>> GetEnumerator() => sums.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
