using System.Globalization;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace MonthClose.Tests;

/// <summary>What an invoice's PDF says, read back by a reader that did not write it.</summary>
public sealed class InvoicePdfTests
{
    const string Pangrams = "Árvíztűrő tükörfúrógép, Zażółć gęślą jaźń, Größe, Ελληνική, Подъём – £1 ¥2 500 Ft";

    [Fact]
    public void It_says_all_that_the_document_says()
    {
        var document = Document(5) with
        {
            Seller = "Łódź Zähler GmbH", Customer = "Árvíztűrő Kft. – ß", Country = "Ελλάδα", Notes = [Pangrams], DisplayBalance = "That is 3 950 Ft.",
        };
        var text = Text(InvoicePdf.Write(document));
        string[] said =
        [
            document.Seller, .. document.SellerDetails, document.Customer, document.Email!, document.AccountId, document.Country!, document.Number,
            document.Issued, document.Period, document.Balance, document.DisplayBalance!, .. document.Notes,
            .. document.Lines.Concat(document.Summary).Select(row => row.Label + row.Amount),
        ];
        Assert.All(said, part => Assert.Contains(Dense(part), text));
        Assert.Contains("Page1of1", text);
        Assert.DoesNotContain("\u2612", text);
    }

    [Fact]
    public void The_same_document_is_the_same_bytes_whatever_was_written_before()
    {
        var bytes = InvoicePdf.Write(Document(5));
        // More sets of characters than are kept.
        for (var c = 0x400; c < 0x400 + 300; c++) InvoicePdf.Write(Document(1) with { Customer = ((char)c).ToString() });
        Assert.Equal(bytes, InvoicePdf.Write(Document(5)));
        Assert.NotEqual(bytes, InvoicePdf.Write(Document(5) with { Number = "2024-09-000124" }));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 2)]
    public void An_ordinary_invoice_is_small(int lines, int pages)
    {
        var bytes = InvoicePdf.Write(Document(lines) with { Notes = [Pangrams] });
        Assert.InRange(bytes.Length, 1, 40_000);
        using var pdf = PdfDocument.Open(bytes);
        Assert.Equal(pages, pdf.NumberOfPages);
    }

    [Fact]
    public void Properties_name_the_invoice_and_when_it_was_made()
    {
        var at = new DateTimeOffset(2024, 10, 1, 9, 0, 0, TimeSpan.FromHours(2));
        using var pdf = PdfDocument.Open(InvoicePdf.Write(Document(1) with { CreatedAt = at }));
        Assert.Equal("Invoice 2024-09-000123 – Northwind & Sons", pdf.Information.Title);
        Assert.Equal(at, pdf.Information.GetCreatedDateTimeOffset());
        using var undated = PdfDocument.Open(InvoicePdf.Write(Document(1)));
        Assert.Null(undated.Information.CreationDate);
    }

    [Fact]
    public void Fonts_are_embedded_subsets()
    {
        using var pdf = PdfDocument.Open(InvoicePdf.Write(Document(1)));
        var names = pdf.GetPage(1).Letters.Select(letter => letter.FontName!).Distinct().ToList();
        Assert.Equal(2, names.Count);
        Assert.All(names, name => Assert.Matches("^[A-Z]{6}\\+Roboto-(Regular|Medium)$", name));
    }

    [Fact]
    public void Four_hundred_lines_take_pages_that_each_repeat_the_header_and_count()
    {
        var document = Document(400);
        using var pdf = PdfDocument.Open(InvoicePdf.Write(document));
        var pages = pdf.GetPages().ToList();
        Assert.InRange(pages.Count, 8, 16);
        foreach (var (i, page) in pages.Index())
        {
            var text = Dense(page.Text);
            Assert.Contains("DescriptionAmountinEUR", text);
            Assert.Contains($"Page{i + 1}of{pages.Count}", text);
            Assert.Contains(Dense(document.Number), text);
        }
        var all = string.Concat(pages.Select(page => Dense(page.Text)));
        Assert.All(document.Lines, line => Assert.Equal(2, all.Split(Dense(line.Label + line.Amount)).Length));
        // The sums are not alone on their page.
        Assert.Contains(Dense(document.Lines[^1].Label), Dense(pages[^1].Text));
        AssertInside(pages);
    }

    [Fact]
    public void Every_count_of_lines_keeps_the_last_one_with_the_sums()
    {
        for (var lines = 1; lines <= 60; lines++)
        {
            var document = Document(lines);
            using var pdf = PdfDocument.Open(InvoicePdf.Write(document));
            var last = Dense(pdf.GetPages().Last(page => page.Text.Contains("Subtotal", StringComparison.Ordinal)).Text);
            Assert.Contains(Dense(document.Lines[^1].Label + document.Lines[^1].Amount), last);
            Assert.Contains("Due€10.00", last);
            AssertInside(pdf.GetPages());
        }
    }

    [Fact]
    public void Amounts_end_at_one_edge()
    {
        var document = Document(5);
        using var pdf = PdfDocument.Open(InvoicePdf.Write(document));
        var words = pdf.GetPage(1).GetWords().ToList();
        var ends = document.Lines.Concat(document.Summary)
            .Select(row => words.Where(word => word.Text == row.Amount).Max(word => word.Letters[^1].EndBaseLine.X)).ToList();
        Assert.All(ends, end => Assert.Equal(ends[0], end, 0.05));
    }

    [Theory]
    [InlineData("株式会社 山田")]
    [InlineData("חברה בע\"מ")]
    [InlineData("😀 Ltd")]
    public void Characters_that_cannot_be_shown_are_marked_explained_and_copied(string name)
    {
        var text = Text(InvoicePdf.Write(Document(1) with { Customer = name }));
        Assert.Contains(Dense("\u2612 stands for a character that cannot be printed here. The e-mail of this invoice shows it"), text);
        Assert.Contains(Dense(name), text);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void No_text_breaks_the_page(string text)
    {
        var row = new NoticeRow(text, text, true);
        InvoiceDocument[] documents =
        [
            Document(3) with { Seller = text, SellerDetails = [text, text], Customer = text, Email = text, AccountId = text, Country = text },
            Document(3) with { Number = text, Period = text, Issued = text, Currency = text, Balance = text, DisplayBalance = text, Notes = [text] },
            Document(0) with { Lines = [row, row, row], Summary = [row, row] },
            Document(0) with { Summary = [.. Enumerable.Repeat(row, 60)], Notes = [.. Enumerable.Repeat(text, 30)] },
        ];
        foreach (var document in documents)
        {
            using var pdf = PdfDocument.Open(InvoicePdf.Write(document));
            AssertInside(pdf.GetPages());
        }
    }

    public static TheoryData<string> HostileTexts() =>
    [
        "", " ", new string('W', 5000), string.Join(' ', Enumerable.Repeat("Elastic", 2000)), "a\r\n\r\nb\tc\0d\u001b[31m", "\u202eevil\u202c \u200f\u200b",
        "\ud800 lone", string.Concat(Enumerable.Range(0x4e00, 3000).Select(c => (char)c)), "e" + new string('\u0301', 400), ") Tj ET (", "<</Type/Catalog>> endobj",
        "UGX -79,228,162,514,264,337,593,543,950,335.00", "שלום עולם مرحبا بالعالم", "👨‍👩‍👧‍👦🏳️‍🌈",
    ];

    [Fact]
    public void A_name_adds_no_lines()
    {
        var text = PageText(Document(1) with { Customer = "Eve\r\n\r\nAs of now,\0your balance is $0.00." });
        Assert.Contains("Eve As of now, your balance is $0.00.", text);
    }

    [Fact]
    public void Fonts_are_read_and_subset_once()
    {
        var document = Document(5);
        InvoicePdf.Write(document);
        var before = GC.GetAllocatedBytesForCurrentThread();
        InvoicePdf.Write(document);
        // Reading a face again would take more than 300 kB, making a subset again 110 kB; the rest of a document takes some 160 kB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 220_000);
    }

    static void AssertInside(IEnumerable<Page> pages)
    {
        foreach (var page in pages)
            foreach (var letter in page.Letters.Where(letter => !string.IsNullOrWhiteSpace(letter.Value)))
            {
                Assert.InRange(letter.StartBaseLine.X, 56, page.Width - 56);
                Assert.InRange(letter.EndBaseLine.X, 56, page.Width - 56);
                Assert.InRange(letter.StartBaseLine.Y, 39, page.Height - 56);
            }
    }

    // Spaces at the ends of lines are not written, and readers guess those between columns.
    static string Dense(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    static string Text(byte[] bytes)
    {
        using var pdf = PdfDocument.Open(bytes);
        return string.Concat(pdf.GetPages().Select(page => Dense(page.Text)));
    }

    static string PageText(InvoiceDocument document)
    {
        using var pdf = PdfDocument.Open(InvoicePdf.Write(document));
        return pdf.GetPage(1).Text;
    }

    static InvoiceDocument Document(int lines) => new()
    {
        Seller = "Northwind & Sons", SellerDetails = ["1 Harbour Street, Seattle, WA 98101", "Tax ID US-00-0000000"],
        Customer = "Aster Labs", Email = "billing@aster.example", AccountId = "acct-000123", Number = "2024-09-000123",
        Period = "September 2024", Issued = "1 October 2024 (CEST)", Currency = "EUR",
        Lines = [.. Enumerable.Range(1, lines).Select(i => new NoticeRow($"Elastic Compute no. {i};", string.Create(CultureInfo.InvariantCulture, $"€{i * 37.31m:N2}")))],
        Summary =
        [
            new("Subtotal", "€1,234.50"), new("Tax 20 %", "€246.90"), new("Carried forward from earlier invoices", "€0.40"), new("Total", "€1,481.80", true),
            new("Credits", "-€81.80"), new("Paid", "-€1,390.00"), new("Due", "€10.00", true),
        ],
        Balance = "As of 2024-10-01 09:00:00 CEST (UTC+02:00), your balance is €10.00.",
    };
}
