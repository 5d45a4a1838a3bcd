using NodaTime;

namespace MonthClose.Checking;

/// <summary>A row of an output file of docs/formats.md, section 4; <see cref="Line"/> is where it starts in its file.</summary>
public interface IOutputRow
{
    int Line { get; }
}

public sealed record InvoiceRow(
    int Line, string? InvoiceNumber, string AccountId, string Period, string? Currency,
    decimal? Subtotal, decimal? Tax, decimal? CarriedIn, decimal? Total,
    decimal? CreditsApplied, decimal? AmountPaid, decimal? AmountDue, string Status, Instant? IssuedAt) : IOutputRow;

public sealed record InvoiceLineRow(
    int Line, string InvoiceNumber, int LineNumber, string ChargeCategory, string ServiceName, string FromPeriod,
    decimal Amount) : IOutputRow;

public sealed record CreditAppliedRow(
    int Line, string CreditId, string AccountId, string InvoiceNumber, decimal Amount, string Currency,
    Instant AppliedAt) : IOutputRow;

public sealed record PaymentRow(
    int Line, string PaymentId, string AccountId, string? InvoiceNumber, int? Attempt, decimal Amount, string Currency,
    string? PaymentMethodId, string Status, string? DeclineCode, string? GatewayReference, string? IdempotencyKey,
    Instant DecidedAt, Instant? SettledAt) : IOutputRow
{
    public bool IsTransfer => PaymentMethodId == "bank_transfer";

    public bool Failed => Status is "declined" or "action_required" or "no_payment_method";
}

public sealed record HoldRow(
    int Line, string AccountId, string InvoiceNumber, Instant PlacedAt, Instant? ReleasedAt, string Reason) : IOutputRow;

public sealed record EmailRow(
    int Line, string MessageId, string AccountId, string? InvoiceNumber, string Kind, string To, Instant AsOf,
    decimal Balance, string Currency, Instant? SentAt) : IOutputRow;

/// <summary>What changes.csv and decisions.csv share: a place in the account's one count.</summary>
public interface ITimelineRow : IOutputRow
{
    int Seq { get; }

    Instant At { get; }

    string AccountId { get; }
}

public sealed record ChangeRow(
    int Line, int Seq, Instant At, string ChangeId, string AccountId, string Change, string? Value) : ITimelineRow;

public sealed record DecisionRow(
    int Line, int Seq, Instant At, string AccountId, string? InvoiceNumber, string Step, string Decision,
    string? Premise, string? Believed, Instant? BelievedAsOf, string? Found, Instant? FoundAsOf, string? Cause,
    string? Reason) : ITimelineRow
{
    public IReadOnlyList<string> Causes => Cause?.Split(';') ?? [];

    public bool Acted => Decision is "acted" or "revised";

    public bool IsChargingStep => Step is "charge" or "failed_charge" or "retry_charge";

    /// <summary>The value that was found for a fact of the premise, or null.</summary>
    public string? FoundValue(string fact) => Facts.Value(Found, fact);

    public string? BelievedValue(string fact) => Facts.Value(Believed, fact);
}

public sealed record JournalRow(
    int Line, string Entry, int LineNumber, Instant At, string Period, string LedgerAccount, decimal? Debit,
    decimal? Credit, string Currency, string? Reference) : IOutputRow
{
    /// <summary>Debit less credit.</summary>
    public decimal Net => (Debit ?? 0) - (Credit ?? 0);
}

/// <summary>The gateway's own book: <see cref="Amount"/> in its minor units, <see cref="Currency"/> in lower case.</summary>
public sealed record GatewayChargeRow(
    int Line, string GatewayReference, string IdempotencyKey, decimal Amount, string Currency, string PaymentMethodId,
    string Status, Instant CreatedAt) : IOutputRow;

/// <summary>One emails/*.eml: its Message-ID without angle brackets, its To header and its plain text.</summary>
public sealed record EmlFile(string Name, string? MessageId, string? To, string Text)
{
    public IReadOnlyList<EmlAttachment> Attachments { get; init; } = [];
}

/// <summary>A part of a mail that has a file name; <see cref="Content"/> is still encoded as the mail has it.</summary>
public sealed record EmlAttachment(string FileName, string ContentType, string Encoding, string Content)
{
    /// <summary>The bytes of a base64 part, or null.</summary>
    public byte[]? Bytes()
    {
        var text = string.Concat(Content.Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[text.Length];
        return Encoding.Equals("base64", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}

/// <summary>`name=value;name=value`, as in believed and found.</summary>
internal static class Facts
{
    public static IEnumerable<string> Names(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)[0]);

    public static string? Value(string? list, string name) =>
        (list ?? "").Split(';').Select(pair => pair.Split('=', 2))
            .FirstOrDefault(pair => pair[0] == name && pair.Length == 2)?[1];
}
