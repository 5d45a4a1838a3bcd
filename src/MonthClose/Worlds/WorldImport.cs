using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>What an import did.</summary>
/// <param name="Accounts">New accounts.</param>
/// <param name="UsageFiles">New usage files.</param>
/// <param name="UsageRows">Their rows.</param>
public sealed record Imported(int Accounts, int UsageFiles, long UsageRows);

/// <summary>
/// Loads a world: checks everything, the usage while it is staged in pieces that nobody sees, then makes all of it visible
/// together. What was loaded before is skipped when it is equal, and refused when it differs.
/// </summary>
public sealed class WorldImport(ILedger ledger, string folder, WorldOptions options)
{
    readonly WorldFolder world = new(folder, options);
    readonly List<BadRow> bad = [];
    readonly List<StagedUsage> staged = [];

    /// <summary>Checks the folder against itself and against what was imported before, and stages its usage.</summary>
    /// <exception cref="BadInputException">Something is wrong; nothing was changed.</exception>
    public void Check()
    {
        bad.AddRange(world.Check());
        if (bad.Count == 0) CheckAgainstStore();
        var files = NewFiles();
        foreach (var file in files) staged.Add(StagedUsage.Stage(ledger, world, file, bad));
        if (bad.Count == 0) return;
        Forget();
        throw new BadInputException([.. bad]);
    }

    /// <summary>The currency of one of the folder's accounts; null: it has no such account.</summary>
    public Currency? CurrencyOf(string accountId) => world.CurrencyOf(accountId);

    /// <summary>Checks and loads.</summary>
    /// <exception cref="BadInputException">Something is wrong; nothing was changed.</exception>
    public Imported Run()
    {
        Check();
        return Load();
    }

    /// <summary>Takes back what was staged.</summary>
    public void Forget()
    {
        foreach (var usage in staged) usage.Forget(ledger);
        staged.Clear();
    }

    /// <summary>Makes visible what was checked.</summary>
    public Imported Load()
    {
        var accounts = ledger.Write(tx => Publish(tx.Sql));
        return new Imported(accounts, staged.Count, staged.Sum(s => s.Rows));
    }

    List<UsageFile> NewFiles()
    {
        var known = ledger.Read(tx => tx.Sql.Query(Sql.Text["visible_usage_files"], r => (Name: r.GetString(0), Hash: r.GetString(1))))
            .ToDictionary(f => f.Name, f => f.Hash, StringComparer.Ordinal);
        var added = new List<UsageFile>();
        foreach (var file in world.UsageFiles())
        {
            if (!known.TryGetValue(file.Name, out var hash)) added.Add(file);
            else if (hash != file.Sha256)
                bad.Add(new BadRow(file.Name, 0, "", "a file of this name with other content was imported before: give late rows a file of another name"));
        }
        return added;
    }

    void CheckAgainstStore() => ledger.Read(tx =>
    {
        // A tax rate may change from import to import.
        Compare(tx.Sql, world.Accounts([]).Select(a => a with { TaxRate = 0 }), a => a.AccountId, a => a.Line, "account_loaded", "accounts.csv", "account");
        Compare(tx.Sql, world.PaymentMethods([]), m => m.PaymentMethodId, m => m.Line, "method_loaded", "payment_methods.csv", "payment method");
        Compare(tx.Sql, world.Credits([]), c => c.CreditId, c => c.Line, "credit_loaded", "credits.csv", "credit");
        return true;
    });

    void Compare<T>(Statements sql, IEnumerable<T> rows, Func<T, string> idOf, Func<T, int> lineOf, string query, string file, string what)
    {
        foreach (var row in rows)
        {
            var loaded = sql.First(Sql.Text[query], r => r.IsDBNull(0) ? "" : r.GetString(0), idOf(row));
            if (loaded is not null && loaded != JsonSerializer.Serialize(row))
                bad.Add(new BadRow(file, lineOf(row), "", $"{what} {idOf(row)} was imported with other values before: use \"monthclose change\" to change it"));
        }
    }

    int Publish(Statements sql)
    {
        var accounts = 0;
        foreach (var a in world.Accounts([]))
        {
            accounts += sql.Execute(
                Sql.Text["insert_account"], a.AccountId, a.Name, a.Email, a.Currency, a.TimeZone, a.Country, "0", a.Status, a.DisplayCurrency,
                a.GatewayCustomerId, JsonSerializer.Serialize(a with { TaxRate = 0 }));
        }
        foreach (var m in world.PaymentMethods([]))
            sql.Execute(Sql.Text["insert_method"], m.PaymentMethodId, m.AccountId, m.IsDefault ? 1 : 0, m.ExpMonth, m.ExpYear, JsonSerializer.Serialize(m));
        foreach (var c in world.Credits([]))
        {
            var amount = Decimals.ToText(c.Amount);
            sql.Execute(
                Sql.Text["insert_credit"], c.CreditId, c.AccountId, amount, amount, c.Currency, c.GrantedAt.ToUnixTimeMilliseconds(),
                c.ExpiresAt?.ToUnixTimeMilliseconds(), c.Kind, c.Amount == 0 ? 1 : 0, JsonSerializer.Serialize(c));
        }
        ConditionsWriter.Write(sql, world);
        foreach (var usage in staged) sql.Execute(Sql.Text["publish_usage_file"], usage.Name);
        return accounts;
    }
}
