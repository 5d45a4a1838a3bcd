namespace MonthClose.Tests;

/// <summary>Ages of what is due, states of credits, and whose invoices are biggest.</summary>
public sealed class ReceivablesTests
{
    static readonly DateTimeOffset Now = new(2024, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, "0-30")]
    [InlineData(0, "0-30")]
    [InlineData(30, "0-30")]
    [InlineData(31, "31-60")]
    [InlineData(60, "31-60")]
    [InlineData(61, "61-90")]
    [InlineData(90, "61-90")]
    [InlineData(91, "90+")]
    [InlineData(4000, "90+")]
    public void Days_have_a_bucket(int days, string bucket) => Assert.Equal(bucket, ReceivablesAging.BucketOf(days));

    [Fact]
    public void Days_are_whole_and_rows_add_up_by_bucket_and_currency()
    {
        var aging = new ReceivablesAging(Now);
        var rows = aging.Rows(
            [Invoice("USD", 1.5m, Now.AddDays(-31).AddSeconds(1)), Invoice("USD", 2m, Now.AddDays(-31)), Invoice("JPY", 100, Now.AddDays(-100))]).ToList();
        Assert.Equal(["30", "31", "100"], rows.Select(r => r[5].Value));
        Assert.Equal("2024-11-01T00:00:00Z,a,2024-09-1,USD,2024-10-01T00:00:01Z,30,0-30,1.50", string.Join(',', rows[0].Select(c => c.ToFile())));
        Assert.Equal((3.5m, 1.5m, 2m, 100m), (aging.Due["USD"], aging.Of("USD", "0-30"), aging.Of("USD", "31-60"), aging.Of("JPY", "90+")));
    }

    [Theory]
    [InlineData(0, null, "used")]
    [InlineData(0, -1, "used")]
    [InlineData(1, null, "usable")]
    [InlineData(1, 1, "usable")]
    [InlineData(1, 0, "expired")]
    public void A_credit_is_used_expired_or_usable(int remaining, int? expiresInDays, string state) =>
        Assert.Equal(state, CreditsReport.StateOf(remaining, expiresInDays is { } d ? Now.AddDays(d) : null, Now));

    [Fact]
    public void The_biggest_invoices_are_each_currencys_in_turn()
    {
        var biggest = new BiggestInvoices(4);
        foreach (var due in new[] { 1m, 5, 3, 2, 4 }) biggest.Add(Invoice("USD", due, Now));
        Assert.Equal([5m, 4, 3, 2], biggest.Chosen.Select(i => i.AmountDue));
        foreach (var due in new[] { 900m, 800 }) biggest.Add(Invoice("JPY", due, Now));
        Assert.Equal([900m, 800, 5, 4], biggest.Chosen.Select(i => i.AmountDue));
        Assert.Empty(new BiggestInvoices(10).Chosen);
    }

    static OpenInvoice Invoice(string currency, decimal due, DateTimeOffset issued) => new("a", "A", "2024-09-1", Currency.Get(currency), issued, due);
}
