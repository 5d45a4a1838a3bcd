using MonthClose.Checking;

namespace CheckingTests;

public sealed class CsvTests
{
    [Fact]
    public void Reads_quotes_line_breaks_and_both_line_ends()
    {
        var records = Csv.Read(new StringReader("a,\"b,\"\"c\"\"\nd\",\r\n\"\",e\n")).ToList();
        Assert.Equal([["a", "b,\"c\"\nd", ""], ["", "e"]], records.Select(r => r.Fields.ToArray()));
        Assert.Equal([1, 3], records.Select(r => r.Line));
        Assert.Equal([false, true], records.Select(r => r.QuotedNeedlessly));
    }

    [Fact]
    public void A_quote_without_an_end_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Csv.Read(new StringReader("a,\"b\n")).ToList());

    [Theory]
    [InlineData(1)]
    [InlineData(20240901)]
    public void Reads_back_whatever_RFC_4180_can_write(int seed)
    {
        const string letters = "a,\"\n\r é😀";
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Enumerable.Range(0, random.Next(2, 5))
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => letters[random.Next(letters.Length)]))).ToArray()).ToArray();
            var text = string.Concat(rows.Select(row => string.Join(',', row.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n"));
            Assert.Equal(rows, Csv.Read(new StringReader(text)).Select(r => r.Fields.ToArray()));
        }
    }

    [Fact]
    public void Code_points_order_is_not_that_of_UTF_16() =>
        Assert.True(CodePoints.Order.Compare("\uFFFD", "😀") < 0 && string.CompareOrdinal("\uFFFD", "😀") > 0);

    [Theory]
    [InlineData("2.345", "EUR", "2.35", "235")]
    [InlineData("-2.345", "EUR", "-2.35", "-235")]
    [InlineData("2564.5", "HUF", "2565", "256500")]
    [InlineData("0.5", "JPY", "1", "1")]
    [InlineData("1.2345", "KWD", "1.235", "1235")]
    [InlineData("-0.004", "USD", "0", "0")]
    public void Rounds_half_away_from_zero_and_counts_as_the_gateway_does(string exact, string currency, string billed, string gateway)
    {
        static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var rounded = Currencies.Round(Number(exact), currency);
        Assert.Equal(Number(billed), rounded);
        Assert.Equal(Number(gateway), Currencies.ToGatewayUnits(rounded, currency));
        Assert.False(decimal.IsNegative(rounded) && rounded == 0);
    }
}
