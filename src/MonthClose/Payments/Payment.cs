namespace MonthClose;

/// <summary>One attempt to collect, or one use of a bank transfer: a row of payments.csv.</summary>
public sealed class Payment
{
    /// <summary>Counts 1, 2, … per account.</summary>
    public required int Ordinal { get; init; }

    /// <summary>What it was for; null: the rest of a transfer, which is a credit.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>Counts 1, 2, … per invoice; null: a transfer, or an intent withdrawn before the line.</summary>
    public int? Attempt { get; set; }

    /// <summary>What was, or would have been, charged.</summary>
    public required Money Amount { get; init; }

    /// <summary>The method's token, <c>bank_transfer</c>, or null without one.</summary>
    public string? MethodId { get; init; }

    /// <summary>The outcome as in payments.csv; null while it is under way.</summary>
    public string? Status { get; set; }

    /// <summary>The gateway's code for a refusal.</summary>
    public string? DeclineCode { get; set; }

    /// <summary>The gateway's name for the charge.</summary>
    public string? Reference { get; set; }

    /// <summary>The key of the intent.</summary>
    public string? Key { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset DecidedAt { get; set; }

    /// <summary>The seq of the decision to send it; 0 without one.</summary>
    public long DecidedSeq { get; set; }

    /// <summary>When its outcome was learned.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>Whether it is a row of payments.csv: it has an outcome.</summary>
    public bool IsAttempt => Attempt is not null;
}

/// <summary>The words of payments.csv for outcomes.</summary>
public static class Outcome
{
    /// <summary>Paid.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Refused by the card's bank.</summary>
    public const string Declined = "declined";

    /// <summary>The customer must authenticate.</summary>
    public const string ActionRequired = "action_required";

    /// <summary>There was nothing to charge.</summary>
    public const string NoPaymentMethod = "no_payment_method";

    /// <summary>Withdrawn before the line because the world changed.</summary>
    public const string Canceled = "canceled";

    /// <summary>Sent and not answered.</summary>
    public const string Unknown = "unknown";

    /// <summary>The method of rows that are bank transfers.</summary>
    public const string BankTransfer = "bank_transfer";
}

/// <summary>A transfer that waits for the outcome of a charge in flight.</summary>
public sealed record WaitingTransfer(string ChangeId, Money Amount, DateTimeOffset ReceivedAt);

/// <summary>A hold on an account, caused by one invoice.</summary>
public sealed class Hold
{
    /// <summary>The invoice that was not paid.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>When the account was held.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When it was released; null: not yet.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }

    /// <summary>The amount that was due, for a person.</summary>
    public required string Reason { get; init; }
}
