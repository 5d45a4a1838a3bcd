using CsCheck;

namespace MonthClose.Tests;

public sealed class PriceTests
{
    static readonly Price Tiered = new("USD", "GB", 0, null, [new(0, 10), new(100, 9), new(200, 8)]);

    // Zuora, "Tiered pricing" and "late usage": 10 up to 100, 9 up to 200, 8 above.
    [Theory]
    [InlineData(100, 1000)]
    [InlineData(200, 1900)]
    [InlineData(250, 2300)]
    [InlineData(300, 2700)]
    public void Graduated_tiers_cost_what_each_of_them_says(int quantity, int cost) => Assert.Equal(cost, Tiered.Of(quantity));

    [Fact]
    public void Tiers_are_counted_from_above_the_included_quantity()
    {
        var price = Tiered with { Included = 50 };
        Assert.Equal((0m, 0m, 10m, 1000m, 1009m), (price.Of(0), price.Of(50), price.Of(51), price.Of(150), price.Of(151)));
    }

    [Fact]
    public void A_cap_cuts_what_a_resource_costs_and_nothing_else()
    {
        Assert.Equal((5m, 12m, 12m), (Price(12).Capped(5), Price(12).Capped(12), Price(12).Capped(40)));
        Assert.Equal(40, Price(null).Capped(40));
        static Price Price(decimal? cap) => Tiered with { MonthlyCap = cap };
    }

    // Fifteen decimals, as in real files: of arbitrary ones a decimal cannot hold the sums exactly.
    static readonly Gen<decimal> Quantity = Gen.Long[0, 1_000_000_000_000_000_000].Select(n => n / 1_000_000_000_000_000m);

    [Fact]
    public void More_never_costs_less_and_costs_the_same_in_parts() => Gen.Select(Quantity, Quantity).Sample((a, b) =>
        Tiered.Of(a + b) >= Tiered.Of(a) && Tiered.Of(a) + (Tiered.Of(a + b) - Tiered.Of(a)) == Tiered.Of(a + b));

    [Fact]
    public void The_price_in_the_accounts_currency_comes_first_then_the_rows_then_the_only_one()
    {
        var (usd, eur) = (Tiered, Tiered with { Currency = "EUR" });
        var both = new PriceList([new("sku", usd), new("sku", eur)]);
        Assert.Equal((eur, usd, null), (both.For("sku", "EUR", "USD"), both.For("sku", "JPY", "USD"), both.For("sku", "JPY", "GBP")));
        Assert.Equal(eur, new PriceList([new("sku", eur)]).For("sku", "JPY", "GBP"));
        Assert.Null(both.For("other", "USD", "USD"));
    }
}
