using CsCheck;

namespace MonthClose.Tests;

public sealed class MoneyTests
{
    static readonly string[] Codes = ["USD", "EUR", "JPY", "HUF", "KWD", "CLF"];

    static readonly Gen<Money> Amounts = Gen.Select(Gen.Decimal[-1_000_000m, 1_000_000m], Gen.Int[0, Codes.Length - 1], (a, c) => new Money(a, Currency.Get(Codes[c])));

    [Theory]
    [InlineData("USD", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    [InlineData("CLF", 4)]
    [InlineData("HUF", 0)]
    public void A_currency_has_its_minor_unit_and_forints_are_whole(string code, int digits) => Assert.Equal(digits, Currency.Get(code).Digits);

    [Theory]
    [InlineData("usd")]
    [InlineData("XXX")]
    [InlineData("")]
    public void What_is_no_currency_is_refused(string code) => Assert.Throws<ArgumentException>(() => Currency.Get(code));

    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("2.675", "2.68")]
    [InlineData("-0.004", "0.00")]
    [InlineData("1234567.8", "1234567.80")]
    public void Halves_go_away_from_zero_and_there_is_no_negative_zero(string amount, string file) =>
        Assert.Equal(file, new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Currency.Get("USD")).ToFile());

    [Fact]
    public void Rounding_changes_less_than_a_minor_unit_and_only_once() => Amounts.Sample(m =>
        Math.Abs(m.Round().Amount - m.Amount) <= 0.5m / (decimal)Math.Pow(10, m.Currency.Digits) && m.Round().Round() == m.Round());

    [Fact]
    public void What_a_file_says_reads_back_as_the_rounded_amount() => Amounts.Sample(m =>
        decimal.Parse(m.ToFile(), System.Globalization.CultureInfo.InvariantCulture) == m.Round().Amount && !m.ToFile().StartsWith("-0.00", StringComparison.Ordinal) | m.Round().Amount != 0);

    [Fact]
    public void Currencies_do_not_mix() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1, Currency.Get("USD")) + new Money(1, Currency.Get("EUR")));

    [Theory]
    [InlineData("USD", "1234.5", "$1,234.50")]
    [InlineData("USD", "-5", "-$5.00")]
    [InlineData("JPY", "2565", "¥2,565")]
    [InlineData("CHF", "10", "CHF 10.00")]
    public void A_person_reads_amounts_as_they_are_written_there(string code, string amount, string text) =>
        Assert.Equal(text, Currency.Get(code).Format(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("HUF", "2565", 256500)]
    [InlineData("JPY", "2565", 2565)]
    [InlineData("KWD", "12.345", 12345)]
    [InlineData("USD", "12.34", 1234)]
    public void The_gateway_has_minor_units_of_its_own(string code, string amount, long wire) =>
        Assert.Equal(wire, GatewayMinorUnits.Of(new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Currency.Get(code))));
}
