using System.Globalization;

namespace MonthClose;

/// <summary>Exact decimals as text, one text for one value: <c>1.50</c> and <c>1.5</c> are both <c>1.5</c>.</summary>
static class Decimals
{
    public static string ToText(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string? ToText(decimal? number) => number is { } value ? ToText(value) : null;
}
