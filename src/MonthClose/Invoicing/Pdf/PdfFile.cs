using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace MonthClose;

/// <summary>Puts pages and fonts together as a file: its objects, where each begins, and the properties.</summary>
sealed class PdfFile
{
    const int Catalog = 1, PageTree = 2, Properties = 3, RegularFont = 4, StrongFont = 9, FirstPage = 14;
    readonly ArrayBufferWriter<byte> bytes = new(32 * 1024);
    readonly SortedDictionary<int, int> starts = [];

    /// <summary>The file.</summary>
    public static byte[] Write(InvoiceDocument document, IReadOnlyList<PdfPage> pages, PdfFonts fonts)
    {
        var file = new PdfFile();
        // The bytes of the comment tell transports that the file is binary.
        file.Append("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        file.Add(Catalog, $"<< /Type /Catalog /Pages {PageTree} 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>");
        file.Add(PageTree, $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, i) => $"{FirstPage + i * 2} 0 R"))}] "
            + string.Create(CultureInfo.InvariantCulture, $"/MediaBox [0 0 {PdfPage.Width} {PdfPage.Height}] ")
            + $"/Resources << /Font << /{fonts.Regular.Name} {RegularFont} 0 R /{fonts.Strong.Name} {StrongFont} 0 R >> >> >>");
        file.Add(Properties, $"<< /Title {Text($"Invoice {document.Number} – {document.Seller}")} /Author {Text(document.Seller)} /Producer (MonthClose)"
            + (document.CreatedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $" /CreationDate (D:{at.UtcDateTime:yyyyMMddHHmmss}Z)") : "") + " >>");
        file.Add(RegularFont, fonts.Regular.Embed());
        file.Add(StrongFont, fonts.Strong.Embed());
        foreach (var (i, page) in pages.Index())
        {
            var number = FirstPage + i * 2;
            file.Add(number, $"<< /Type /Page /Parent {PageTree} 0 R /Contents {number + 1} 0 R >>");
            file.AddStream(number + 1, Compress(Encoding.ASCII.GetBytes(page.Content)));
        }
        return file.End();
    }

    /// <summary>Bytes as a FlateDecode filter reads them.</summary>
    public static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(content);
        return compressed.ToArray();
    }

    /// <summary>A composite font of five objects, numbered one after the other.</summary>
    void Add(int number, EmbeddedFont font)
    {
        var face = font.Face;
        int Metric(string table, int at) => face.InThousandths(TrueTypeFont.Int16(face.Table(table), at));
        Add(number, $"<< /Type /Font /Subtype /Type0 /BaseFont /{font.Name} /Encoding /Identity-H /DescendantFonts [{number + 1} 0 R] /ToUnicode {number + 4} 0 R >>");
        Add(number + 1, $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font.Name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            + $"/FontDescriptor {number + 2} 0 R /CIDToGIDMap /Identity /W [0 [{font.Widths}]] >>");
        // Flags 4: symbolic, since its codes are its own. No reader uses the stems' width (StemV) of an embedded font.
        Add(number + 2, $"<< /Type /FontDescriptor /FontName /{font.Name} /Flags 4 "
            + $"/FontBBox [{Metric("head", 36)} {Metric("head", 38)} {Metric("head", 40)} {Metric("head", 42)}] "
            + $"/ItalicAngle 0 /Ascent {Metric("hhea", 4)} /Descent {Metric("hhea", 6)} /CapHeight {Metric("OS/2", 88)} /StemV 80 /FontFile2 {number + 3} 0 R >>");
        AddStream(number + 3, font.Program, $" /Length1 {font.ProgramLength}");
        AddStream(number + 4, font.ToUnicode);
    }

    void AddStream(int number, byte[] compressed, string entries = "")
    {
        Begin(number);
        Append($"<< /Length {compressed.Length} /Filter /FlateDecode{entries} >>\nstream\n");
        bytes.Write(compressed);
        Append("\nendstream\nendobj\n");
    }

    void Add(int number, string content)
    {
        Begin(number);
        Append($"{content}\nendobj\n");
    }

    void Begin(int number)
    {
        starts.Add(number, bytes.WrittenCount);
        Append($"{number} 0 obj\n");
    }

    byte[] End()
    {
        var start = bytes.WrittenCount;
        // The same content has the same id, in every process.
        var id = Convert.ToHexString(SHA256.HashData(bytes.WrittenSpan).AsSpan(0, 16));
        // An entry is 20 bytes long, its end of line included.
        Append($"xref\n0 {starts.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in starts.Values) Append($"{offset:D10} 00000 n \n");
        Append($"trailer\n<< /Size {starts.Count + 1} /Root {Catalog} 0 R /Info {Properties} 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{start}\n%%EOF\n");
        return bytes.WrittenSpan.ToArray();
    }

    void Append(string text) => Encoding.Latin1.GetBytes(text, bytes);

    /// <summary>A text string of the properties: UTF-16 behind its mark, in hexadecimal.</summary>
    static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
}
