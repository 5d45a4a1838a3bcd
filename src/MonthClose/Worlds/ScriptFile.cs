using System.Globalization;
using Stillso;

namespace MonthClose;

/// <summary>A script of changes at the boundaries of a close: <c>boundary,account_id,change,value</c>.</summary>
public static class ScriptFile
{
    static readonly HashSet<string> Steps = new(StringComparer.Ordinal)
    {
        "rate", "invoice", "apply_credits", "charge", "failed_charge", "retry_charge", "hold", "release", "email", "report",
    };

    /// <summary>Reads and checks a script.</summary>
    /// <exception cref="BadInputException">Something is wrong; every bad row is named.</exception>
    public static IReadOnlyList<StoredScriptRow> Read(string path, Func<string, Currency?> currencyOf)
    {
        var bad = new List<BadRow>();
        var rows = new List<StoredScriptRow>();
        foreach (var row in new CsvTable(path, Path.GetFileName(path), bad).Rows("boundary", "account_id", "change"))
        {
            var (boundary, account, change, value) = (row["boundary"]!, row["account_id"]!, row["change"]!, row["value"] ?? "");
            var ok = IsBoundary(boundary) || row.Wrong("boundary", $"\"{boundary}\" is none of before:STEP, after:STEP, during:charge");
            var currency = currencyOf(account);
            ok &= currency is not null || row.Wrong("account_id", $"there is no account {Cards.Mask(account)}");
            if (currency is not null && ChangeCheck.WhatIsWrong(change, value, currency, script: true) is { } wrong)
                ok &= row.Wrong(wrong.Column, wrong.What);
            if (ok) rows.Add(new StoredScriptRow(rows.Count + 1, boundary, account, change, value));
        }
        return bad.Count > 0 ? throw new BadInputException(bad) : rows;
    }

    /// <summary>Refuses a script that is not the one with which the close of this period began.</summary>
    /// <exception cref="BadInputException">The store has begun another one.</exception>
    public static void RefuseAnother(ILedger ledger, string path, string period, IReadOnlyList<StoredScriptRow> rows)
    {
        var kept = ledger.Read(tx => tx.Sql.Query(
            Sql.Text["script_rows"], r => new StoredScriptRow(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), period));
        if (kept.Count > 0 && !kept.Select(r => r with { Row = 0 }).SequenceEqual(rows.Select(r => r with { Row = 0 })))
            throw new BadInputException([new BadRow(Path.GetFileName(path), 0, "", "this close has begun with another script: run it with that one, or use another store")]);
    }

    /// <summary>Keeps the rows of a period's script with the store, unless they are there already.</summary>
    public static void Keep(ILedger ledger, string period, IReadOnlyList<StoredScriptRow> rows) => ledger.Write(tx =>
    {
        if (tx.Sql.Number(Sql.Text["script_rows"], period) > 0) return false;
        foreach (var row in rows) tx.Sql.Execute(Sql.Text["insert_script_row"], period, row.Boundary, row.AccountId, row.Change, row.Value);
        return true;
    });

    static bool IsBoundary(string text) => text == "during:charge"
        || (text.Split(':', 2) is ["before" or "after", var step] && Steps.Contains(step));
}

/// <summary>Whether a change of the world is well-formed.</summary>
public static class ChangeCheck
{
    /// <summary>What is wrong with a change; null: nothing.</summary>
    public static (string Column, string What)? WhatIsWrong(string change, string value, Currency currency, bool script) => change switch
    {
        "grant_credit" or "bank_transfer" => Amount(value, currency, change == "grant_credit"),
        "late_usage" => decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? null : ("value", $"\"{Cards.Mask(value)}\" is not a cost"),
        "add_default_payment_method" => Cards.LooksLikeNumber(value) ? ("value", "it looks like a card number (not shown): give the gateway's token")
            : value.Length == 0 ? ("value", "a token is required") : null,
        "change_currency" => Currency.TryGet(value, out _) ? null : ("value", $"\"{Cards.Mask(value)}\" is not an ISO 4217 currency code"),
        "change_email" => Addresses.IsValid(value) ? null : ("value", $"\"{Cards.Mask(value)}\" is not an e-mail address"),
        "remove_payment_methods" or "close_account" => value.Length == 0 ? null : ("value", $"{change} takes no value"),
        "run_twice" or "crash" when script => value.Length == 0 ? null : ("value", $"{change} takes no value"),
        _ => ("change", $"there is no change \"{change}\""),
    };

    static (string, string)? Amount(string value, Currency currency, bool ownCurrency)
    {
        if (!decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount <= 0)
            return ("value", $"\"{Cards.Mask(value)}\" is not a positive amount");
        return ownCurrency && new Money(amount, currency).Round().Amount != amount
            ? ("value", $"{value} has more decimals than {currency.Code} has ({currency.Digits})") : null;
    }
}
