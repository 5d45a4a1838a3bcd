namespace MonthClose.Tests;

public sealed class ExchangeRateTests
{
    static readonly DateTimeOffset End = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_pairs_rate_comes_before_its_inverse_and_the_inverse_before_the_way_through_dollars()
    {
        Assert.Equal(90, Convert("USD", "EUR", ("USD", "EUR", 0.9m, -1), ("EUR", "USD", 2, 0)));
        Assert.Equal(50, Convert("USD", "EUR", ("EUR", "USD", 2, -1)));
        Assert.Equal(100 / 1.6m * 150, Convert("EUR", "JPY", ("USD", "EUR", 1.6m, -1), ("USD", "JPY", 150, -1)));
        Assert.Equal(40, Convert("EUR", "GBP", ("EUR", "USD", 1.2m, -1), ("GBP", "USD", 3, -1)));
    }

    [Fact]
    public void The_latest_rate_at_or_before_the_instant_counts()
    {
        Assert.Equal(80, Convert("USD", "EUR", ("USD", "EUR", 0.9m, -2), ("USD", "EUR", 0.8m, 0), ("USD", "EUR", 0.7m, 1)));
        Assert.Null(Convert("USD", "EUR", ("USD", "EUR", 0.7m, 1)));
        Assert.Null(Convert("USD", "EUR"));
        Assert.Equal(100, Convert("USD", "USD"));
    }

    [Fact]
    public void An_inverse_divides_so_that_a_half_cent_stays_a_half_cent() =>
        // 1.005 / 3 × 3 would not survive a reciprocal of 28 digits.
        Assert.Equal(0.335m, new ExchangeRates([new("EUR", "USD", End, 3)]).Convert(1.005m, "USD", "EUR", End)!.Value.Amount);

    [Fact]
    public void A_conversion_through_dollars_is_as_old_as_its_older_rate() => Assert.Equal(
        End.AddDays(-3), new ExchangeRates([new("EUR", "USD", End.AddDays(-3), 1), new("USD", "JPY", End, 150)]).Convert(1, "EUR", "JPY", End)!.Value.AsOf);

    static decimal? Convert(string from, string to, params (string Base, string Quote, decimal Rate, int Days)[] rates) =>
        new ExchangeRates(rates.Select(r => new ExchangeRate(r.Base, r.Quote, End.AddDays(r.Days), r.Rate))).Convert(100, from, to, End)?.Amount;
}
