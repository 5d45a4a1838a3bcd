using System.CommandLine;
using Stillso.Sqlite;

namespace MonthClose.App;

/// <summary>monthclose change: changes the world, any time, from any process.</summary>
static class ChangeCommand
{
    public static Command Create()
    {
        var account = new Argument<string>("ACCOUNT") { Description = "Whose" };
        var change = new Argument<string>("CHANGE") { Description = "What, for example grant_credit" };
        var value = new Argument<string?>("VALUE") { Description = "With what", Arity = ArgumentArity.ZeroOrOne };
        var store = CommandOptions.Store();
        var command = new Command("change", "Change the world") { account, change, value, store };
        command.SetAction(result =>
        {
            using var opened = CloseEngine.OpenStore(StoreFile.Parse(result.GetValue(store)!));
            var refused = Make(opened, result.GetValue(account)!, result.GetValue(change)!, result.GetValue(value) ?? "", out var id);
            if (refused is null)
            {
                Console.WriteLine(id);
                return ExitCode.Done;
            }
            Console.Error.WriteLine(refused);
            return ExitCode.BadInput;
        });
        return command;
    }

    /// <summary>Makes a change at the store's business instant.</summary>
    /// <returns>Why it was refused; null: it was made.</returns>
    public static string? Make(SqliteStore store, string account, string change, string value, out string id)
    {
        id = "";
        if (store.Read(tx => Currencies.Of(tx.Sql, account)) is not { } currency) return $"There is no account {account}.";
        if (ChangeCheck.WhatIsWrong(change, value, currency, script: false) is { } wrong) return $"{wrong.Column}: {wrong.What}";
        try
        {
            id = store.Write(tx => WorldChanges.Apply(tx, account, change, value, Now(store, tx)));
            return null;
        }
        catch (ChangeRefusedException e)
        {
            return e.Message;
        }
    }

    static DateTimeOffset Now(SqliteStore store, Stillso.ILedgerTransaction tx) =>
        tx.Sql.First("select value from settings where name = 'clock'", r => CommandOptions.ReadInstant(r.GetString(0), "clock"))
        ?? Instants.Truncate(TimeProvider.System.GetUtcNow());
}
