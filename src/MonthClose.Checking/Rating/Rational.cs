using System.Globalization;
using System.Numerics;

namespace MonthClose.Checking;

/// <summary>A number without any rounding: rates are divided and prices multiplied, and only a line is rounded, once.</summary>
internal readonly struct Rational(BigInteger numerator, BigInteger denominator) : IComparable<Rational>
{
    public static Rational Zero { get; } = new(0, 1);

    public static Rational One { get; } = new(1, 1);

    private BigInteger Above => numerator;

    private BigInteger Below => denominator.IsZero ? BigInteger.One : denominator;

    public int Sign => Above.Sign;

    public static implicit operator Rational(decimal value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static Rational operator +(Rational x, Rational y)
    {
        var (a, b) = (x.Below, y.Below);
        if (a == b)
        {
            return new Rational(x.Above + y.Above, a);
        }

        // Powers of ten divide one another: sums of decimals need no common divisor to be sought.
        if ((a % b).IsZero)
        {
            return new Rational(x.Above + (y.Above * (a / b)), a);
        }

        return (b % a).IsZero
            ? new Rational((x.Above * (b / a)) + y.Above, b)
            : Reduced((x.Above * b) + (y.Above * a), a * b);
    }

    public static Rational operator -(Rational x) => new(-x.Above, x.Below);

    public static Rational operator -(Rational x, Rational y) => x + -y;

    public static Rational operator *(Rational x, Rational y) => new(x.Above * y.Above, x.Below * y.Below);

    public static Rational operator /(Rational x, Rational y) =>
        y.Sign == 0 ? throw new DivideByZeroException()
        : y.Sign > 0 ? Reduced(x.Above * y.Below, x.Below * y.Above)
        : Reduced(-x.Above * y.Below, x.Below * -y.Above);

    public static bool operator <(Rational x, Rational y) => x.CompareTo(y) < 0;

    public static bool operator >(Rational x, Rational y) => x.CompareTo(y) > 0;

    public int CompareTo(Rational other) => (Above * other.Below).CompareTo(other.Above * Below);

    public static Rational Min(Rational x, Rational y) => x < y ? x : y;

    public static Rational Max(Rational x, Rational y) => x > y ? x : y;

    public static Rational Abs(Rational x) => x.Sign < 0 ? -x : x;

    /// <summary>`12.50`, `-0.3`, `2E1`: every digit is kept.</summary>
    public static Rational Parse(string text) =>
        TryParse(text) ?? throw new FormatException($"'{text}' is no number");

    public static Rational? TryParse(string? text)
    {
        var parts = (text ?? "").Trim().Split('e', 'E');
        var mantissa = parts[0].Split('.');
        var digits = string.Concat(mantissa);
        var exponent = 0;
        if (parts.Length > 2 || mantissa.Length > 2 || digits.Length == 0
            || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return null;
        }

        exponent -= mantissa.Length == 2 ? mantissa[1].Length : 0;
        return exponent >= 0
            ? new Rational(whole * BigInteger.Pow(10, exponent), 1)
            : new Rational(whole, BigInteger.Pow(10, -exponent));
    }

    /// <summary>Rounds once, half away from zero.</summary>
    public decimal Round(int digits)
    {
        var scale = BigInteger.Pow(10, digits);
        var (quotient, rest) = BigInteger.DivRem(BigInteger.Abs(Above) * scale, Below);
        if (rest * 2 >= Below)
        {
            quotient++;
        }

        return (decimal)(quotient * Above.Sign) / (decimal)scale;
    }

    public override string ToString() => Round(12).ToString("0.############", CultureInfo.InvariantCulture);

    private static Rational Reduced(BigInteger above, BigInteger below)
    {
        var common = BigInteger.GreatestCommonDivisor(above, below);
        return common.IsOne || common.IsZero ? new Rational(above, below) : new Rational(above / common, below / common);
    }
}
