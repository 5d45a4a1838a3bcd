using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Stillso;

namespace MonthClose;

/// <summary>How a world is read.</summary>
/// <param name="AccountColumn">The usage column that names the account.</param>
/// <param name="AccountsFromUsage">Currency and zone of accounts made from usage, when there is no accounts.csv.</param>
public sealed record WorldOptions(string AccountColumn = "BillingAccountId", (string Currency, string Zone)? AccountsFromUsage = null);

/// <summary>A row of accounts.csv.</summary>
public sealed record AccountRow(
    string AccountId, string Name, string? Email, string Currency, string TimeZone, string? Country, decimal TaxRate, string Status,
    string? DisplayCurrency, string? GatewayCustomerId, [property: JsonIgnore] int Line = 0);

/// <summary>A row of payment_methods.csv.</summary>
public sealed record PaymentMethodRow(string PaymentMethodId, string AccountId, bool IsDefault, int? ExpMonth, int? ExpYear, [property: JsonIgnore] int Line = 0);

/// <summary>A row of credits.csv.</summary>
public sealed record CreditRow(
    string CreditId, string AccountId, decimal Amount, string Currency, DateTimeOffset GrantedAt, DateTimeOffset? ExpiresAt, string Kind,
    [property: JsonIgnore] int Line = 0);

/// <summary>A usage file: known by its name and content.</summary>
public sealed record UsageFile(string Name, string Path, string Sha256);

/// <summary>The folder that a close reads (docs/formats.md). Everything wrong is named, not only the first thing.</summary>
public sealed class WorldFolder(string folder, WorldOptions options)
{
    readonly Dictionary<string, string> currencyOf = new(StringComparer.Ordinal);

    /// <summary>Reads everything but the usage, which is checked while it is read.</summary>
    /// <returns>What is wrong; empty: nothing.</returns>
    public IReadOnlyList<BadRow> Check()
    {
        var bad = new List<BadRow>();
        if (!Directory.Exists(folder)) return [new BadRow(folder, 0, "", "there is no such folder")];
        Count(Business(bad));
        CheckAccounts(bad);
        Count(Prices(bad));
        Count(Rates(bad));
        var methods = new Dictionary<string, string>(StringComparer.Ordinal);
        var defaults = new HashSet<string>(StringComparer.Ordinal);
        Count(PaymentMethods(bad, methods, defaults));
        Count(Credits(bad));
        if (UsageFiles().Count == 0) bad.Add(new BadRow("usage", 0, "", "there is no usage/*.csv or usage/*.csv.gz"));
        return bad;
    }

