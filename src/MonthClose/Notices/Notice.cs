namespace MonthClose;

/// <summary>Everything that a mail says, frozen when it is made. Amounts are as a person reads them.</summary>
public sealed record Notice
{
    /// <summary><c>invoice</c>, <c>receipt</c>, <c>payment_failed</c>, <c>hold_warning</c>, <c>hold_placed</c>, <c>hold_released</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Derived from the cause, without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>Who bills.</summary>
    public required string Seller { get; init; }

    /// <summary>From which address.</summary>
    public required string From { get; init; }

    /// <summary>To which address.</summary>
    public required string To { get; init; }

    /// <summary>The account's name.</summary>
    public required string AccountName { get; init; }

    /// <summary>The invoice's number.</summary>
    public required string InvoiceNumber { get; init; }

    /// <summary>The billed month, in words.</summary>
    public required string Period { get; init; }

    /// <summary>When the balance was read.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The sentence that states the balance as of that instant, in the account's zone.</summary>
    public required string Balance { get; init; }

    /// <summary>The same balance in the account's display currency, with the rate and its date; null: it has none.</summary>
    public string? DisplayBalance { get; init; }

    /// <summary>The seller's address and tax id, line by line, as far as they are known.</summary>
    public IReadOnlyList<string> SellerDetails { get; init; } = [];

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>What happened, paragraph by paragraph.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>The sums of the invoice, from the subtotal to what is due.</summary>
    public required IReadOnlyList<NoticeRow> Rows { get; init; }

    /// <summary>The lines of the invoice.</summary>
    public IReadOnlyList<NoticeRow> Lines { get; init; } = [];

    /// <summary>The account's id.</summary>
    public string AccountId { get; init; } = "";

    /// <summary>The account's country; null: not known.</summary>
    public string? Country { get; init; }

    /// <summary>The invoice's currency.</summary>
    public string Currency { get; init; } = "";

    /// <summary>The date of issue, in the account's zone.</summary>
    public string Issued { get; init; } = "";

    /// <summary>Whether the invoice is attached as PDF.</summary>
    public bool HasPdf { get; init; } = true;

    /// <summary>How the invoice was made, for example by which exchange rates.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A row of a mail's table.</summary>
/// <param name="Label">What.</param>
/// <param name="Amount">How much, as a person reads it.</param>
/// <param name="Strong">Whether it is a sum.</param>
public sealed record NoticeRow(string Label, string Amount, bool Strong = false);
