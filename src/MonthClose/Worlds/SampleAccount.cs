using System.Globalization;

namespace MonthClose;

/// <summary>An account of a sample world, made from its number and the seed alone: nobody has to keep it.</summary>
/// <remarks>
/// Size is what a row of it costs on average, in USD. Metered: what prices.csv can price comes unrated. Refunded: it gets
/// back more than it used.
/// </remarks>
sealed record SampleAccount(
    int Number, string Id, string Name, string? Email, string Currency, string Zone, string Country, string? TaxRate, string Status, string? DisplayCurrency,
    string? Token, string? Customer, bool Expired, decimal Size, bool Metered, bool Refunded)
{
    static readonly string[] Names =
    [
        "Aster", "Bramble", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel", "Lumen", "Meridian", "Nimbus", "Orchard", "Pioneer",
    ];

    static readonly string[] Forms = ["Labs", "Systems", "Studio", "Analytics", "Media", "Robotics", "Health", "Games"];

    static readonly string[] Declining =
    [
        "pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedExpiredCard", "pm_card_chargeDeclinedLostCard",
        "pm_card_authenticationRequired",
    ];

    static readonly string[] Awkward = ["pm_sim_lost_response", "pm_sim_lost_request", "pm_sim_http_500_once", "pm_sim_rate_limited_once", "pm_sim_late_webhook"];

    /// <summary>The account with this number.</summary>
    public static SampleAccount Make(int number, int seed)
    {
        var dice = Dice(number, seed, 0);
        var id = string.Create(CultureInfo.InvariantCulture, $"acct_{number:000000}");
        var name = $"{Names[dice.Next(Names.Length)]} {Forms[dice.Next(Forms.Length)]}";
        var (zone, country, currency, tax) = SampleCatalog.Homes[dice.Next(SampleCatalog.Homes.Length)];
        var email = dice.Next(40) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"billing@{name.Replace(' ', '-').ToLowerInvariant()}-{number}.example");
        var card = Card(dice);
        return new SampleAccount(
            number, id, name, email, currency, zone, country, tax, dice.Next(50) == 0 ? "closed" : "active",
            dice.Next(20) > 0 ? null : currency == "USD" ? "EUR" : "USD", card is null ? null : string.Create(CultureInfo.InvariantCulture, $"{card}_{number}"),
            card is null ? null : CustomerOf(number, seed), dice.Next(50) == 0, dice.Next(33) == 0 ? 0.0002m : 0.12m * LongTail(dice, 16), dice.Next(10) < 3, dice.Next(80) == 0);
    }

    /// <summary>Chance for one account and one purpose.</summary>
    /// <remarks>System.Random with a seed is stable for all time: its algorithm is part of its contract.</remarks>
    public static Random Dice(int number, int seed, int purpose) => new(unchecked((seed * 1_000_003) + number + (purpose * 500_000_003)));

    /// <summary>
    /// From 1 up: of those that reach a doubling 45 % reach the next, which is a Pareto tail of exponent 1.15, without
    /// floating point, so that every machine makes the same.
    /// </summary>
    public static decimal LongTail(Random dice, int doublings)
    {
        var size = 1L;
        for (var n = 0; n < doublings && dice.Next(100) < 45; n++) size *= 2;
        return size * (1 + (dice.Next(1000) / 1000m));
    }

    // A card on file belongs to a customer at the gateway; one in ten is new this month and has not been charged yet.
    static string? CustomerOf(int number, int seed)
    {
        var dice = Dice(number, seed, 3);
        return dice.Next(10) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"cus_{dice.NextInt64(1L << 56):x14}");
    }

    // Out of a hundred cards three decline; two more make the gateway stumble once; two accounts have none.
    static string? Card(Random dice) => dice.Next(100) switch
    {
        < 3 => Declining[dice.Next(Declining.Length)],
        < 5 => Awkward[dice.Next(Awkward.Length)],
        < 7 => null,
        var other => other % 2 == 0 ? "pm_card_visa" : "pm_card_mastercard",
    };
}
