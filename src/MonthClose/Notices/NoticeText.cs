using System.Globalization;
using NodaTime;

namespace MonthClose;

/// <summary>Sentences about instants and money.</summary>
public static class NoticeText
{
    /// <summary><c>As of 2017-08-07 19:31:09 PDT (UTC-07:00), your balance is $10.00.</c></summary>
    public static string AsOf(DateTimeOffset at, string zoneId, decimal balance, Currency currency) =>
        $"As of {Local(at, zoneId)}, your balance is {currency.Format(balance)}.";

    /// <summary><c>That is HUF 2,565 at 1 USD = 256.5 HUF, the rate of 2017-08-07.</c></summary>
    /// <param name="balance">The balance of that instant in the other currency, not rounded.</param>
    /// <param name="currency">The account's currency.</param>
    /// <param name="display">In which currency to repeat it.</param>
    /// <param name="rate">1 of the account's currency in the other one.</param>
    /// <param name="rateOf">The date of the rate, <c>2017-08-07</c>.</param>
    public static string Display(decimal balance, Currency currency, Currency display, decimal rate, string rateOf) => string.Create(
        CultureInfo.InvariantCulture,
        $"That is {display.Format(new Money(balance, display).Round().Amount)} at 1 {currency.Code} = {Rate(rate)} {display.Code}, the rate of {rateOf}.");

    /// <summary>A rate as a person reads it: ten decimals at most, without trailing zeros.</summary>
    public static string Rate(decimal rate) => Math.Round(rate, 10, MidpointRounding.AwayFromZero).ToString("0.##########", CultureInfo.InvariantCulture);

    /// <summary>An instant in a zone, with the zone's abbreviation at that instant and its offset.</summary>
    public static string Local(DateTimeOffset at, string zoneId)
    {
        var zoned = Instant.FromDateTimeOffset(at).InZone(Zones.Get(zoneId));
        var offset = zoned.Offset.ToString("+HH:mm", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{zoned:uuuu-MM-dd HH:mm:ss} {zoned.GetZoneInterval().Name} (UTC{offset})");
    }

    /// <summary>A date in a zone, with the zone's abbreviation: <c>1 October 2024 (CEST)</c>.</summary>
    public static string DateAndZone(DateTimeOffset at, string zoneId) =>
        $"{Date(at, zoneId)} ({Zones.Get(zoneId).GetZoneInterval(Instant.FromDateTimeOffset(at)).Name})";

    /// <summary>A date in a zone, for a person.</summary>
    public static string Date(DateTimeOffset at, string zoneId) =>
        Instant.FromDateTimeOffset(at).InZone(Zones.Get(zoneId)).Date.ToString("d MMMM uuuu", CultureInfo.InvariantCulture);
}
