using System.Globalization;
using System.Text;

namespace MonthClose;

/// <summary>Makes what people typed fit for paper: one line of characters that show, then lines that fit.</summary>
static class PdfText
{
    /// <summary>Any run of white space and control characters becomes one space. What only steers other text (direction, joining, variants) is left out.</summary>
    public static string Clean(string text)
    {
        var (clean, gap) = (new StringBuilder(text.Length), false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Steers(rune)) continue;
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                gap = clean.Length > 0;
                continue;
            }
            if (gap) clean.Append(' ');
            gap = false;
            clean.Append(rune);
        }
        return clean.ToString();
    }

    /// <summary>Breaks a text at spaces, and a word that is too long wherever it must. What exceeds the lines is replaced by an ellipsis.</summary>
    public static List<string> Lines(string text, PdfFont font, double size, double width, int most)
    {
        var (lines, rest) = (new List<string>(), Clean(text));
        while (rest.Length > 0 && lines.Count < most)
        {
            var end = Fitting(rest, font, size, width);
            if (end < rest.Length && lines.Count == most - 1) return [.. lines, Shortened(rest, font, size, width)];
            lines.Add(rest[..end].TrimEnd());
            rest = rest[end..].TrimStart();
        }
        return lines;
    }

    static string Shortened(string text, PdfFont font, double size, double width) =>
        text[..Fitting(text, font, size, width - font.Width("…", size))].TrimEnd() + "…";

    /// <summary>Where the first line ends: after its last word, or after the last character that fits.</summary>
    static int Fitting(string text, PdfFont font, double size, double width)
    {
        var (at, space, used) = (0, 0, 0.0);
        foreach (var rune in text.EnumerateRunes())
        {
            var next = at + rune.Utf16SequenceLength;
            if (rune.Value == ' ') space = at;
            used += font.Width(text.AsSpan(at, rune.Utf16SequenceLength), size);
            // One character is always taken: no width is too small to go on.
            if (used > width && at > 0) return rune.Value == ' ' ? at : space > 0 ? space : at;
            at = next;
        }
        return at;
    }

    static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef);
}
