namespace MonthClose;

/// <summary>Writes invoices as PDF (ISO 32000-1), the same bytes for the same document.</summary>
public static class InvoicePdf
{
    /// <summary>The file of an invoice: A4, as many pages as it needs.</summary>
    public static byte[] Write(InvoiceDocument document)
    {
        var fonts = new PdfFonts();
        return PdfFile.Write(document, InvoiceLayout.Pages(document, fonts), fonts);
    }
}
