using NodaTime;

namespace MonthClose.Checking;

/// <summary>A row of fx.csv: 1 base = rate quote.</summary>
internal sealed record ExchangeRate(Instant AsOf, string Base, string Quote, Rational Rate);

/// <summary>What one unit is worth, and the instants of the rows that say so.</summary>
internal sealed record Conversion(Rational Rate, IReadOnlyList<Instant> AsOf);

/// <summary>Rule 3: the pair's rate, else its inverse, else through USD; each the latest at or before an instant.</summary>
internal sealed class ExchangeRates(IEnumerable<ExchangeRate> rates)
{
    private readonly ILookup<(string, string), ExchangeRate> _byPair = rates.ToLookup(r => (r.Base, r.Quote));

    public Conversion? Find(string from, string to, Instant at)
    {
        if (from == to)
        {
            return new Conversion(Rational.One, []);
        }

        if (Leg(from, to, at) is { } direct)
        {
            return direct;
        }

        return from != "USD" && to != "USD" && Leg(from, "USD", at) is { } first && Leg("USD", to, at) is { } second
            ? new Conversion(first.Rate * second.Rate, [.. first.AsOf, .. second.AsOf])
            : null;
    }

    private Conversion? Leg(string from, string to, Instant at) =>
        Latest(from, to, at) is { } pair ? new Conversion(pair.Rate, [pair.AsOf])
        : Latest(to, from, at) is { } inverse ? new Conversion(Rational.One / inverse.Rate, [inverse.AsOf])
        : null;

    private ExchangeRate? Latest(string from, string to, Instant at) =>
        _byPair[(from, to)].Where(r => r.AsOf <= at).MaxBy(r => r.AsOf);
}
