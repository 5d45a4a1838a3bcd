namespace MonthClose;

/// <summary>Money of the account that settles invoices before anything is charged.</summary>
public sealed class Credit
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>What was granted.</summary>
    public required Money Amount { get; init; }

    /// <summary>What is left.</summary>
    public required Money Remaining { get; set; }

    /// <summary>Usable from this instant on.</summary>
    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>Usable until just before this instant; null: for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>promo</c>, <c>prepaid</c> or <c>goodwill</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the journal has it.</summary>
    public bool Posted { get; set; }

    /// <summary>Whether it can settle something in this currency at this instant.</summary>
    public bool IsUsable(Currency currency, DateTimeOffset now) =>
        Remaining.Amount > 0 && Remaining.Currency == currency && GrantedAt <= now && (ExpiresAt is null || now < ExpiresAt);
}

/// <summary>A part of a credit that settled a part of an invoice.</summary>
public sealed record CreditUse(string InvoiceId, int Ordinal, string CreditId, Money Amount, DateTimeOffset At);
