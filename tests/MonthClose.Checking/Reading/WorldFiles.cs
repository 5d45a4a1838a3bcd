using System.Globalization;
using System.IO.Compression;
using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

internal sealed record WorldAccount(string AccountId, string? Email, string Currency, DateTimeZone Zone, bool Closed);

internal sealed record WorldCredit(
    string CreditId, string AccountId, decimal Amount, string Currency, Instant GrantedAt, Instant? ExpiresAt);

/// <summary>The exact sum of one future invoice line; <see cref="Rated"/> is false when a row had no cost.</summary>
internal sealed record UsageSum(string AccountId, string Category, string Service, string Period, string Currency, decimal Cost, bool Rated);

/// <summary>The world folder, read once; usage is summed as it streams by.</summary>
internal sealed class WorldFiles
{
    private static readonly InstantPattern[] InstantForms =
    [
        InstantPattern.ExtendedIso,
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFFFFFFFF"),
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFFFFFFFF'Z'"),
    ];

    private static readonly OffsetDateTimePattern OffsetForm = OffsetDateTimePattern.Rfc3339;

    public required IReadOnlyDictionary<string, WorldAccount> Accounts { get; init; }

    public required IReadOnlyDictionary<string, string> DefaultMethods { get; init; }

    public required IReadOnlyList<WorldCredit> Credits { get; init; }

    public required IReadOnlyList<UsageSum> Usage { get; init; }

    public static WorldFiles Read(string folder, CheckOptions options)
    {
        var accounts = Records(Path.Combine(folder, "accounts.csv"))
            .Select(r => new WorldAccount(
                r["account_id"]!, r["email"], r["currency"]!, Zone(r["time_zone"]!), r["status"] == "closed"))
            .ToDictionary(a => a.AccountId, StringComparer.Ordinal);
        var usage = ReadUsage(Path.Combine(folder, "usage"), accounts, options);
        return new WorldFiles
        {
            Accounts = accounts,
            DefaultMethods = Records(Path.Combine(folder, "payment_methods.csv"))
                .Where(r => r["is_default"] == "true")
                .ToDictionary(r => r["account_id"]!, r => r["payment_method_id"]!, StringComparer.Ordinal),
            Credits = [.. Records(Path.Combine(folder, "credits.csv"))
                .Select(r => new WorldCredit(
                    r["credit_id"]!, r["account_id"]!, Number(r["amount"]!), r["currency"]!, Time(r["granted_at"]!),
                    r["expires_at"] is { } expiry ? Time(expiry) : null))],
            Usage = usage,
        };
    }

    private static List<UsageSum> ReadUsage(string folder, Dictionary<string, WorldAccount> accounts, CheckOptions options)
    {
        var sums = new Dictionary<(string, string, string, string, string), (decimal Cost, bool Rated)>();
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        foreach (var row in files.Where(f => f.EndsWith(".csv", StringComparison.Ordinal) || f.EndsWith(".csv.gz", StringComparison.Ordinal)).SelectMany(Records))
        {
            var id = row[options.AccountColumn]!;
            if (!accounts.TryGetValue(id, out var account))
            {
                if (options.AccountsFromUsage is not { } made)
                {
                    throw new InvalidDataException($"usage of an unknown account '{id}'");
                }

                account = new WorldAccount(id, null, made.Currency, Zone(made.Zone), false);
                accounts.Add(id, account);
            }

            var start = Time(row["ChargePeriodStart"]!).InZone(account.Zone).Date;
            var period = $"{start.Year:0000}-{start.Month:00}";
            var key = (id, row["ChargeCategory"]!, row["ServiceName"]!, period, row["BillingCurrency"]!);
            var sum = sums.GetValueOrDefault(key, (0m, true));
            sums[key] = row["BilledCost"] is { } cost ? (sum.Item1 + Number(cost), sum.Item2) : (sum.Item1, false);
        }

        return [.. sums.Select(s => new UsageSum(
            s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Key.Item4, s.Key.Item5, s.Value.Cost, s.Value.Rated))];
    }

    /// <summary>Rows by column name; a missing column, an empty field and `NULL` all give null.</summary>
    private static IEnumerable<WorldRecord> Records(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        Dictionary<string, int>? columns = null;
        foreach (var record in Csv.Read(reader))
        {
            if (columns is null)
            {
                columns = record.Fields.Select((name, index) => (name, index)).DistinctBy(c => c.name)
                    .ToDictionary(c => c.name, c => c.index, StringComparer.Ordinal);
                continue;
            }

            yield return new WorldRecord(columns, record);
        }
    }

    private static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Instant Time(string text)
    {
        foreach (var form in InstantForms)
        {
            if (form.Parse(text) is { Success: true } parsed)
            {
                return parsed.Value;
            }
        }

        return OffsetForm.Parse(text).GetValueOrThrow().ToInstant();
    }

    private sealed class WorldRecord(Dictionary<string, int> columns, CsvRecord record)
    {
        public string? this[string column] =>
            columns.TryGetValue(column, out var index) && index < record.Fields.Count && record.Fields[index] is not ("" or "NULL")
                ? record.Fields[index]
                : null;
    }
}
