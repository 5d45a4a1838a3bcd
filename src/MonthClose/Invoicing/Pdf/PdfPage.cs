using System.Text;

namespace MonthClose;

/// <summary>A colour: red, green and blue from 0 to 1, as the operands of rg.</summary>
readonly record struct Ink(string Operands);

/// <summary>A page that is drawn on, A4. Lengths are points, and heights count from the lower edge.</summary>
sealed class PdfPage
{
    /// <summary>A4.</summary>
    public const double Width = 595.28, Height = 841.89;

    readonly StringBuilder content = new();

    /// <summary>The operators that draw it.</summary>
    public string Content => content.ToString();

    /// <summary>Writes a text that begins at x.</summary>
    public void Text(double x, double y, string text, PdfFont font, double size, Ink ink)
    {
        content.Append("BT ").Append(ink.Operands).Append(" rg /").Append(font.Name).Append(' ');
        Append(size).Append("Tf ");
        Append(x);
        Append(y).Append("Td <");
        font.Encode(text, content);
        content.Append("> Tj ET\n");
    }

    /// <summary>Writes a text that ends at x.</summary>
    public void TextEnding(double x, double y, string text, PdfFont font, double size, Ink ink) =>
        Text(x - font.Width(text, size), y, text, font, size, ink);

    /// <summary>Fills a rectangle, given its lower left corner. A rule is a thin one.</summary>
    public void Fill(double x, double y, double width, double height, Ink ink)
    {
        content.Append(ink.Operands).Append(" rg ");
        Append(x);
        Append(y);
        Append(width);
        Append(height).Append("re f\n");
    }

    /// <summary>A length, and a space. Formatting doubles took as long as all the rest of a page.</summary>
    StringBuilder Append(double length)
    {
        var hundredths = (int)Math.Round(Math.Abs(length) * 100);
        if (length < 0) content.Append('-');
        content.Append(hundredths / 100);
        if (hundredths % 100 is > 0 and var rest) content.Append('.').Append((char)('0' + rest / 10)).Append((char)('0' + rest % 10));
        return content.Append(' ');
    }
}
