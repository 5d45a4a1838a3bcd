using System.Globalization;

namespace MonthClose.Torture;

/// <summary>
/// Random changes, those of money most often. Not of the currency: whether a transfer came before or after a settlement
/// of the same second decides its currency then, and files of whole seconds cannot tell a checker which.
/// </summary>
sealed class RandomChange(Random dice, int seed)
{
    int tokens;

    public string Account(int accounts) => string.Create(CultureInfo.InvariantCulture, $"acct_{dice.Next(1, accounts + 1):000000}");

    public (string Change, string Value) Next() => dice.Next(100) switch
    {
        < 35 => ("grant_credit", Amount()),
        < 60 => ("bank_transfer", Amount()),
        < 78 => ("add_default_payment_method", Token()),
        < 86 => ("remove_payment_methods", ""),
        < 92 => ("late_usage", Amount()),
        < 95 => ("close_account", ""),
        _ => ("change_email", string.Create(CultureInfo.InvariantCulture, $"n{++tokens}@p{seed}.example")),
    };

    // Whole units exist in every currency.
    string Amount() => dice.Next(1, 120).ToString(CultureInfo.InvariantCulture);

    string Token() => string.Create(CultureInfo.InvariantCulture, $"{(dice.Next(4) == 0 ? "pm_card_chargeDeclined" : "pm_card_visa")}_p{seed}_{++tokens}");
}
