namespace MonthClose;

/// <summary>A customer of the business that closes its month.</summary>
public sealed class Account
{
    /// <summary>The id, ordered by code points everywhere.</summary>
    public required string Id { get; init; }

    /// <summary>The name on invoices.</summary>
    public required string Name { get; init; }

    /// <summary>Where mails go; null: nowhere.</summary>
    public string? Email { get; set; }

    /// <summary>ISO 3166-1 alpha-2; null: not known.</summary>
    public string? Country { get; init; }

    /// <summary>The currency of the next invoice.</summary>
    public required Currency Currency { get; set; }

    /// <summary>The IANA zone whose calendar months are billed.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whether the account is closed: it is billed and charged all the same, but never held.</summary>
    public bool Closed { get; set; }

    /// <summary>The currency in which mails repeat the balance; null: none.</summary>
    public string? DisplayCurrency { get; init; }

    /// <summary>The gateway's customer; null until the first charge makes one.</summary>
    public string? GatewayCustomerId { get; set; }
}

/// <summary>The gateway's token of a card; never a card number.</summary>
public sealed class PaymentMethod
{
    /// <summary>The token.</summary>
    public required string Id { get; init; }

    /// <summary>Whether charges go to it.</summary>
    public bool IsDefault { get; set; }

    /// <summary>The month after which the card has expired; null: unknown.</summary>
    public int? ExpMonth { get; init; }

    /// <summary>The year of <see cref="ExpMonth"/>.</summary>
    public int? ExpYear { get; init; }

    /// <summary>Whether its month has passed. It is offered to the gateway all the same: issuers renew cards.</summary>
    public bool HasExpired(DateTimeOffset now) => (ExpYear, ExpMonth) is ({ } year, { } month) && (now.Year, now.Month).CompareTo((year, month)) > 0;
}
