using System.Globalization;

namespace MonthClose;

/// <summary>Makes the world whose first accounts show the race table, the same for the same seed.</summary>
static class RaceWorld
{
    static readonly (string Service, string Sku)[] Services =
    [
        ("Compute", "vm-4"), ("Object Storage", "os-std"), ("Managed Database", "db-2"), ("Load Balancer", "lb-1"), ("Bandwidth", "bw-gb"), ("Kubernetes", "k8s-node"),
    ];

    static readonly string[] Zones =
    [
        "America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Budapest", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney", "UTC",
        "Pacific/Auckland",
    ];

    static readonly string[] Currencies = ["USD", "USD", "USD", "USD", "EUR", "EUR", "GBP", "JPY", "HUF", "KWD"];

    static readonly string[] Names =
    [
        "Aster", "Bramble", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper", "Kestrel", "Lumen", "Meridian", "Nimbus", "Orchard", "Pioneer",
    ];

    static readonly string[] Forms = ["Labs", "Systems", "Studio", "Analytics", "Media", "Robotics", "Health", "Games"];

    // Out of a hundred accounts: most cards charge, some fail in each way.
    static readonly string[] Tokens =
    [
        "pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedExpiredCard", "pm_card_chargeDeclinedLostCard",
        "pm_card_authenticationRequired", "pm_sim_lost_response", "pm_sim_lost_request", "pm_sim_http_500_once", "pm_sim_rate_limited_once", "pm_sim_late_webhook", "", "",
    ];

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="seed">Chooses everything.</param>
    /// <param name="period">The month of the usage.</param>
    /// <param name="rows">Usage rows per account.</param>
    public static void Write(string folder, int accounts, int seed, BillingPeriod period, int rows)
    {
        Directory.CreateDirectory(Path.Combine(folder, "usage"));
        CsvFile.Write(Path.Combine(folder, "business.csv"), "key,value",
        [
            ["name", "Northwind Cloud"], ["address", "1 Harbour Street, Seattle"], ["tax_id", "US-00-0000000"], ["from_email", "billing@northwind.example"],
        ]);
        var made = Enumerable.Range(1, accounts).Select(n => Make(n, seed, n <= Races.All.Count ? Races.All[n - 1] : null)).ToList();
        CsvFile.Write(
            Path.Combine(folder, "accounts.csv"), "account_id,name,email,currency,time_zone,country,tax_rate,status,display_currency,gateway_customer_id",
            made.Select(a => new string?[] { a.Id, a.Name, a.Email, a.Currency, a.Zone, null, null, a.Status, null, null }));
        CsvFile.Write(
            Path.Combine(folder, "payment_methods.csv"), "payment_method_id,account_id,is_default,exp_month,exp_year",
            made.Where(a => a.Token.Length > 0).Select(a => new string?[] { a.Token, a.Id, "true", a.Expired ? "8" : "12", a.Expired ? "2024" : "2031" }));
        CsvFile.Write(Path.Combine(folder, "credits.csv"), "credit_id,account_id,amount,currency,granted_at,expires_at,kind", made.SelectMany(Credits));
        CsvFile.Write(
            Path.Combine(folder, "usage", $"{period}.csv"),
            "BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,SkuId,ResourceId,ConsumedQuantity,ConsumedUnit,BilledCost,BillingCurrency,ChargeDescription",
            made.SelectMany(a => Usage(a, period, rows)));
        Races.Write(folder, made.Select(a => a.Id).ToList());
    }

    sealed record Sample(string Id, string Name, string? Email, string Currency, string Zone, string Status, string Token, bool Expired, bool Plain, Random Dice);

    static Sample Make(int n, int seed, Race? race)
    {
        // System.Random with a seed is stable for all time: its algorithm is part of its contract.
        var dice = new Random(unchecked((seed * 1_000_003) + n));
        var id = string.Create(CultureInfo.InvariantCulture, $"acct_{n:000000}");
        var name = $"{Names[dice.Next(Names.Length)]} {Forms[dice.Next(Forms.Length)]}";
        var currency = Currencies[dice.Next(Currencies.Length)];
        var zone = Zones[dice.Next(Zones.Length)];
        var lucky = dice.Next(100);
        var token = lucky < Tokens.Length ? Tokens[lucky] : dice.Next(2) == 0 ? "pm_card_visa" : "pm_card_mastercard";
        var expired = dice.Next(100) < 2;
        var email = dice.Next(40) == 0 ? null : $"billing@{name.Replace(" ", "-", StringComparison.Ordinal).ToLowerInvariant()}-{n}.example";
        var status = dice.Next(50) == 0 ? "closed" : "active";
        if (race is not null) (currency, token, expired, email, status) = ("USD", race.Token, false, $"billing@race-{n}.example", "active");
        return new Sample(
            id, name, email, currency, zone, status, token.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{token}_{n}"), expired, race is not null, dice);
    }

    static IEnumerable<string?[]> Credits(Sample a)
    {
        if (a.Plain || a.Dice.Next(5) > 0) yield break;
        var kind = new[] { "promo", "prepaid", "goodwill" }[a.Dice.Next(3)];
        var expires = a.Dice.Next(3) switch { 0 => "2024-09-15T00:00:00Z", 1 => "2025-01-01T00:00:00Z", _ => null };
        var amount = (a.Dice.Next(3) == 0 ? 5000 : a.Dice.Next(5, 40)) * Scale(a.Currency);
        yield return [$"cr_{a.Id}", a.Id, amount.ToString("F0", CultureInfo.InvariantCulture), a.Currency, "2024-08-20T12:00:00Z", expires, kind];
    }

    static IEnumerable<string?[]> Usage(Sample a, BillingPeriod period, int rows)
    {
        var start = period.Start(MonthClose.Zones.Get(a.Zone));
        var refund = !a.Plain && a.Dice.Next(60) == 0;
        var small = !a.Plain && a.Dice.Next(40) == 0;
        for (var n = 0; n < rows; n++)
        {
            var (service, sku) = Services[a.Dice.Next(Services.Length)];
            var from = start.AddHours(n * (28.0 * 24 / rows));
            var cost = (decimal)a.Dice.Next(1_000_000, 9_000_000) / 1_000_000 * Scale(a.Currency) * (small ? 0.001m : 1);
            var back = refund && n == 0;
            yield return
            [
                a.Id, Instants.ToFile(from), Instants.ToFile(from.AddHours(1)), back ? "Credit" : "Usage", service, sku, $"{sku}-{n}",
                a.Dice.Next(1, 100).ToString(CultureInfo.InvariantCulture), "Hours",
                (back ? -400 * Scale(a.Currency) : cost).ToString("0.######", CultureInfo.InvariantCulture), a.Currency, $"{service} usage",
            ];
        }
    }

    static decimal Scale(string currency) => currency switch { "JPY" => 150, "HUF" => 360, "KWD" => 0.3m, _ => 1 };
}
