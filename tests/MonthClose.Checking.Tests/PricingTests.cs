using MonthClose.Checking;
using NodaTime;

namespace CheckingTests;

/// <summary>The checker's own arithmetic, against examples from outside.</summary>
public sealed class PricingTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 9, 1, 0, 0);

    /// <summary>Zuora's documentation of late usage has the tiers 10, 9, 8 at 100, 200, 300: 250 units are 100*10 + 100*9 + 50*8.</summary>
    [Theory]
    [InlineData("90", "900")]
    [InlineData("100", "1000")]
    [InlineData("101", "1009")]
    [InlineData("250", "2300")]
    [InlineData("300", "2700")]
    [InlineData("301.5", "2712")]
    public void Graduated_tiers_are_those_of_Zuora(string quantity, string cost) =>
        Assert.Equal(cost, new Price(Tiers(null, ("0", "10"), ("100", "9"), ("200", "8"))).CostOf(Rational.Parse(quantity)).ToString());

    [Fact]
    public void Tiers_are_counted_from_above_what_is_included() =>
        Assert.Equal("1009", new Price(Tiers("50", ("0", "10"), ("100", "9"))).CostOf(Rational.Parse("151")).ToString());

    /// <summary>ISO 4217's minor units (list one, exponents); HUF has 2 there and bills whole forints here.</summary>
    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("USD", 2)]
    [InlineData("KWD", 3)]
    [InlineData("BHD", 3)]
    [InlineData("CLF", 4)]
    [InlineData("HUF", 0)]
    public void Minor_units_are_those_of_ISO_4217(string currency, int digits) => Assert.Equal(digits, Currencies.Digits(currency));

    /// <summary>docs.stripe.com/currencies: minimum charge amounts, as rule 6 takes them.</summary>
    [Theory]
    [InlineData("USD", "0.50")]
    [InlineData("EUR", "0.50")]
    [InlineData("GBP", "0.30")]
    [InlineData("HUF", "175")]
    public void Minimum_charges_are_those_of_Stripe(string currency, string minimum) =>
        Assert.Equal(Rational.Parse(minimum).ToString(), ((Rational)Currencies.GatewayMinimum(currency)).ToString());

    /// <summary>Lago's credit notes: subscription 50 + usage 20 − coupon 10 = 60, tax 10 % = 6, 66 − credit note 20 − prepaid 30 = 16.</summary>
    [Fact]
    public void Tax_comes_before_credits_as_at_Lago()
    {
        var taxable = 50m + 20m - 10m;
        var total = taxable + InvoicePrices.Tax(taxable, Rational.Parse("0.10"), "USD");
        var pool = new CreditPool();
        pool.Add("credit_note", 20, "USD", Start);
        pool.Add("prepaid", 30, "USD", Start);
        pool.Add("euros", 30, "EUR", Start);
        Assert.Equal(66, total);
        Assert.Equal(16, total - pool.Take(total, "USD", Start));
    }

    [Theory]
    [InlineData("100", "0.125", "12.5")]
    [InlineData("10", "0.05", "0.5")]
    public void Tax_is_never_below_zero(string amount, string rate, string tax)
    {
        var taxable = Rational.Parse(amount).Round(2);
        Assert.Equal(Rational.Parse(tax).Round(2), InvoicePrices.Tax(taxable, Rational.Parse(rate), "USD"));
        Assert.Equal(0, InvoicePrices.Tax(-taxable, Rational.Parse(rate), "USD"));
    }

    [Theory]
    [InlineData("2E1", 0, "20")]
    [InlineData("0.5", 0, "1")]
    [InlineData("-0.5", 0, "-1")]
    [InlineData("0.4999999999999999999999999999999999", 0, "0")]
    [InlineData("123456789012345.678901234567890123456789", 2, "123456789012345.68")]
    public void Numbers_are_exact_until_they_are_rounded_once(string text, int digits, string rounded) =>
        Assert.Equal(Rational.Parse(rounded).ToString(), ((Rational)Rational.Parse(text).Round(digits)).ToString());

    /// <summary>A third of a dollar three times is a dollar, and half of the last digit is no less than half.</summary>
    [Fact]
    public void An_inverse_is_divided_and_not_rounded()
    {
        var rates = new ExchangeRates([new ExchangeRate(Start, "USD", "EUR", Rational.Parse("3"))]);
        var third = rates.Find("EUR", "USD", Start)!.Rate;
        Assert.Equal("1.5", (third * Rational.Parse("4.5")).ToString());
        Assert.Equal(1, (third * Rational.Parse("1.5")).Round(0));
    }

    [Fact]
    public void Rates_are_the_pair_else_its_inverse_else_through_dollars_and_the_latest_in_time()
    {
        ExchangeRate Rate(int day, string from, string to, string rate) => new(Start + Duration.FromDays(day), from, to, Rational.Parse(rate));
        var rates = new ExchangeRates(
        [
            Rate(0, "EUR", "USD", "1.1"), Rate(2, "EUR", "USD", "1.2"), Rate(9, "EUR", "USD", "9"), Rate(0, "USD", "EUR", "0.5"),
            Rate(0, "USD", "HUF", "300"), Rate(5, "EUR", "HUF", "400"), Rate(0, "GBP", "USD", "1.5"),
        ]);
        string? At(int day, string from, string to) => rates.Find(from, to, Start + Duration.FromDays(day))?.Rate.ToString();
        Assert.Equal("1.2", At(2, "EUR", "USD"));
        Assert.Equal("0.5", At(2, "USD", "EUR"));
        Assert.Equal("360", At(4, "EUR", "HUF"));
        Assert.Equal("400", At(5, "EUR", "HUF"));
        Assert.Equal("0.0025", At(5, "HUF", "EUR"));
        Assert.Equal("0.75", At(3, "GBP", "EUR"));
        Assert.Null(At(3, "GBP", "JPY"));
        Assert.Null(At(-1, "EUR", "USD"));
    }

    [Fact]
    public void A_price_is_in_the_accounts_currency_else_in_the_rows_else_the_only_one()
    {
        var prices = new PriceList([.. Tiers(null, ("0", "1")), .. Tiers(null, ("0", "2")).Select(t => t with { Currency = "EUR" }), Tiers(null, ("0", "3"))[0] with { Sku = "only" }]);
        Assert.Equal("EUR", prices.Find("sku", "EUR", "USD")?.Currency);
        Assert.Equal("USD", prices.Find("sku", "GBP", "USD")?.Currency);
        Assert.Null(prices.Find("sku", "GBP", "JPY"));
        Assert.Equal("USD", prices.Find("only", "GBP", "JPY")?.Currency);
        Assert.Null(prices.Find("none", "USD", "USD"));
    }

    [Fact]
    public void Rows_are_metered_in_the_rules_order_capped_by_resource_and_run_back_by_negative_quantities()
    {
        var prices = new PriceList(Tiers("10", ("0", "2"), ("5", "1")).Select(t => t with { Cap = Rational.Parse("8") }));
        var rows = new[] { Row(3, "b", "-4"), Row(1, "b", "8"), Row(0, "a", "12"), Row(2, "a", "3"), Row(2, null, "1") };
        var costs = Meter.Rate(rows, prices, "USD", _ => 0).Select(r => r.Charge.Cost!.Value.ToString());

        // 12 of a: 2 above the 10, 4.00. 8 of b: 3 more at 2 and 5 at 1, 11.00 cut to 8. 1 of nothing: 1. 3 of a: 3. -4 of b: from 11 to 7.
        Assert.Equal(["4", "8", "1", "3", "-1"], costs);
    }

    [Fact]
    public void What_was_billed_before_has_used_up_what_it_used_up()
    {
        var prices = new PriceList(Tiers("10", ("0", "2")));
        var rows = new[] { Row(5, "a", "10"), Row(1, "late", "4") };
        Assert.Equal(["0", "8"], Meter.Rate(rows, prices, "USD", r => r.Resource == "late" ? 1 : 0).Select(r => r.Charge.Cost!.Value.ToString()));
        Assert.Equal(["0", "8"], Meter.Rate(rows, prices, "USD", _ => 0).Select(r => r.Charge.Cost!.Value.ToString()));
    }

    [Fact]
    public void Another_unit_or_no_quantity_cannot_be_rated()
    {
        var prices = new PriceList(Tiers(null, ("0", "2")).Select(t => t with { Unit = "GB" }));
        UsageQuantity[] rows = [Row(1, "a", "1") with { Unit = "Hours" }, Row(2, "a", "1") with { Unit = "GB" }, Row(3, "a", "1"), Row(4, "a", "1") with { Quantity = null }];
        Assert.Equal([null, "2", "2", null], Meter.Rate(rows, prices, "USD", _ => 0).Select(r => r.Charge.Cost?.ToString()));
    }

    private static PriceRow[] Tiers(string? included, params (string From, string Price)[] tiers) =>
        [.. tiers.Select(t => new PriceRow("sku", "USD", null, Rational.Parse(t.Price), included is null ? null : Rational.Parse(included), null, Rational.Parse(t.From)))];

    private static UsageQuantity Row(int hour, string? resource, string quantity) => new(
        "a", "Usage", "Compute", "2024-09", "USD", "one.csv", 0, "sku", resource, Start + Duration.FromHours(hour), null, Rational.Parse(quantity), null);
}
