using System.Globalization;

namespace MonthClose;

/// <summary>A decimal amount in its currency. Amounts of two currencies do not mix.</summary>
/// <param name="Amount">In major units; exact.</param>
/// <param name="Currency">Of what.</param>
public readonly record struct Money(decimal Amount, Currency Currency)
{
    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>Adds amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money a, Money b) => a with { Amount = a.Amount + Same(a, b) };

    /// <summary>Subtracts amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money a, Money b) => a with { Amount = a.Amount - Same(a, b) };

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money a) => a with { Amount = -a.Amount };

    /// <summary>Rounded to the currency's minor unit, half away from zero.</summary>
    public Money Round() => this with { Amount = Math.Round(Amount, Currency.Digits, MidpointRounding.AwayFromZero) };

    /// <summary>Exactly the currency's decimals, no separators, no negative zero: as in the output files.</summary>
    public string ToFile()
    {
        var rounded = Round().Amount;
        return (rounded == 0 ? 0m : rounded).ToString("F" + Currency.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ToFile()} {Currency.Code}";

    static decimal Same(Money a, Money b) => a.Currency == b.Currency
        ? b.Amount : throw new InvalidOperationException($"{a} and {b} are of different currencies: convert one of them first.");
}
