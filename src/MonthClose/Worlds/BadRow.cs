namespace MonthClose;

/// <summary>Something wrong in an input file, with its place and, where there is one, its remedy.</summary>
/// <param name="File">Relative to the world folder.</param>
/// <param name="Line">The header is line 1; 0: the file as a whole.</param>
/// <param name="Column">Which column; empty: the row or file as a whole.</param>
/// <param name="What">What is wrong.</param>
public sealed record BadRow(string File, int Line, string Column, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}: {Column}{(Column.Length > 0 ? ": " : "")}{What}";
}

/// <summary>Input that is refused; nothing was changed.</summary>
public sealed class BadInputException(IReadOnlyList<BadRow> rows) : Exception($"{rows.Count} things are wrong with the input.")
{
    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<BadRow> Rows { get; } = rows;
}
