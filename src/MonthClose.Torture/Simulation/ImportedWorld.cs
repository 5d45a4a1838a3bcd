using Microsoft.Data.Sqlite;
using Stillso.Sqlite;

namespace MonthClose.Torture;

/// <summary>A small world in which much goes wrong by itself, and a store that it was imported into, to be copied.</summary>
/// <param name="Folder">The world's files.</param>
/// <param name="Store">The store's file.</param>
/// <param name="Size">How many accounts it has.</param>
sealed record ImportedWorld(string Folder, string Store, int Size)
{
    /// <summary>How many accounts a world has unless somebody says otherwise.</summary>
    public const int Accounts = 20;

    static readonly string[] Zones = ["America/New_York", "America/New_York", "Asia/Tokyo"];

    static readonly string[] Failing =
    [
        "pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedLostCard", "pm_card_chargeDeclinedExpiredCard", "pm_card_authenticationRequired",
    ];

    /// <summary>An account of every world.</summary>
    public string SomeAccount => "acct_000001";

    /// <summary>Makes one.</summary>
    /// <param name="folder">Where to; it is made.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="seed">Chooses everything.</param>
    public static ImportedWorld Make(string folder, int accounts, int seed)
    {
        var (files, path) = (Path.Combine(folder, "world"), Path.Combine(folder, "imported.db"));
        Write(files, accounts, seed);
        using (var small = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            // Twenty accounts need no large pages: who changes one keeps what it was until the commit.
            small.Open();
            using var command = small.CreateCommand();
            command.CommandText = "pragma page_size = 4096; create table pages (size integer); drop table pages";
            command.ExecuteNonQuery();
        }
        using (var store = SqliteStore.Open(path, Sql.SqliteMigrations)) new WorldImport(store, files, new WorldOptions()).Run();
        return new ImportedWorld(files, path, accounts);
    }

    /// <summary>Makes a world's files alone.</summary>
    /// <param name="files">Where to; it is made.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="seed">Chooses everything.</param>
    /// <param name="more">Tokens of cards that misbehave, beside those that fail.</param>
    public static void Write(string files, int accounts, int seed, params string[] more)
    {
        SampleWorld.Write(files, accounts, seed, BillingPeriod.Parse(SimulatedClose.Period), rows: 4);
        var dice = new Random(seed);
        string[] tokens = [.. Failing, .. more];
        Change(Path.Combine(files, "payment_methods.csv"), line => dice.Next(3) > 0 ? line : Fail(line, tokens, dice));
        Change(Path.Combine(files, "accounts.csv"), line => Move(line, dice));
    }

    static void Change(string file, Func<string, string> line) => File.WriteAllLines(file, File.ReadAllLines(file).Select((text, n) => n == 0 ? text : line(text)));

    // account_id,name,email,currency,time_zone,…: few zones, so that many end their month together. Some usage is another month's then.
    static string Move(string line, Random dice)
    {
        var fields = line.Split(',');
        fields[4] = Zones[dice.Next(Zones.Length)];
        return string.Join(',', fields);
    }

    // payment_method_id,account_id,…: another token, still this account's alone.
    static string Fail(string line, string[] tokens, Random dice)
    {
        var account = line.Split(',')[1];
        return $"{tokens[dice.Next(tokens.Length)]}_{account},{line[(line.IndexOf(',') + 1)..]}";
    }
}
