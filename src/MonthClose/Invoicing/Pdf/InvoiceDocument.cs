namespace MonthClose;

/// <summary>Everything that an invoice says as a PDF. Amounts, dates and sentences are as a person reads them.</summary>
public sealed record InvoiceDocument
{
    /// <summary>Who bills.</summary>
    public required string Seller { get; init; }

    /// <summary>The seller's address and tax id, line by line.</summary>
    public IReadOnlyList<string> SellerDetails { get; init; } = [];

    /// <summary>Who is billed.</summary>
    public required string Customer { get; init; }

    /// <summary>The customer's e-mail address; null: not known.</summary>
    public string? Email { get; init; }

    /// <summary>The account that is billed.</summary>
    public required string AccountId { get; init; }

    /// <summary>The customer's country; null: not known.</summary>
    public string? Country { get; init; }

    /// <summary>The invoice's number.</summary>
    public required string Number { get; init; }

    /// <summary>The billed month, in words.</summary>
    public required string Period { get; init; }

    /// <summary>The date of issue in the account's zone, with the zone's abbreviation.</summary>
    public required string Issued { get; init; }

    /// <summary>The currency's ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>What is billed: label and amount.</summary>
    public required IReadOnlyList<NoticeRow> Lines { get; init; }

    /// <summary>What they come to, from the subtotal to what is due. The last one is what the customer looks for first.</summary>
    public IReadOnlyList<NoticeRow> Summary { get; init; } = [];

    /// <summary>The sentence that states the balance as of an instant, in the account's zone.</summary>
    public required string Balance { get; init; }

    /// <summary>The same balance in the account's display currency; null: it has none.</summary>
    public string? DisplayBalance { get; init; }

    /// <summary>What else is to be said, paragraph by paragraph.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>When it was made, for the file's properties; null: they do not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
