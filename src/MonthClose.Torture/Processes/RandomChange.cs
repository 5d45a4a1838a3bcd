using System.Globalization;

namespace MonthClose.Torture;

/// <summary>
/// Random changes, those of money most often. Not of the currency: whether a transfer came before or after a settlement
/// of the same second decides its currency then, and files of whole seconds cannot tell a checker which.
/// </summary>
sealed class RandomChange(Random dice, int seed)
{
    int made;

    public string Account(int accounts) => string.Create(CultureInfo.InvariantCulture, $"acct_{dice.Next(1, accounts + 1):000000}");

    public (string Change, string Value) Next() =>
        Operators.Change(dice.Next(100), dice.Next(1, 120), string.Create(CultureInfo.InvariantCulture, $"p{seed}_{++made}"));
}
