using System.Globalization;
using NodaTime;

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

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>What happened, paragraph by paragraph.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>The rows of the table: label and amount.</summary>
    public required IReadOnlyList<NoticeRow> Rows { get; init; }
}

/// <summary>A row of a mail's table.</summary>
/// <param name="Label">What.</param>
/// <param name="Amount">How much, as a person reads it.</param>
/// <param name="Strong">Whether it is a sum.</param>
public sealed record NoticeRow(string Label, string Amount, bool Strong = false);

/// <summary>Sentences about instants and money.</summary>
public static class NoticeText
{
    /// <summary><c>As of 2017-08-07 19:31:09 PDT (UTC-07:00), your balance is $10.00.</c></summary>
    public static string AsOf(DateTimeOffset at, string zoneId, decimal balance, Currency currency) =>
        $"As of {Local(at, zoneId)}, your balance is {currency.Format(balance)}.";

    /// <summary>An instant in a zone, with the zone's abbreviation at that instant and its offset.</summary>
    public static string Local(DateTimeOffset at, string zoneId)
    {
        var zoned = Instant.FromDateTimeOffset(at).InZone(Zones.Get(zoneId));
        var offset = zoned.Offset.ToString("+HH:mm", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{zoned:uuuu-MM-dd HH:mm:ss} {zoned.GetZoneInterval().Name} (UTC{offset})");
    }

    /// <summary>A date in a zone, for a person.</summary>
    public static string Date(DateTimeOffset at, string zoneId) =>
        Instant.FromDateTimeOffset(at).InZone(Zones.Get(zoneId)).Date.ToString("d MMMM uuuu", CultureInfo.InvariantCulture);
}
