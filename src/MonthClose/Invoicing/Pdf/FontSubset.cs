using System.Buffers.Binary;
using System.Text;

namespace MonthClose;

/// <summary>Makes a TrueType file of some glyphs of a face: what a PDF needs to show them, and no more.</summary>
static class FontSubset
{
    // Of a composite glyph's flags (OpenType, glyf).
    const int ArgumentsAreWords = 0x0001, HasScale = 0x0008, MoreComponents = 0x0020, HasTwoScales = 0x0040, HasMatrix = 0x0080;

    /// <summary>The file; the glyphs become 0, 1, 2, … as listed, followed by those that they are composed of.</summary>
    public static byte[] Make(TrueTypeFont face, IEnumerable<int> wanted)
    {
        var glyphs = wanted.ToList();
        var (outlines, starts, metrics) = (new MemoryStream(), new MemoryStream(), new MemoryStream());
        for (var i = 0; i < glyphs.Count; i++)
        {
            starts.Write(BigEndian((int)outlines.Length));
            metrics.Write(face.Metrics(glyphs[i]));
            outlines.Write(WithOwnComponents(face.Outline(glyphs[i]).ToArray(), glyphs));
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        starts.Write(BigEndian((int)outlines.Length));
        var head = Patched(face.Table("head"), 50, 1); // loca has offsets of 4 bytes
        head.AsSpan(8, 4).Clear(); // the checksum of the file that it was
        return File(
            ("glyf", outlines.ToArray()),
            ("head", head),
            ("hhea", Patched(face.Table("hhea"), 34, glyphs.Count)),
            ("hmtx", metrics.ToArray()),
            ("loca", starts.ToArray()),
            ("maxp", Patched(face.Table("maxp"), 4, glyphs.Count)));
    }

    /// <summary>Points a composite glyph to its components' new places, which are added to the list.</summary>
    static byte[] WithOwnComponents(byte[] outline, List<int> glyphs)
    {
        if (outline.Length == 0 || TrueTypeFont.Int16(outline, 0) >= 0) return outline;
        for (var (at, more) = (10, true); more;)
        {
            var flags = TrueTypeFont.UInt16(outline, at);
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at + 2), (ushort)PlaceOf(TrueTypeFont.UInt16(outline, at + 2), glyphs));
            at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2)
                + ((flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
            more = (flags & MoreComponents) != 0;
        }
        return outline;
    }

    static int PlaceOf(int glyph, List<int> glyphs)
    {
        var place = glyphs.IndexOf(glyph);
        if (place >= 0) return place;
        glyphs.Add(glyph);
        return glyphs.Count - 1;
    }

    static byte[] File(params ReadOnlySpan<(string Tag, byte[] Content)> tables)
    {
        var (directory, contents) = (new MemoryStream(), new MemoryStream());
        var start = 12 + tables.Length * 16;
        // The numbers behind the count speed up searches in it: 64 = 4 × 16, 2 = log2 4, 32 = 6 × 16 − 64.
        directory.Write([0, 1, 0, 0, 0, (byte)tables.Length, 0, 64, 0, 2, 0, 32]);
        foreach (var (tag, content) in tables)
        {
            directory.Write(Encoding.ASCII.GetBytes(tag));
            directory.Write(BigEndian(Checksum(content)));
            directory.Write(BigEndian(start + (int)contents.Length));
            directory.Write(BigEndian(content.Length));
            contents.Write(content);
            while (contents.Length % 4 != 0) contents.WriteByte(0);
        }
        return [.. directory.ToArray(), .. contents.ToArray()];
    }

    static int Checksum(ReadOnlySpan<byte> content)
    {
        var sum = 0;
        for (var i = 0; i < content.Length; i++) sum = unchecked(sum + (content[i] << (24 - i % 4 * 8)));
        return sum;
    }

    static byte[] Patched(ReadOnlySpan<byte> table, int at, int value)
    {
        var patched = table.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(patched.AsSpan(at), (ushort)value);
        return patched;
    }

    static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
