using System.Buffers.Binary;
using System.Text;

namespace MonthClose;

/// <summary>A face as its TrueType file tells: the glyph of a character, its width and its outline. Glyph 0 is for characters that it lacks.</summary>
/// <remarks>The tables are those of the OpenType specification; of cmap, format 12 alone.</remarks>
sealed class TrueTypeFont
{
    readonly Dictionary<string, ReadOnlyMemory<byte>> tables = new(StringComparer.Ordinal);
    readonly Dictionary<int, int> glyphs = [];
    readonly int[] widths;

    public TrueTypeFont(string name, ReadOnlyMemory<byte> file)
    {
        Name = name;
        for (var i = 0; i < UInt16(file.Span, 4); i++)
        {
            var entry = file.Span[(12 + i * 16)..];
            tables.Add(Encoding.ASCII.GetString(entry[..4]), file.Slice(Int32(entry, 8), Int32(entry, 12)));
        }
        UnitsPerEm = UInt16(Table("head"), 18);
        ReadGlyphs();
        widths = [.. Enumerable.Range(0, UInt16(Table("maxp"), 4)).Select(glyph => InThousandths(UInt16(Metrics(glyph), 0)))];
    }

    /// <summary>The face's PostScript name.</summary>
    public string Name { get; }

    /// <summary>In how many units a glyph's em is divided.</summary>
    public int UnitsPerEm { get; }

    /// <summary>A face among the assembly's resources.</summary>
    public static TrueTypeFont Embedded(string name)
    {
        using var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream($"MonthClose.Invoicing.Pdf.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name} is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new TrueTypeFont(name, bytes.ToArray());
    }

    /// <summary>The glyph of a character; 0: there is none.</summary>
    public int Glyph(int character) => glyphs.GetValueOrDefault(character);

    /// <summary>How far a glyph moves the pen, in thousandths of the em. Documents are measured and shown by the same number.</summary>
    public int Width(int glyph) => widths[glyph];

    /// <summary>Font units in thousandths of the em.</summary>
    public int InThousandths(int units) => (int)Math.Round(units * 1000.0 / UnitsPerEm);

    /// <summary>A glyph's advance width and left side bearing: its four bytes of hmtx.</summary>
    public ReadOnlySpan<byte> Metrics(int glyph)
    {
        // Glyphs beyond the count have the last one's advance; the faces here have none.
        var count = UInt16(Table("hhea"), 34);
        return Table("hmtx").Slice(Math.Min(glyph, count - 1) * 4, 4);
    }

    /// <summary>A glyph's outline, as in glyf; empty for a space.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca");
        return UInt16(Table("head"), 50) == 1
            ? Table("glyf")[Int32(loca, glyph * 4)..Int32(loca, glyph * 4 + 4)]
            : Table("glyf")[(UInt16(loca, glyph * 2) * 2)..(UInt16(loca, glyph * 2 + 2) * 2)];
    }

    /// <summary>A table of the file.</summary>
    public ReadOnlySpan<byte> Table(string tag) => tables[tag].Span;

    public static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    public static int Int16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);

    static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);

    void ReadGlyphs()
    {
        var cmap = Table("cmap");
        for (var i = 0; i < UInt16(cmap, 2); i++)
        {
            var subtable = cmap[Int32(cmap, 8 + i * 8)..];
            if (UInt16(subtable, 0) != 12) continue;
            for (var group = 0; group < Int32(subtable, 12); group++)
            {
                var (first, last, glyph) = (Int32(subtable, 16 + group * 12), Int32(subtable, 20 + group * 12), Int32(subtable, 24 + group * 12));
                for (var character = first; character <= last; character++) glyphs[character] = glyph + character - first;
            }
            return;
        }
        throw new InvalidOperationException($"The font {Name} has no cmap of format 12.");
    }
}
