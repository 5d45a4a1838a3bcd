using System.Text.Json.Nodes;

namespace AppTests;

/// <summary>Who uses nothing changes nothing for others.</summary>
[Collection(nameof(RandomWorld))]
public sealed class IdleAccountsLawTests(RandomWorld random)
{
    const string Idle = "_idle";

    // More than a worker takes at once, so that the others' jobs come in other company.
    const int Many = 260;

    [Fact]
    public Task Accounts_without_usage_get_no_invoice_and_leave_those_of_the_others_as_they_are() => random.Holds(async world =>
    {
        using var crowded = world.OpenAgain();
        AddIdle(crowded.World, new Random(world.Seed + 3));
        await crowded.CloseAsync();
        foreach (var (alone, together) in new[] { (world.September, crowded.September), (world.October, crowded.October) })
        {
            Assert.DoesNotContain(Idle, File.ReadAllText(Path.Combine(together, "invoices.csv")), StringComparison.Ordinal);
            AssertSameOfTheOthers(alone, together);
        }
    });

    // What is of an idle account names it. Three files have figures over all accounts, and differ where they count the idle.
    static void AssertSameOfTheOthers(string alone, string together)
    {
        Assert.Equal(Names(alone), Names(together));
        foreach (var name in Names(alone).Where(n => n is not ("reports/close.html" or "reports/exceptions.csv")))
        {
            var (expected, actual) = (File.ReadAllText(Path.Combine(alone, name)), File.ReadAllText(Path.Combine(together, name)));
            if (name == "reports/summary.json") (expected, actual) = (WithoutTheIdle(expected), WithoutTheIdle(actual));
            else if (name == "reports/trial_balance.csv") (expected, actual) = (WithoutCredits(expected), WithoutCredits(actual));
            else actual = string.Concat(actual.Split('\n').Where(l => !l.Contains(Idle, StringComparison.Ordinal)).Select(l => l + "\n"))[..^1];
            Assert.True(expected == actual, $"{name} differs:\n{FirstDifference(expected, actual)}");
        }
    }

    // How many accounts there are, and that an idle one's invoice was superseded.
    static string WithoutTheIdle(string summary)
    {
        var json = JsonNode.Parse(summary)!.AsObject();
        json.Remove("accounts");
        json["decisions"]!.AsObject().Remove("superseded");
        return json.ToJsonString();
    }

    // Idle accounts may have credits, which are in the books under these.
    static string WithoutCredits(string trialBalance) => string.Join('\n', trialBalance.Split('\n').Where(l => l.Split(',') is not [_, "customer_credit" or "promotions" or "opening_balance", ..]));

    static string FirstDifference(string expected, string actual)
    {
        var (a, b) = (expected.Split('\n'), actual.Split('\n'));
        var line = a.Zip(b).TakeWhile(p => p.First == p.Second).Count();
        return $"{a.ElementAtOrDefault(line)}\n{b.ElementAtOrDefault(line)}";
    }

    // Among the others and around them, in their zones and currencies, with and without cards and credits, open and closed.
    static void AddIdle(string world, Random dice)
    {
        var (accounts, methods, credits) = (Read("accounts.csv"), Read("payment_methods.csv"), Read("credits.csv"));
        var others = accounts.Rows.ToList();
        for (var n = 0; n < Many; n++)
        {
            var like = (string[])others[dice.Next(others.Count)].Clone();
            var id = dice.Next(3) switch { 0 => $"{n}{Idle}", 1 => $"zz_{n}{Idle}", _ => $"{like[accounts["account_id"]]}{Idle}_{n}" };
            like[accounts["account_id"]] = id;
            like[accounts["status"]] = dice.Next(5) == 0 ? "closed" : "active";
            accounts.Rows.Add(like);
            if (dice.Next(2) == 0) methods.Rows.Add([$"pm_card_visa_{id}", id, "true", "", ""]);
            if (dice.Next(4) == 0) credits.Rows.Add([$"cr_{id}", id, "70", like[accounts["currency"]], "2024-08-01T00:00:00Z", "", dice.Next(2) == 0 ? "promo" : "prepaid"]);
        }
        foreach (var (file, table) in new[] { ("accounts.csv", accounts), ("payment_methods.csv", methods), ("credits.csv", credits) }) table.Write(Path.Combine(world, file));

        WorldTable Read(string file) => WorldTable.Read(Path.Combine(world, file));
    }

    static List<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
