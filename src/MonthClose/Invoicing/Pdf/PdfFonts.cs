namespace MonthClose;

/// <summary>The two faces of one document.</summary>
sealed class PdfFonts
{
    static readonly TrueTypeFont RegularFace = TrueTypeFont.Embedded("Roboto-Regular");
    static readonly TrueTypeFont StrongFace = TrueTypeFont.Embedded("Roboto-Medium");

    /// <summary>For most of the text.</summary>
    public PdfFont Regular { get; } = new(RegularFace, "F1");

    /// <summary>For names, headings and sums.</summary>
    public PdfFont Strong { get; } = new(StrongFace, "F2");

    /// <summary>Whether anything was written that the faces cannot show.</summary>
    public bool LackCharacters => Regular.LacksCharacters || Strong.LacksCharacters;
}
