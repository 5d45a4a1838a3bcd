namespace MonthClose;

/// <summary>How an invoice looks: letterhead, who and what, the lines, what they come to, the balance as of an instant.</summary>
sealed class InvoiceLayout
{
    const double Left = PageFlow.Left, Right = PageFlow.Right, Measure = PageFlow.Measure;
    const double Small = 8.5, Normal = 9.5, Leading = 13, RowPadding = 5, Inset = 10;
    static readonly Ink Dark = new("0.11 0.14 0.19"), Quiet = new("0.35 0.39 0.45"), Hairline = new("0.87 0.88 0.91");
    static readonly Ink Accent = new("0.18 0.37 0.7"), Band = new("0.93 0.95 0.98");

    readonly InvoiceDocument document;
    readonly PdfFont regular, strong;
    readonly PageFlow flow;
    bool inTable;

    InvoiceLayout(InvoiceDocument document, PdfFonts fonts)
    {
        (this.document, regular, strong) = (document, fonts.Regular, fonts.Strong);
        flow = new PageFlow(Continue);
    }

    /// <summary>The pages of an invoice.</summary>
    public static IReadOnlyList<PdfPage> Pages(InvoiceDocument document, PdfFonts fonts)
    {
        var layout = new InvoiceLayout(document, fonts);
        layout.Letterhead();
        layout.WhoAndWhat();
        layout.Lines();
        layout.Summary();
        layout.Balance();
        layout.Notes();
        layout.Feet(fonts);
        return layout.flow.Pages;
    }

    void Letterhead()
    {
        var top = flow.Y;
        flow.Skip(3);
        Paragraph(document.Seller, strong, 16, Dark, Left, Measure * 0.7, 2, 20);
        flow.Skip(1);
        foreach (var detail in document.SellerDetails.Take(6)) Paragraph(detail, regular, Small, Quiet, Left, Measure * 0.7, 2, 12);
        flow.Page.TextEnding(Right, top - 19, "Invoice", strong, 22, Accent);
        flow.Skip(12);
        flow.Page.Fill(Left, flow.Y, Measure, 1.5, Accent);
        flow.Skip(22);
    }

    void WhoAndWhat()
    {
        var top = flow.Y;
        BilledTo();
        var bottom = flow.Y;
        flow.Skip(bottom - top);
        foreach (var (label, value, font) in Facts()) Fact(label, value, font, Left + Measure * 0.5);
        flow.Skip(Math.Max(flow.Y - bottom, 0) + 20);
    }

    void BilledTo()
    {
        flow.Page.Text(Left, flow.Y - Normal, "Billed to", regular, Small, Quiet);
        flow.Skip(Leading + 2);
        Paragraph(document.Customer, strong, 11, Dark, Left, Measure * 0.46, 3, 15);
        foreach (var detail in new[] { document.Email, document.Country }.OfType<string>())
            Paragraph(detail, regular, Normal, Dark, Left, Measure * 0.46, 2, Leading);
    }

    void Fact(string label, string value, PdfFont font, double left)
    {
        flow.Page.Text(left, flow.Y - Normal, PdfText.Lines(label, regular, Small, 80, 1).FirstOrDefault(""), regular, Small, Quiet);
        Paragraph(value, font, Normal, Dark, left + 90, Right - left - 90, 2, Leading);
        flow.Skip(2);
    }

    IEnumerable<(string Label, string Value, PdfFont Font)> Facts()
    {
        yield return ("Invoice number", document.Number, strong);
        yield return ("Date of issue", document.Issued, regular);
        yield return ("Period", document.Period, regular);
        yield return ("Account", document.AccountId, regular);
        yield return ("Currency", document.Currency, regular);
        // Also here, because the sums of a long invoice are pages away.
        if (document.Summary.Count > 0) yield return (document.Summary[^1].Label, document.Summary[^1].Amount, strong);
    }

    void Lines()
    {
        if (document.Lines.Count == 0) return;
        inTable = true;
        TableHeader();
        foreach (var (i, line) in document.Lines.Index())
            // The last line stays with the sums: no page says what it comes to without a line above.
            Row(line, Left, i == document.Lines.Count - 1 ? SummaryHeight : 0);
        inTable = false;
    }

    void TableHeader()
    {
        flow.Page.Text(Left, flow.Y - Small, "Description", regular, Small, Quiet);
        foreach (var line in PdfText.Lines($"Amount in {document.Currency}", regular, Small, Measure * 0.5, 1))
            flow.Page.TextEnding(Right, flow.Y - Small, line, regular, Small, Quiet);
        flow.Skip(Small + 6);
        flow.Page.Fill(Left, flow.Y, Measure, 0.75, Quiet);
    }

    double SummaryHeight => document.Summary.Count * (Leading + 2 * RowPadding) + 30;

    void Summary()
    {
        if (document.Summary.Count == 0) return;
        flow.Need(SummaryHeight);
        flow.Skip(8);
        foreach (var row in document.Summary.SkipLast(1)) Row(row, Left + Measure * 0.5, 0);
        flow.Skip(6);
        Box(document.Summary[^1] with { Strong = true });
    }

