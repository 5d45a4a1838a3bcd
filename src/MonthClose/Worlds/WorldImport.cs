using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>What an import did.</summary>
/// <param name="Accounts">New accounts.</param>
/// <param name="UsageFiles">New usage files.</param>
/// <param name="UsageRows">Their rows.</param>
public sealed record Imported(int Accounts, int UsageFiles, long UsageRows);

/// <summary>
/// Loads a world: checks everything first, then loads in pieces that become visible together. What was loaded before is
/// skipped when it is equal, and refused when it differs.
/// </summary>
public sealed class WorldImport(ILedger ledger, string folder, WorldOptions options)
{
    const int Piece = 5000;
    readonly WorldFolder world = new(folder, options);
    readonly List<BadRow> bad = [];

    List<UsageFile> files = [];

    /// <summary>Checks the folder against itself and against what was imported before.</summary>
    /// <exception cref="BadInputException">Something is wrong; nothing was changed.</exception>
    public void Check()
    {
        bad.AddRange(world.Check());
        Refuse();
        files = NewFiles();
        CheckAgainstStore();
        Refuse();
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

    /// <summary>Loads what was checked.</summary>
    public Imported Load()
    {
        var rows = files.Sum(Load);
        var accounts = ledger.Write(tx => Publish(tx.Sql, files));
        return new Imported(accounts, files.Count, rows);
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

    void CheckAgainstStore()
    {
        ledger.Read(tx =>
        {
            Compare(tx.Sql, world.Accounts([]), a => a.AccountId, a => a.Line, "account_loaded", "accounts.csv", "account");
            Compare(tx.Sql, world.PaymentMethods([]), m => m.PaymentMethodId, m => m.Line, "method_loaded", "payment_methods.csv", "payment method");
            Compare(tx.Sql, world.Credits([]), c => c.CreditId, c => c.Line, "credit_loaded", "credits.csv", "credit");
            return true;
        });
    }

    void Compare<T>(Statements sql, IEnumerable<T> rows, Func<T, string> idOf, Func<T, int> lineOf, string query, string file, string what)
    {
        foreach (var row in rows)
        {
            var loaded = sql.First(Sql.Text[query], r => r.IsDBNull(0) ? "" : r.GetString(0), idOf(row));
            if (loaded is not null && loaded != JsonSerializer.Serialize(row))
                bad.Add(new BadRow(file, lineOf(row), "", $"{what} {idOf(row)} was imported with other values before: use \"monthclose change\" to change it"));
        }
    }

    long Load(UsageFile file)
    {
        var id = ledger.Write(tx =>
        {
            var id = tx.Sql.First(Sql.Text["begin_usage_file"], r => r.GetInt64(0), file.Name, file.Sha256);
            // A piece of an import that was broken off may be there.
            tx.Sql.Execute(Sql.Text["empty_usage_file"], id);
            return id;
        });
        var count = 0L;
        foreach (var piece in world.Usage(file, []).Chunk(Piece))
        {
            ledger.Write(tx =>
            {
                foreach (var row in piece)
                {
                    tx.Sql.Execute(
                        Sql.Text["insert_usage"], row.AccountId, row.Start.ToUnixTimeMilliseconds(), id, row.Line, row.Category, row.Service,
                        row.Cost.ToString(CultureInfo.InvariantCulture), row.Currency);
                }
                return true;
            });
            count += piece.Length;
        }
        return count;
    }

    int Publish(Statements sql, List<UsageFile> files)
    {
        var accounts = 0;
        foreach (var pair in world.Business([])) sql.Execute(Sql.Text["save_business"], pair.Key, pair.Value);
        foreach (var a in world.Accounts([]))
        {
            accounts += sql.Execute(
                Sql.Text["insert_account"], a.AccountId, a.Name, a.Email, a.Currency, a.TimeZone, a.Country, a.TaxRate.ToString(CultureInfo.InvariantCulture),
                a.Status, a.DisplayCurrency, a.GatewayCustomerId, JsonSerializer.Serialize(a));
        }
        foreach (var m in world.PaymentMethods([]))
            sql.Execute(Sql.Text["insert_method"], m.PaymentMethodId, m.AccountId, m.IsDefault ? 1 : 0, m.ExpMonth, m.ExpYear, JsonSerializer.Serialize(m));
        foreach (var c in world.Credits([]))
        {
            var amount = c.Amount == 0 ? "0" : c.Amount.ToString(CultureInfo.InvariantCulture);
            sql.Execute(
                Sql.Text["insert_credit"], c.CreditId, c.AccountId, amount, amount, c.Currency, c.GrantedAt.ToUnixTimeMilliseconds(),
                c.ExpiresAt?.ToUnixTimeMilliseconds(), c.Kind, c.Amount == 0 ? 1 : 0, JsonSerializer.Serialize(c));
        }
        foreach (var file in files) sql.Execute(Sql.Text["publish_usage_file"], file.Name);
        return accounts;
    }

    void Refuse()
    {
        if (bad.Count > 0) throw new BadInputException([.. bad]);
    }
}
