using System.Globalization;
using Stillso;

namespace MonthClose;

/// <summary>How the world changes: from outside, at any moment, each change with what it settles at once in one transaction.</summary>
public static class WorldChanges
{
    /// <summary>The fact that a change touches.</summary>
    public static string FactOf(string change) => change switch
    {
        "grant_credit" or "bank_transfer" => Facts.Due,
        "add_default_payment_method" or "remove_payment_methods" => Facts.Method,
        "late_usage" => Facts.Usage,
        "close_account" => Facts.Status,
        "change_currency" => Facts.Currency,
        "change_email" => Facts.Email,
        _ => "",
    };

    /// <summary>The change that closed an account; null: it was imported closed.</summary>
    internal static string? WhatClosed(ILedgerTransaction transaction, string accountId) =>
        transaction.ChangesSince(accountId, 0).LastOrDefault(c => c.Name == "close_account")?.Id;

    /// <summary>Makes a change from outside, at the store's business instant.</summary>
    /// <returns>Why it was refused; null: it was made.</returns>
    public static string? Make(ILedger ledger, string accountId, string change, string value, out string id)
    {
        id = "";
        if (ledger.Read(tx => Currencies.Of(tx.Sql, accountId)) is not { } currency) return $"There is no account {accountId}.";
        if (ChangeCheck.WhatIsWrong(change, value, currency, script: false) is { } wrong) return $"{wrong.Column}: {wrong.What}";
        try
        {
            id = ledger.Write(tx =>
            {
                // Whoever has waited for another's change comes after it, by the clock too.
                tx.Lock([accountId]);
                return Apply(tx, accountId, change, value, Settings.Now(tx));
            });
            return null;
        }
        catch (ChangeRefusedException e)
        {
            return e.Message;
        }
    }

    /// <summary>Makes a change.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ChangeRefusedException">It cannot be made; nothing has changed.</exception>
    public static string Apply(ILedgerTransaction transaction, string accountId, string change, string value, DateTimeOffset now)
    {
        var books = AccountBooks.Load(transaction, [accountId], withRatings: true);
        if (!books.TryGetValue(accountId, out var book)) throw new ChangeRefusedException($"There is no account {accountId}.");
        if (change == "add_default_payment_method") RefuseForeign(transaction.Sql, accountId, value);

        // The id is made of the seq, which is drawn now: everything that the change causes names it.
        var seq = book.Seq = transaction.NextSeq(accountId);
        var id = string.Create(CultureInfo.InvariantCulture, $"{accountId}/change/{seq}");
        transaction.Record(new RecordedChange(accountId, seq, now, id, change, value));
        Apply(book, id, change, value, now, transaction.Sql);
        AccountBooks.Save(transaction, now);
        return id;
    }

    static void Apply(AccountBook book, string id, string change, string value, DateTimeOffset now, Statements sql)
    {
        var account = book.Account;
        switch (change)
        {
            case "grant_credit":
                CreditLedger.Grant(
                    book, id, Amount(value, account.Currency), "goodwill", now, LedgerAccount.Promotions,
                    Posting.PeriodFor(book, Closing(sql) ?? now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)));
                Settlement.AtOnce(book, now, id);
                break;
            case "bank_transfer":
                Transfers.Receive(book, id, decimal.Parse(value, CultureInfo.InvariantCulture), now);
                Settlement.AtOnce(book, now, id);
                break;
            case "add_default_payment_method":
                MethodChanges.AddDefault(book, value);
                MethodChanges.ChargeAtOnce(book, id, now);
                break;
            case "remove_payment_methods":
                MethodChanges.RemoveAll(book);
                break;
            case "late_usage":
                book.LateUsage.Add(book.Save(new LateUsage { ChangeId = id, Period = Closing(sql), Cost = Amount(value, account.Currency, round: false) }));
                break;
            case "close_account":
                account.Closed = true;
                break;
            case "change_currency":
                account.Currency = Currency.Get(value);
                break;
            case "change_email":
                account.Email = value;
                break;
            default:
                throw new ChangeRefusedException($"There is no change \"{change}\".");
        }
        book.Save(account);
    }

    static Money Amount(string value, Currency currency, bool round = true)
    {
        var amount = new Money(decimal.Parse(value, CultureInfo.InvariantCulture), currency);
        if (round && amount.Round() != amount)
            throw new ChangeRefusedException($"{value} has more decimals than {currency.Code} has ({currency.Digits}).");
        return amount;
    }

    static void RefuseForeign(Statements sql, string accountId, string token)
    {
        if (sql.First(Sql.Text["owner_of_method"], r => r.GetString(0), token) is { } owner && owner != accountId)
            throw new ChangeRefusedException("This payment method belongs to another account.");
    }

    // The period being closed, or the last one that was; null before any close.
    static string? Closing(Statements sql) => sql.First(Sql.Text["period_being_closed"], r => r.GetString(0));
}

/// <summary>A change that cannot be made; nothing has changed.</summary>
public sealed class ChangeRefusedException(string message) : Exception(message);
