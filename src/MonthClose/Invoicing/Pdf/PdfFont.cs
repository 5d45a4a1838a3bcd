using System.Text;

namespace MonthClose;

/// <summary>A face as one document uses it: each character that is written gets a code, which is its place in the subset.</summary>
sealed class PdfFont(TrueTypeFont face, string name)
{
    /// <summary>In every subset, so that most documents share it: letters and digits, and what amounts and sentences need.</summary>
    public const string Common =
        " $%&'()+,-./0123456789:@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz£¥·–€…";

    static readonly Dictionary<int, int> CommonCodes = Common.Index().ToDictionary(c => (int)c.Item, c => c.Index + 1);
    readonly Dictionary<int, int> rareCodes = [];
    readonly StringBuilder rare = new();

    /// <summary>What pages call it.</summary>
    public string Name => name;

    /// <summary>Whether something was written that the face has no glyph for. Such a character shows as a crossed box.</summary>
    public bool LacksCharacters { get; private set; }

    /// <summary>What the document carries of the face.</summary>
    public EmbeddedFont Embed() => EmbeddedFont.Of(face, rare.ToString());

    /// <summary>How wide a text is, in points.</summary>
    public double Width(ReadOnlySpan<char> text, double size)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += face.Width(face.Glyph(rune.Value));
        return width * size / 1000;
    }

    /// <summary>Writes a text as the operand of a Tj: two bytes a character, in hexadecimal.</summary>
    public void Encode(string text, StringBuilder to)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var code = Code(rune);
            for (var shift = 12; shift >= 0; shift -= 4) to.Append("0123456789ABCDEF"[code >> shift & 15]);
        }
    }

    int Code(Rune rune)
    {
        if (CommonCodes.TryGetValue(rune.Value, out var code) || rareCodes.TryGetValue(rune.Value, out code)) return code;
        if (face.Glyph(rune.Value) == 0) LacksCharacters = true;
        rare.Append(rune);
        return rareCodes[rune.Value] = Common.Length + rareCodes.Count + 1;
    }
}