    /// <summary>The accounts, in order of their file, or made from usage in order of id.</summary>
    public IEnumerable<AccountRow> Accounts(List<BadRow> bad)
    {
        if (!File.Exists(Path("accounts.csv")) && options.AccountsFromUsage is { } from)
        {
            var ids = new SortedSet<string>(CodePoints.Order);
            foreach (var file in UsageFiles())
            {
                foreach (var row in new CsvTable(file.Path, file.Name, []).Rows(options.AccountColumn)) ids.Add(row[options.AccountColumn]!);
            }
            foreach (var id in ids) yield return new AccountRow(id, id, null, from.Currency, from.Zone, null, 0, "active", null, null);
            yield break;
        }
        if (!File.Exists(Path("accounts.csv")))
        {
            bad.Add(new BadRow("accounts.csv", 0, "", "the file is missing: add it, or name --accounts-from-usage CURRENCY,ZONE"));
            yield break;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var table = new CsvTable(Path("accounts.csv"), "accounts.csv", bad);
        foreach (var row in table.Rows("account_id", "name", "currency", "time_zone", "status"))
        {
            if (AccountChecks.Read(row, seen) is { } account) yield return account;
        }
    }

    /// <summary>The sellers' own details.</summary>
    public IEnumerable<KeyValuePair<string, string>> Business(List<BadRow> bad)
    {
        if (!File.Exists(Path("business.csv"))) yield break;
        foreach (var row in new CsvTable(Path("business.csv"), "business.csv", bad).Rows("key", "value")) yield return new(row["key"]!, row["value"]!);
    }

    /// <summary>The payment methods.</summary>
    public IEnumerable<PaymentMethodRow> PaymentMethods(List<BadRow> bad) => PaymentMethods(bad, new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    IEnumerable<PaymentMethodRow> PaymentMethods(List<BadRow> bad, Dictionary<string, string> owners, HashSet<string> defaults)
    {
        var table = new CsvTable(Path("payment_methods.csv"), "payment_methods.csv", bad);
        if (!File.Exists(Path("payment_methods.csv")) && options.AccountsFromUsage is not null) yield break;
        foreach (var row in table.Rows("payment_method_id", "account_id", "is_default"))
        {
            if (MethodChecks.Read(row, currencyOf, owners, defaults) is { } method) yield return method;
        }
    }

    /// <summary>The credits.</summary>
    public IEnumerable<CreditRow> Credits(List<BadRow> bad)
    {
        if (!File.Exists(Path("credits.csv"))) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in new CsvTable(Path("credits.csv"), "credits.csv", bad).Rows("credit_id", "account_id", "amount", "currency", "granted_at", "kind"))
        {
            if (CreditChecks.Read(row, currencyOf, seen) is { } credit) yield return credit;
        }
    }

    /// <summary>The prices, a row a tier.</summary>
    public IEnumerable<PriceRow> Prices(List<BadRow> bad)
    {
        if (!File.Exists(Path("prices.csv"))) yield break;
        var checks = new PriceChecks();
        foreach (var row in new CsvTable(Path("prices.csv"), "prices.csv", bad).Rows("sku_id", "currency", "unit_price"))
        {
            if (checks.Read(row) is { } price) yield return price;
        }
        checks.Finish();
    }

    /// <summary>The exchange rates.</summary>
    public IEnumerable<RateRow> Rates(List<BadRow> bad)
    {
        if (!File.Exists(Path("fx.csv"))) yield break;
        var checks = new RateChecks();
        foreach (var row in new CsvTable(Path("fx.csv"), "fx.csv", bad).Rows("as_of", "base", "quote", "rate"))
        {
            if (checks.Read(row) is { } rate) yield return rate;
        }
    }

    /// <summary>The usage files, in order of name.</summary>
    public IReadOnlyList<UsageFile> UsageFiles() => !Directory.Exists(Path("usage")) ? [] :
        [.. Directory.EnumerateFiles(Path("usage"))
            .Where(f => f.EndsWith(".csv", StringComparison.Ordinal) || f.EndsWith(".csv.gz", StringComparison.Ordinal))
            .Order(CodePoints.Order).Select(f => new UsageFile($"usage/{System.IO.Path.GetFileName(f)}", f, Hash(f)))];

    /// <summary>The rows of a usage file.</summary>
    public IEnumerable<UsageRow> Usage(UsageFile file, List<BadRow> bad)
    {
        var table = new CsvTable(file.Path, file.Name, bad);
        foreach (var row in table.Rows(options.AccountColumn, "ChargePeriodStart", "ChargeCategory", "ServiceName", "BillingCurrency"))
        {
            if (UsageChecks.Read(row, options.AccountColumn, currencyOf) is { } usage) yield return usage;
        }
    }

    /// <summary>The currency of an account that <see cref="Check"/> found; null: there is no such account.</summary>
    public Currency? CurrencyOf(string accountId) => currencyOf.TryGetValue(accountId, out var code) ? Currency.Get(code) : null;

    void CheckAccounts(List<BadRow> bad)
    {
        if (options.AccountsFromUsage is { } from && !File.Exists(Path("accounts.csv")))
        {
            if (!Currency.TryGet(from.Currency, out _)) bad.Add(new BadRow("--accounts-from-usage", 0, "", $"\"{from.Currency}\" is not an ISO 4217 currency code"));
            if (NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(from.Zone) is null) bad.Add(new BadRow("--accounts-from-usage", 0, "", $"\"{from.Zone}\" is not an IANA time zone"));
        }
        foreach (var account in Accounts(bad)) currencyOf[account.AccountId] = account.Currency;
    }

    string Path(string name) => System.IO.Path.Combine(folder, name);

    static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    static void Count<T>(IEnumerable<T> rows)
    {
        foreach (var _ in rows)
        {
        }
    }
}
