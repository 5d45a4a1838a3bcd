namespace MonthClose;

/// <summary>How much the page shows, and how wide.</summary>
static class PageLayout
{
    /// <summary>A chart that has a line of its own, in pixels.</summary>
    public const int Wide = 900;

    /// <summary>A chart of which two have one line.</summary>
    public const int Narrow = 436;

    /// <summary>How many currencies one table has side by side.</summary>
    public const int CurrenciesAcross = 6;

    /// <summary>How many bars one chart has.</summary>
    public const int Bars = 10;

    /// <summary>How many currencies have a chart of their own.</summary>
    public const int CurrencyCharts = 16;

    /// <summary>About how many amounts the tables of revenue have.</summary>
    public const int RevenueCells = 600;

    /// <summary>The rows that fit, and what to say of the others.</summary>
    public static (IReadOnlyList<T> Shown, string? Note) Cap<T>(IReadOnlyList<T> rows, int most, string file) => rows.Count <= most
        ? (rows, null) : ([.. rows.Take(most)], $"The first {most} of {PageNumbers.Count(rows.Count)} rows; all of them are in {file}.");
}
