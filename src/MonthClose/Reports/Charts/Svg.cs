using System.Globalization;
using System.Net;
using System.Text;

namespace MonthClose;

/// <summary>A drawing as inline SVG. Colours and fonts are the page's: shapes only have classes.</summary>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="label">What it shows, for who cannot see it.</param>
sealed class Svg(int width, int height, string label)
{
    readonly StringBuilder body = new();

    public Svg Rect(double x, double y, double w, double h, string style, string? tip = null)
    {
        if (w <= 0 || h <= 0) return this;
        body.Append(CultureInfo.InvariantCulture, $"<rect class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\"");
        body.Append(tip is null ? "/>" : $"><title>{E(tip)}</title></rect>");
        return this;
    }

    public Svg Line(double x1, double y1, double x2, double y2, string style)
    {
        body.Append(CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"/>");
        return this;
    }

    /// <summary>Writes text; its anchor is <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    public Svg Text(double x, double y, string text, string anchor = "start", string style = "t")
    {
        body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\"{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}>{E(text)}</text>");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{E(label)}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">{body}</svg>");

    /// <summary>About how wide a text is in the charts' font.</summary>
    public static double WidthOf(string text) => text.Sum(c => c is '.' or ',' or ' ' or 'i' or 'l' or 'j' or '\'' ? 3.6 : c > 0x2E80 ? 12.5 : char.IsUpper(c) ? 8.6 : 7.0);

    /// <summary>A text cut to what fits.</summary>
    public static string Fit(string text, double width)
    {
        if (WidthOf(text) <= width + 0.5) return text;
        var length = text.Length;
        while (length > 1 && WidthOf(text[..length]) > width - 10) length--;
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return $"{text[..length].TrimEnd()}…";
    }

    static string N(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);

    static string E(string text) => WebUtility.HtmlEncode(text);
}
