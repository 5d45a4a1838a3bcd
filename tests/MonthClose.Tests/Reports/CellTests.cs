namespace MonthClose.Tests;

/// <summary>What people open in a spreadsheet computes nothing there.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("=SUM(A1)", "'=SUM(A1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("a=b", "a=b")]
    [InlineData("'=x", "'=x")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Text_that_begins_a_formula_begins_with_an_apostrophe(string? text, string? written) => Assert.Equal(written, Cell.Text(text).ToFile());

    [Fact]
    public void Numbers_are_no_text()
    {
        Assert.Equal("-12.50", Cell.Amount(-12.5m, "USD").ToFile());
        Assert.Equal("-2565", Cell.Amount(-2565, "JPY").ToFile());
        Assert.Equal("-3", Cell.Number(-3).ToFile());
        Assert.Equal("0.00", Cell.Amount(-0.00m, "USD").ToFile());
    }

    [Fact]
    public void A_report_that_cannot_be_made_leaves_the_file_as_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("monthclose-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "reports"));
            var files = new ReportFile(folder);
            files.Write("x.csv", "a", [[Cell.Text("=1,2")]]);
            Assert.Throws<ReportDisagreesException>(() => files.Write("x.csv", "a", Broken()));
            Assert.Equal("a\n\"'=1,2\"\n", File.ReadAllText(Path.Combine(folder, "reports", "x.csv")));
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "reports")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static IEnumerable<Cell[]> Broken()
    {
        yield return [Cell.Text("x")];
        throw new ReportDisagreesException("no");
    }
}
