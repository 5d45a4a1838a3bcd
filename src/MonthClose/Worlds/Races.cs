namespace MonthClose;

/// <summary>One row of the race table as an account shows it: its card, and what the script does at which boundary.</summary>
/// <param name="Name">The table's words.</param>
/// <param name="Token">The card, without the account's suffix.</param>
/// <param name="Rows">Boundary, change and value; <c>#</c> in a value is the account's number.</param>
public sealed record Race(string Name, string Token, params (string Boundary, string Change, string Value)[] Rows);

/// <summary>The race table (docs/formats.md), but for crashes and two closes at once.</summary>
public static class Races
{
    const string Visa = "pm_card_visa";
    const string Declined = "pm_card_chargeDeclined";
    const string Other = "pm_card_mastercard_new_#";

    /// <summary>Every race, one account each.</summary>
    public static IReadOnlyList<Race> All { get; } =
    [
        new("before charge: credit ≥ due", Visa, ("before:charge", "grant_credit", "500")),
        new("before charge: credit < due", Visa, ("before:charge", "grant_credit", "10")),
        new("before charge: bank transfer ≥ due", Visa, ("before:charge", "bank_transfer", "500")),
        new("before charge: bank transfer < due", Visa, ("before:charge", "bank_transfer", "10")),
        new("before charge: another default card", Visa, ("before:charge", "add_default_payment_method", Other)),
        new("before charge: all cards removed", Visa, ("before:charge", "remove_payment_methods", "")),
        new("during charge: credit granted", Visa, ("during:charge", "grant_credit", "15")),
        new("during charge: bank transfer", Visa, ("during:charge", "bank_transfer", "15")),
        new("during charge: bank transfer, and the charge fails", Declined, ("during:charge", "bank_transfer", "500")),
        new("during charge: all cards removed", Visa, ("during:charge", "remove_payment_methods", "")),
        new("before failed_charge: new default card", Declined, ("before:failed_charge", "add_default_payment_method", Other)),
        new("before failed_charge: all cards removed", Declined, ("before:failed_charge", "remove_payment_methods", "")),
        new("before failed_charge: paid by credit", Declined, ("before:failed_charge", "grant_credit", "500")),
        new("before failed_charge: paid by transfer", Declined, ("before:failed_charge", "bank_transfer", "500")),
        new("before retry_charge: paid by credit", Declined, ("before:retry_charge", "grant_credit", "500")),
        new("before retry_charge: paid by transfer", Declined, ("before:retry_charge", "bank_transfer", "500")),
        new("before hold: paid by credit", Declined, ("before:hold", "grant_credit", "500")),
        new("before hold: paid by transfer", Declined, ("before:hold", "bank_transfer", "500")),
        new("after hold: paid", Declined, ("after:hold", "bank_transfer", "500")),
        new("after hold: new default card", Declined, ("after:hold", "add_default_payment_method", Other)),
        new("before email: credit granted", Visa, ("before:email", "grant_credit", "7")),
        new("before email: address changed", Visa, ("before:email", "change_email", "new-address@race-#.example")),
        new("before invoice: late usage", Visa, ("before:invoice", "late_usage", "12.345")),
        new("after invoice: late usage", Visa, ("after:invoice", "late_usage", "12.345")),
        new("after invoice: account closed", Declined, ("after:invoice", "close_account", "")),
        new("after invoice: currency changed", Visa, ("after:invoice", "change_currency", "EUR")),
        new("charge delivered twice", Visa, ("before:charge", "run_twice", "")),
        new("charge delivered twice while it is sent", Visa, ("during:charge", "run_twice", "")),
        new("invoice delivered twice", Visa, ("before:invoice", "run_twice", "")),
        new("e-mail delivered twice", Visa, ("before:email", "run_twice", ""), ("after:email", "run_twice", "")),
        new("failed_charge delivered twice", Declined, ("before:failed_charge", "run_twice", "")),
        new("hold and release delivered twice", Declined, ("before:hold", "run_twice", ""), ("after:hold", "bank_transfer", "500"), ("before:release", "run_twice", "")),
    ];

    /// <summary>Writes <c>script.csv</c>, and <c>races.csv</c>, which says which account shows what.</summary>
    public static void Write(string folder, IReadOnlyList<string> accountIds)
    {
        var shown = All.Zip(accountIds, (race, id) => (Race: race, Id: id)).ToList();
        CsvFile.Write(
            Path.Combine(folder, "script.csv"), "boundary,account_id,change,value",
            shown.SelectMany(s => s.Race.Rows.Select(r => new string?[]
            {
                r.Boundary, s.Id, r.Change, r.Value.Replace("#", s.Id["acct_".Length..].TrimStart('0'), StringComparison.Ordinal),
            })));
        CsvFile.Write(Path.Combine(folder, "races.csv"), "account_id,race", shown.Select(s => new string?[] { s.Id, s.Race.Name }));
    }

    /// <summary>Which account shows which race, if the script came with such a file.</summary>
    public static IReadOnlyList<(string AccountId, string Race)> Read(string scriptPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(scriptPath))!, "races.csv");
        return !File.Exists(path) ? [] : [.. new CsvTable(path, "races.csv", []).Rows("account_id", "race").Select(r => (r["account_id"]!, r["race"]!))];
    }
}
