using System.Globalization;

namespace MonthClose;

/// <summary>Numbers as the page shows them: thousands apart, a real minus.</summary>
static class PageNumbers
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An amount without its currency, which stands beside it.</summary>
    public static string Amount(decimal amount, string currency)
    {
        var digits = Currency.Get(currency).Digits;
        var rounded = Math.Round(amount, digits, MidpointRounding.AwayFromZero);
        var text = Math.Abs(rounded).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded < 0 ? $"−{text}" : text;
    }

    /// <summary>A part of a whole; of nothing, nothing.</summary>
    public static string Percent(decimal part, decimal whole) =>
        whole == 0 ? "–" : (part / whole * 100).ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−') + " %";

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
