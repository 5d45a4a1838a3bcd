using System.Globalization;

namespace MonthClose.Checking;

/// <summary>Amounts inside free text: the value of a change, a fact, a reason.</summary>
internal static class Amounts
{
    public static decimal? TryParse(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : null;

    /// <summary>The amount, or nothing: form is judged elsewhere.</summary>
    public static decimal Parse(string? text) => TryParse(text) ?? 0;
}