    /// <summary>What the customer looks for first.</summary>
    void Box(NoticeRow row)
    {
        const double Size = 13, Height = 32;
        var left = Left + Measure * 0.5 - Inset;
        flow.Need(Height);
        flow.Page.Fill(left, flow.Y - Height, Right - left + Inset, Height, Band);
        var y = flow.Y - Height / 2 - Size * 0.36;
        var room = Right - left - AmountWidth(row, Size, Right - left) - 2 * Inset;
        flow.Page.Text(left + Inset, y, PdfText.Lines(row.Label, strong, Size, room, 1).FirstOrDefault(""), strong, Size, Dark);
        Amount(row, Size, y, Right - left);
        flow.Skip(Height);
    }

    /// <summary>A label, its amount at the right, and a hairline under both.</summary>
    void Row(NoticeRow row, double left, double following)
    {
        var (font, size) = (row.Strong ? strong : regular, Normal);
        var room = Right - left - AmountWidth(row, size, Right - left) - 24;
        var lines = PdfText.Lines(row.Label, font, size, room, 4);
        var height = Math.Max(lines.Count, 1) * Leading + 2 * RowPadding - 3;
        flow.Need(height + following);
        foreach (var (i, line) in lines.Index()) flow.Page.Text(left, flow.Y - RowPadding - size - i * Leading, line, font, size, Dark);
        Amount(row, size, flow.Y - RowPadding - size, Right - left);
        flow.Skip(height);
        flow.Page.Fill(left, flow.Y, Right - left, 0.5, Hairline);
    }

    void Balance()
    {
        var sentences = PdfText.Lines(document.Balance, strong, Normal, Measure, 4);
        var repeated = PdfText.Lines(document.DisplayBalance ?? "", regular, Normal, Measure, 4);
        var height = (sentences.Count + repeated.Count) * Leading + 15;
        flow.Skip(24);
        flow.Need(height);
        flow.Page.Fill(Left - Inset, flow.Y - height, Measure + 2 * Inset, height, Band);
        flow.Page.Fill(Left - Inset, flow.Y - height, 3, height, Accent);
        var y = flow.Y - 8 - Normal;
        foreach (var line in sentences) Draw(line, strong);
        foreach (var line in repeated) Draw(line, regular);
        flow.Skip(height + 16);

        void Draw(string line, PdfFont font)
        {
            flow.Page.Text(Left, y, line, font, Normal, Dark);
            y -= Leading;
        }
    }

    void Notes()
    {
        foreach (var note in document.Notes)
        {
            Paragraph(note, regular, Small, Quiet, Left, Measure, 20, 12);
            flow.Skip(4);
        }
    }

    void Feet(PdfFonts fonts)
    {
        var about = $"{document.Seller} · Invoice {document.Number}";
        foreach (var (i, page) in flow.Pages.Index())
        {
            var count = $"Page {i + 1} of {flow.Pages.Count}";
            page.Fill(Left, 52, Measure, 0.5, Hairline);
            page.TextEnding(Right, 40, count, regular, 7.5, Quiet);
            foreach (var line in PdfText.Lines(about, regular, 7.5, Measure - 80, 1)) page.Text(Left, 40, line, regular, 7.5, Quiet);
        }
        if (!fonts.LackCharacters) return;
        foreach (var page in flow.Pages)
            page.Text(Left, 58, "\u2612 stands for a character that cannot be printed here. The e-mail of this invoice shows it, and so does text copied from this page.", regular, 7.5, Quiet);
    }

    /// <summary>What every page but the first begins with.</summary>
    void Continue()
    {
        foreach (var line in PdfText.Lines($"Invoice {document.Number} · {document.Customer}, continued", regular, Small, Measure, 1))
            flow.Page.Text(Left, flow.Y - Small, line, regular, Small, Quiet);
        flow.Skip(Small + 16);
        if (inTable) TableHeader();
    }

    void Paragraph(string text, PdfFont font, double size, Ink ink, double left, double width, int most, double leading)
    {
        foreach (var line in PdfText.Lines(text, font, size, width, most))
        {
            flow.Need(leading);
            flow.Page.Text(left, flow.Y - size, line, font, size, ink);
            flow.Skip(leading);
        }
    }

    /// <summary>Writes an amount. The largest there are have room. Nothing is ever cut off one: what is longer is written smaller.</summary>
    void Amount(NoticeRow row, double size, double y, double room)
    {
        var (amount, font) = (PdfText.Clean(row.Amount), row.Strong ? strong : regular);
        var (natural, width) = (font.Width(amount, size), AmountWidth(row, size, room));
        flow.Page.TextEnding(Right, y, amount, font, natural > width ? Math.Floor(size * width / natural * 100) / 100 : size, Dark);
    }

    double AmountWidth(NoticeRow row, double size, double room) =>
        Math.Min((row.Strong ? strong : regular).Width(PdfText.Clean(row.Amount), size), room * 0.6);
}
