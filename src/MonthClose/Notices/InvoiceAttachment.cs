using MimeKit;

namespace MonthClose;

/// <summary>The invoice that a mail is about, as PDF.</summary>
static class InvoiceAttachment
{
    public static MimePart Of(Notice notice) => new("application", "pdf")
    {
        Content = new MimeContent(new MemoryStream(InvoicePdf.Write(Document(notice)))),
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = $"{notice.InvoiceNumber}.pdf" },
        ContentType = { Name = $"{notice.InvoiceNumber}.pdf" },
        ContentTransferEncoding = ContentEncoding.Base64,
    };

    static InvoiceDocument Document(Notice notice) => new()
    {
        Seller = notice.Seller, SellerDetails = notice.SellerDetails, Customer = notice.AccountName, Email = notice.To, AccountId = notice.AccountId,
        Country = notice.Country, Number = notice.InvoiceNumber, Period = notice.Period, Issued = notice.Issued, Currency = notice.Currency,
        Lines = notice.Lines, Summary = notice.Rows, Balance = notice.Balance, DisplayBalance = notice.DisplayBalance, Notes = notice.Notes,
        CreatedAt = notice.AsOf,
    };
}
