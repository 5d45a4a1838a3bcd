namespace MonthClose;

/// <summary>A rate: 1 of the base is so much of the quote, since an instant.</summary>
public sealed record ExchangeRate(string Base, string Quote, DateTimeOffset AsOf, decimal Rate);

/// <summary>How an amount got from one currency into another.</summary>
/// <param name="Amount">In the other currency, exact to 28 digits, not rounded.</param>
/// <param name="AsOf">The date of the oldest rate that was used.</param>
public readonly record struct Conversion(decimal Amount, DateTimeOffset AsOf);

/// <summary>All rates, as of one import (docs/formats.md, Lines).</summary>
public sealed class ExchangeRates(IEnumerable<ExchangeRate> rates)
{
    const string Through = "USD";
    readonly Dictionary<(string Base, string Quote), List<ExchangeRate>> byPair = rates
        .GroupBy(r => (r.Base, r.Quote)).ToDictionary(g => g.Key, g => g.OrderBy(r => r.AsOf).ToList());

    /// <summary>
    /// Converts by the latest rates at or before an instant: the pair's, else its inverse (by dividing), else through USD.
    /// </summary>
    /// <returns>Null: there are no such rates.</returns>
    public Conversion? Convert(decimal amount, string from, string to, DateTimeOffset at)
    {
        if (from == to) return new Conversion(amount, at);
        if (Direct(amount, from, to, at) is { } direct) return direct;
        if (from == Through || to == Through || Direct(amount, from, Through, at) is not { } half) return null;
        return Direct(half.Amount, Through, to, at) is { } whole ? new Conversion(whole.Amount, whole.AsOf < half.AsOf ? whole.AsOf : half.AsOf) : null;
    }

    Conversion? Direct(decimal amount, string from, string to, DateTimeOffset at)
    {
        if (Latest(from, to, at) is { } pair) return new Conversion(amount * pair.Rate, pair.AsOf);
        return Latest(to, from, at) is { } inverse ? new Conversion(amount / inverse.Rate, inverse.AsOf) : null;
    }

    ExchangeRate? Latest(string from, string to, DateTimeOffset at) => byPair.GetValueOrDefault((from, to))?.FindLast(r => r.AsOf <= at);
}
