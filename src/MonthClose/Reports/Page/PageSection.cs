using Fluid.Values;

namespace MonthClose;

/// <summary>A part of the page: words, charts, and the tables that they are drawn from.</summary>
/// <param name="Id">For links.</param>
/// <param name="Heading">What it is about.</param>
sealed record PageSection(string Id, string Heading)
{
    /// <summary>What is to be known before.</summary>
    public string? Intro { get; init; }

    /// <summary>The charts.</summary>
    public IReadOnlyList<PageFigure> Figures { get; init; } = [];

    /// <summary>What the charts' colours mean.</summary>
    public IReadOnlyList<PageKey> Legend { get; init; } = [];

    /// <summary>The tables.</summary>
    public IReadOnlyList<PageTable> Tables { get; init; } = [];
}

/// <summary>What a colour of a chart means.</summary>
/// <param name="Name">In words.</param>
/// <param name="Style">The colour's class.</param>
sealed record PageKey(string Name, string Style);

/// <summary>A chart.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Drawing">Its SVG, encoded already.</param>
/// <param name="IsWide">Whether it has a line of its own.</param>
sealed record PageFigure(string Caption, StringValue Drawing, bool IsWide)
{
    public static PageFigure Wide(string caption, string svg) => new(caption, new StringValue(svg, encode: false), true);

    public static PageFigure Narrow(string caption, string svg) => new(caption, new StringValue(svg, encode: false), false);
}

/// <summary>A table; the first column heads the rows.</summary>
/// <param name="Caption">What it tells.</param>
/// <param name="Columns">The heads of the columns.</param>
/// <param name="Rows">The rows.</param>
sealed record PageTable(string Caption, IReadOnlyList<PageColumn> Columns, IReadOnlyList<PageRow> Rows)
{
    /// <summary>What a reader should know, for example that there is more.</summary>
    public string? Note { get; init; }
}

/// <summary>A column.</summary>
/// <param name="Name">Its head.</param>
/// <param name="IsNumber">Whether it is aligned as numbers are.</param>
sealed record PageColumn(string Name, bool IsNumber)
{
    public static PageColumn Text(string name) => new(name, false);

    public static PageColumn Number(string name) => new(name, true);
}

/// <summary>A row.</summary>
/// <param name="Cells">One per column.</param>
/// <param name="IsTotal">Whether it sums up others.</param>
sealed record PageRow(IReadOnlyList<PageCell> Cells, bool IsTotal = false)
{
    public static PageRow Of(params PageCell[] cells) => new(cells);

    public static PageRow Total(params PageCell[] cells) => new(cells, IsTotal: true);
}

/// <summary>A cell.</summary>
/// <param name="Text">As a person reads it.</param>
/// <param name="Value">As programs read it; null: the same.</param>
sealed record PageCell(string Text, string? Value = null)
{
    /// <summary>Whether it is a number of nothing.</summary>
    public bool IsZero => Text.Contains('0', StringComparison.Ordinal) && Text.All(c => c is '0' or '.');

    /// <summary>Text is a cell.</summary>
    public static implicit operator PageCell(string text) => new(text);

    public static PageCell Amount(decimal amount, string currency) => new(PageNumbers.Amount(amount, currency));

    /// <summary>An amount that programs may read too.</summary>
    public static PageCell Figure(decimal amount, string currency) =>
        new(PageNumbers.Amount(amount, currency), new Money(amount, Currency.Get(currency)).ToFile());

    public static PageCell Count(long count) => new(PageNumbers.Count(count));
}
