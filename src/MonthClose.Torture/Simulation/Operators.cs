using System.Globalization;
using Stillso;

namespace MonthClose.Torture;

/// <summary>A change that was made to the world: when an account passed a place, the so-manieth time that any did.</summary>
sealed record MadeChange(int Visit, string Place, string AccountId, string Change, string Value)
{
    /// <summary>As the command takes it.</summary>
    public override string ToString() => $"{Visit}:{Change}{(Value.Length > 0 ? $"={Value}" : "")}";
}

/// <summary>Decides, when an account passes a place, how the world changes there; null: it does not.</summary>
delegate (string Change, string Value)? ChangePlan(int visit, string place, string accountId);

/// <summary>Those who change the world while it is closed.</summary>
sealed class Operators(SimulatedClose close, ChangePlan plan)
{
    static readonly (int Below, string Change)[] Often =
    [
        (30, "grant_credit"), (55, "bank_transfer"), (70, "add_default_payment_method"), (80, "remove_payment_methods"), (90, "late_usage"), (95, "close_account"),
        (100, "change_email"),
    ];

    readonly List<MadeChange> made = [];
    int visits;

    /// <summary>By chance, those of money most often.</summary>
    public static ChangePlan ByChance(Random dice, int most, double often)
    {
        var left = most;
        return (visit, _, _) =>
        {
            var (falls, which, amount) = (dice.NextDouble() < often, dice.Next(100), dice.Next(1, 120));
            if (!(falls || (left == most && visit >= FaultPlan.AtTheLatest)) || left-- <= 0) return null;
            return Change(which, amount, $"v{visit}");
        };
    }

    /// <summary>Exactly these.</summary>
    public static ChangePlan Exactly(IEnumerable<(int Visit, string Change, string Value)> changes)
    {
        var known = changes.ToDictionary(c => c.Visit, c => (c.Change, c.Value));
        return (visit, _, _) => known.TryGetValue(visit, out var change) ? change : null;
    }

    /// <summary>Reads what <see cref="MadeChange.ToString"/> says, with commas between.</summary>
    public static IEnumerable<(int Visit, string Change, string Value)> Parse(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(c => c.Split(':', 2)).Select(c => (Visit: c[0], Change: c[1].Split('=', 2)))
        .Select(c => (int.Parse(c.Visit, CultureInfo.InvariantCulture), c.Change[0], c.Change.Length > 1 ? c.Change[1] : ""));

    /// <summary>A change, those of money most often.</summary>
    /// <param name="which">Below 100.</param>
    /// <param name="amount">If it has one.</param>
    /// <param name="name">Of its token or address; used once.</param>
    public static (string Change, string Value) Change(int which, int amount, string name)
    {
        var change = Often.First(o => which < o.Below).Change;
        return (change, Value(change, amount, name));
    }

    /// <summary>A value that a change can have. Whole units exist in every currency; a token is used once.</summary>
    public static string Value(string change, int amount, string name) => change switch
    {
        "grant_credit" or "bank_transfer" or "late_usage" => amount.ToString(CultureInfo.InvariantCulture),
        "add_default_payment_method" => string.Create(CultureInfo.InvariantCulture, $"{(amount % 4 == 0 ? "pm_card_chargeDeclined" : "pm_card_visa")}_{name}"),
        "change_email" => string.Create(CultureInfo.InvariantCulture, $"new-{name}@changed.example"),
        "change_currency" => "EUR",
        _ => "",
    };

    public IReadOnlyList<MadeChange> Made => made;

    /// <summary>An account passes a place.</summary>
    public void Pass(string place, string accountId)
    {
        if (plan(++visits, place, accountId) is not { } change) return;
        try
        {
            close.Store.Write(tx => WorldChanges.Apply(tx, accountId, change.Change, change.Value, close.Business.GetUtcNow()));
        }
        catch (ChangeRefusedException)
        {
            return;
        }
        made.Add(new MadeChange(visits, place, accountId, change.Change, change.Value));
        close.History.Add("operator", $"{place} {accountId} {change.Change} {change.Value}");
    }
}
