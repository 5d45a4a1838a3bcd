using System.Globalization;

namespace MonthClose;

/// <summary>One cell of a report under <c>reports/</c>, which people open in spreadsheets.</summary>
/// <param name="Value">As it is; null: missing.</param>
/// <param name="IsText">Whether a spreadsheet may take it for a formula.</param>
readonly record struct Cell(string? Value, bool IsText)
{
    const string FormulaStarts = "=+-@\t\r";

    public static Cell Missing => new(null, false);

    public static Cell Text(string? text) => new(text, true);

    public static Cell Number(long number) => new(number.ToString(CultureInfo.InvariantCulture), false);

    public static Cell Amount(decimal amount, string currency) => Of(new Money(amount, Currency.Get(currency)));

    public static Cell Of(Money amount) => new(amount.ToFile(), false);

    public static Cell At(DateTimeOffset? instant) => new(instant is { } at ? Instants.ToFile(at) : null, false);

    /// <summary>What the file has: text that would begin a formula begins with an apostrophe.</summary>
    public string? ToFile() => IsText && Value is { Length: > 0 } text && FormulaStarts.Contains(text[0]) ? $"'{text}" : Value;
}
