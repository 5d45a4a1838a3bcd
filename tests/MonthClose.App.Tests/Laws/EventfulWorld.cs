using System.Globalization;
using MonthClose;

namespace AppTests;

/// <summary>
/// A world of two months as <c>monthclose sample</c> makes it, with more happening to its few accounts: more of them
/// decline, have credits and lines of tax, reach tiers and caps, and change between two steps.
/// </summary>
static class EventfulWorld
{
    static readonly string[] Cards =
    [
        "pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedLostCard", "pm_card_authenticationRequired",
        "pm_sim_lost_response", "pm_sim_lost_request", "pm_sim_http_500_once",
    ];

    static readonly (string Boundary, string Change, int Value)[] Changes =
    [
        ("before:charge", "grant_credit", 1), ("before:charge", "grant_credit", 500), ("during:charge", "grant_credit", 2),
        ("before:charge", "bank_transfer", 1), ("after:charge", "bank_transfer", 300), ("during:charge", "bank_transfer", 3), ("after:hold", "bank_transfer", 900),
        ("before:charge", "remove_payment_methods", 0), ("before:failed_charge", "add_default_payment_method", 0),
        ("before:retry_charge", "add_default_payment_method", 0), ("after:hold", "add_default_payment_method", 0),
        ("before:invoice", "late_usage", 4), ("after:invoice", "late_usage", 5), ("after:invoice", "close_account", 0), ("before:email", "change_email", 0),
        ("after:invoice", "change_currency", 0),
    ];

    /// <summary>Writes the world folder, and the script of September beside it.</summary>
    public static void Write(string folder, string script, int seed)
    {
        var dice = new Random(seed);
        var accounts = dice.Next(30, 50);
        SampleWorld.Write(folder, accounts, seed, BillingPeriod.Parse("2024-09"), rows: 10);
        AddOctober(folder, accounts, seed);
        Change(folder, "prices.csv", t => Lower(t, "included_quantity", "monthly_cap", "from_quantity"));
        Change(folder, "payment_methods.csv", t => Decline(t, dice));
        Change(folder, "usage/2024-09.csv", t => Tax(t, dice));
        Change(folder, "usage/2024-09.csv", t => Repeat(t, dice));
        var people = WorldTable.Read(Path.Combine(folder, "accounts.csv"));
        Change(folder, "credits.csv", t => Credit(t, people, dice));
        WriteScript(script, people, dice);
    }

    static void AddOctober(string folder, int accounts, int seed)
    {
        var october = folder + "-october";
        SampleWorld.Write(october, accounts, seed, BillingPeriod.Parse("2024-10"), rows: 5);
        File.Copy(Path.Combine(october, "usage", "2024-10.csv"), Path.Combine(folder, "usage", "2024-10.csv"));
        var later = WorldTable.Read(Path.Combine(october, "fx.csv"));
        // Both months know a rate of September's last day; the first one's is kept.
        Change(folder, "fx.csv", t => t.Rows.AddRange(later.Rows.Where(r => r[t["as_of"]].StartsWith("2024-10", StringComparison.Ordinal))));
        Directory.Delete(october, recursive: true);
    }

    // The usage of a few accounts reaches a hundredth of what is said of real prices.
    static void Lower(WorldTable prices, params string[] columns)
    {
        foreach (var row in prices.Rows)
        {
            foreach (var column in columns.Select(c => prices[c]).Where(c => row[c].Length > 0))
                row[column] = (decimal.Parse(row[column], CultureInfo.InvariantCulture) / 100).ToString(CultureInfo.InvariantCulture);
        }
    }

    static void Decline(WorldTable methods, Random dice)
    {
        foreach (var row in methods.Rows.Where(_ => dice.Next(3) == 0))
            row[methods["payment_method_id"]] = $"{Cards[dice.Next(Cards.Length)]}_{row[methods["account_id"]]}";
    }

    static void Tax(WorldTable usage, Random dice)
    {
        foreach (var row in usage.Rows.Where(r => r[usage["BilledCost"]].Length > 0 && dice.Next(25) == 0)) row[usage["ChargeCategory"]] = "Tax";
    }

    // Used twice at once, for another service: only the order of rows could tell which of them comes first.
    static void Repeat(WorldTable usage, Random dice)
    {
        foreach (var row in usage.Rows.Where(r => r[usage["BilledCost"]].Length == 0 && dice.Next(2) == 0).ToList())
        {
            var twin = (string[])row.Clone();
            twin[usage["ServiceName"]] = "Backup";
            usage.Rows.Insert(dice.Next(usage.Rows.Count + 1), twin);
        }
    }

    static void Credit(WorldTable credits, WorldTable accounts, Random dice)
    {
        foreach (var account in accounts.Rows)
        {
            for (var n = dice.Next(8) - 5; n > 0; n--)
            {
                var (id, currency) = (account[accounts["account_id"]], account[accounts["currency"]]);
                var expires = dice.Next(3) switch { 0 => "", 1 => "2024-10-10T00:00:00Z", _ => "2024-12-24T00:00:00Z" };
                credits.Rows.Add([$"more_{id}_{n}", id, Amount(dice.Next(1, 6), currency), currency, $"2024-08-0{dice.Next(1, 4)}T00:00:00Z", expires, dice.Next(2) == 0 ? "promo" : "prepaid"]);
            }
        }
    }

    static void WriteScript(string path, WorldTable accounts, Random dice)
    {
        var script = new WorldTable(["boundary", "account_id", "change", "value"], []);
        foreach (var account in accounts.Rows.Where(_ => dice.Next(2) == 0))
        {
            var (id, currency) = (account[accounts["account_id"]], account[accounts["currency"]]);
            var (boundary, change, value) = Changes[dice.Next(Changes.Length)];
            script.Rows.Add([boundary, id, change, change switch
            {
                "add_default_payment_method" => $"pm_card_visa_new_{id}",
                "change_email" => $"new@{id}.example",
                "change_currency" => currency == "USD" ? "EUR" : "USD",
                _ => value == 0 ? "" : Amount(value, currency),
            }]);
        }
        script.Write(path);
    }

    // So many dollars, about, in whole units of the currency.
    static string Amount(int dollars, string currency) =>
        (dollars * currency switch { "JPY" => 143, "HUF" => 356, "INR" => 84, _ => 1 }).ToString(CultureInfo.InvariantCulture);

    static void Change(string folder, string file, Action<WorldTable> change)
    {
        var table = WorldTable.Read(Path.Combine(folder, file));
        change(table);
        table.Write(Path.Combine(folder, file));
    }
}
