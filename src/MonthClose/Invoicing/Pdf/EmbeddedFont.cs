using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MonthClose;

/// <summary>What a document carries of a face: the subset's file, its widths, and which code is which character.</summary>
/// <param name="Face">The face it is of.</param>
/// <param name="Name">Its PostScript name behind six letters that tell subsets apart.</param>
/// <param name="Program">The TrueType file, compressed.</param>
/// <param name="ProgramLength">The TrueType file's length.</param>
/// <param name="Widths">The widths of codes 0, 1, 2, …, in thousandths.</param>
/// <param name="ToUnicode">The CMap by which readers copy and search the text, compressed.</param>
sealed record EmbeddedFont(TrueTypeFont Face, string Name, byte[] Program, int ProgramLength, string Widths, byte[] ToUnicode)
{
    // Making one takes as long as all the rest of a document. Most documents of a business need the same few.
    const int MostKept = 256, LongestKept = 64;
    static readonly ConcurrentDictionary<(string Face, string Rare), EmbeddedFont> Kept = new();

    /// <summary>A face with the common characters and some others.</summary>
    public static EmbeddedFont Of(TrueTypeFont face, string rare)
    {
        if (Kept.TryGetValue((face.Name, rare), out var kept)) return kept;
        var made = Make(face, [.. (PdfFont.Common + rare).EnumerateRunes()]);
        if (rare.Length > LongestKept) return made;
        if (Kept.Count >= MostKept) Kept.Clear();
        return Kept.GetOrAdd((face.Name, rare), made);
    }

    static EmbeddedFont Make(TrueTypeFont face, IReadOnlyList<Rune> characters)
    {
        int[] glyphs = [0, .. characters.Select(c => face.Glyph(c.Value))];
        var program = FontSubset.Make(face, glyphs);
        return new EmbeddedFont(
            face, $"{Tag(program)}+{face.Name}", PdfFile.Compress(program), program.Length,
            string.Join(' ', glyphs.Select(face.Width)), PdfFile.Compress(Encoding.ASCII.GetBytes(CMap(characters))));
    }

    static string Tag(byte[] program) => string.Concat(SHA256.HashData(program).Take(6).Select(b => (char)('A' + b % 26)));

    static string CMap(IReadOnlyList<Rune> characters)
    {
        var cmap = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin 12 dict begin begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def /CMapType 2 def
            1 begincodespacerange <0000> <FFFF> endcodespacerange

            """);
        // A block has 100 entries at most.
        foreach (var block in characters.Index().Chunk(100))
        {
            cmap.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (i, character) in block)
                cmap.Append(CultureInfo.InvariantCulture, $"<{i + 1:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            cmap.Append("endbfchar\n");
        }
        return cmap.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString();
    }
}
