using CsCheck;

namespace MonthClose.Tests;

public sealed class UsageBlockTests
{
    [Fact]
    public void A_block_gives_back_the_rows_that_were_put_in()
    {
        var instant = Gen.Long[-62135596800000, 253402300799999].Select(DateTimeOffset.FromUnixTimeMilliseconds);
        var optional = Gen.OneOf(Gen.Const((string?)null), Gen.String.Where(s => s.Length > 0 && !s.Any(char.IsSurrogate)).Select(s => (string?)s));
        var text = Gen.String.Where(s => !s.Any(char.IsSurrogate));
        var metered = Gen.Select(text, Gen.Decimal, optional, optional, instant, Gen.Bool)
            .Select((sku, quantity, unit, resource, end, open) => new MeteredUsage(sku, quantity, unit, resource, open ? null : end));
        var row = Gen.Select(instant, text, text, Gen.Decimal, metered, Gen.Bool)
            .Select((start, category, service, cost, m, rated) => new UsageRow("a", start, category, service, "USD", rated ? cost : null, rated ? null : m));
        row.Array[0, 20].Sample(rows =>
        {
            var block = new UsageBlock();
            foreach (var r in rows) block.Add(r);
            Assert.Equal(rows, UsageBlock.Read(block.ToBytes(), "a"));
            if (rows.Length > 0) Assert.Equal(rows.Min(r => r.Start).ToUnixTimeMilliseconds(), block.FirstStart);
        });
    }

    [Fact]
    public void A_block_of_a_newer_program_is_refused() =>
        Assert.Contains("newer", Assert.Throws<InvalidDataException>(() => UsageBlock.Read([4, 0], "a").ToList()).Message);
}
