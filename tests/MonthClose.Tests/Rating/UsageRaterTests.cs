using System.Globalization;
using CsCheck;

namespace MonthClose.Tests;

public sealed class UsageRaterTests
{
    static readonly PriceList Prices = new(
    [
        new("gb", new Price("USD", "GB", 0, null, [new(0, 10), new(100, 9), new(200, 8)])),
        new("vm", new Price("USD", "Hours", 10, 12, [new(0, 1)])),
    ]);

    [Fact]
    public void What_is_rated_already_is_summed_and_uses_up_nothing()
    {
        var lines = Rate([Rated(1, 0.005m), Rated(2, 0.007m), Metered("gb", 3, 50)]);
        Assert.Equal(["Compute 0.012", "gb 500"], lines);
    }

    [Fact]
    public void Tiers_go_on_from_row_to_row_of_a_month_and_each_row_has_its_own_line()
    {
        var lines = Rate([Metered("gb", 1, 90), Metered("gb", 2, 20, service: "Other")]);
        Assert.Equal(["Other 190", "gb 900"], lines);
    }

    [Fact]
    public void The_included_quantity_goes_to_the_earliest_rows() =>
        Assert.Equal(["Other 4", "vm 0"], Rate([Metered("vm", 2, 4, service: "Other", resource: "b"), Metered("vm", 1, 10, resource: "a")]));

    [Fact]
    public void A_cap_holds_for_each_resource_alone() =>
        Assert.Equal(["vm 32"], Rate([Metered("vm", 1, 40, resource: "a"), Metered("vm", 2, 30, resource: "b"), Metered("vm", 3, 8, resource: "c"), Metered("vm", 4, 5, resource: "a")]));

    [Fact]
    public void Rows_in_another_order_or_doubly_added_idle_rows_change_nothing()
    {
        var row = Gen.Select(Gen.Int[1, 28], Gen.Int[0, 3], Gen.Decimal[0, 50], Gen.OneOf(Gen.Const("gb"), Gen.Const("vm")))
            .Select((day, resource, quantity, sku) => Metered(sku, day, decimal.Round(quantity, 3), resource: $"r{resource}"));
        Gen.Select(row.Array[0, 12], Gen.Int).Sample((rows, seed) =>
        {
            var shuffled = rows.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Rate(rows), Rate(shuffled));
        });
    }

    [Fact]
    public void Of_rows_alike_the_one_whose_service_comes_first_uses_up_the_included_quantity_wherever_it_stands()
    {
        UsageRow[] alike = [Metered("vm", 1, 10, service: "A"), Metered("vm", 1, 10, service: "B")];
        Assert.Equal(["A 0", "B 10"], Rate(alike));
        Assert.Equal(["A 0", "B 10"], Rate(alike.Reverse()));
    }

    [Fact]
    public void Late_rows_go_on_where_their_months_invoice_left_off()
    {
        var rater = new UsageRater(Prices, "USD", _ => "2024-09");
        rater.AddBilled(Metered("gb", 5, 90));
        rater.Add(Metered("gb", 1, 20));
        Assert.Equal(190, Assert.Single(rater.Rate()).Amount);
    }

    [Fact]
    public void Negative_quantities_run_back() => Assert.Equal(["gb 900"], Rate([Metered("gb", 1, 110), Metered("gb", 2, -20)]));

    [Theory]
    [InlineData("new", "GB", "there is no price of new in USD or EUR")]
    [InlineData("gb", "Hours", "gb is priced per GB, and was used in Hours")]
    public void What_can_be_rated_neither_way_is_said_and_not_billed_as_zero(string sku, string unit, string problem)
    {
        var rater = new UsageRater(Prices, "USD", _ => "2024-09");
        rater.Add(new UsageRow("a", Day(1), "Usage", "S", "EUR", null, new MeteredUsage(sku, 1, unit, null, null)));
        Assert.Equal(problem, rater.Problem);
        Assert.Empty(rater.Rate());
    }

    static IReadOnlyList<string> Rate(IEnumerable<UsageRow> rows)
    {
        var rater = new UsageRater(Prices, "USD", _ => "2024-09");
        foreach (var row in rows) rater.Add(row);
        return [.. rater.Rate().Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Service} {l.Amount / 1.000000000m}"))];
    }

    static UsageRow Rated(int day, decimal cost) => new("a", Day(day), "Usage", "Compute", "USD", cost, null);

    static UsageRow Metered(string sku, int day, decimal quantity, string? service = null, string? resource = null) =>
        new("a", Day(day), "Usage", service ?? sku, "USD", null, new MeteredUsage(sku, quantity, sku == "gb" ? "GB" : "Hours", resource, Day(day).AddHours(1)));

    static DateTimeOffset Day(int day) => new(2024, 9, day, 0, 0, 0, TimeSpan.Zero);
}
