using NodaTime;

namespace MonthClose.Checking;

/// <summary>The usage folder, read once: what is already rated is summed as it streams by, the rest is kept by row.</summary>
internal sealed class UsageFiles
{
    private readonly Dictionary<(string, string, string, string, string, string), Rational> _sums = [];
    private readonly List<UsageQuantity> _quantities = [];

    private UsageFiles(string worldDir, Dictionary<string, WorldAccount> accounts, CheckOptions options)
    {
        var folder = Path.Combine(worldDir, "usage");
        Names = !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>().Where(IsUsage).Order(StringComparer.Ordinal)];
        foreach (var name in Names)
        {
            foreach (var row in WorldRecord.Read(Path.Combine(folder, name)))
            {
                Add(name, row, AccountOf(row, accounts, options));
            }
        }

        Costs = [.. _sums.Select(s => new UsageCost(s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Key.Item4, s.Key.Item5, s.Value, s.Key.Item6))];
    }

    /// <summary>Names of the files, without a folder.</summary>
    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<UsageCost> Costs { get; }

    public IReadOnlyList<UsageQuantity> Quantities => _quantities;

    public static UsageFiles Read(string worldDir, Dictionary<string, WorldAccount> accounts, CheckOptions options) =>
        new(worldDir, accounts, options);

    private static bool IsUsage(string name) =>
        name.EndsWith(".csv", StringComparison.Ordinal) || name.EndsWith(".csv.gz", StringComparison.Ordinal);

    private static WorldAccount AccountOf(WorldRecord row, Dictionary<string, WorldAccount> accounts, CheckOptions options)
    {
        var id = row[options.AccountColumn]!;
        if (!accounts.TryGetValue(id, out var account))
        {
            account = options.AccountsFromUsage is { } made
                ? new WorldAccount(id, null, made.Currency, DateTimeZoneProviders.Tzdb[made.Zone], false)
                : throw new InvalidDataException($"usage of an unknown account '{id}'");
            accounts.Add(id, account);
        }

        return account;
    }

    private void Add(string file, WorldRecord row, WorldAccount account)
    {
        var start = row.Time("ChargePeriodStart")!.Value;
        var date = start.InZone(account.Zone).Date;
        var period = $"{date.Year:0000}-{date.Month:00}";
        var (id, category, service, currency) = (account.AccountId, row["ChargeCategory"]!, row["ServiceName"]!, row["BillingCurrency"]!);
        if (row.Number("BilledCost") is { } cost)
        {
            var key = (id, category, service, period, currency, file);
            _sums[key] = _sums.GetValueOrDefault(key, Rational.Zero) + cost;
        }
        else
        {
            _quantities.Add(new UsageQuantity(
                id, category, service, period, currency, file, _quantities.Count, row["SkuId"], row["ResourceId"], start,
                row.Time("ChargePeriodEnd"), row.Number("ConsumedQuantity"), row["ConsumedUnit"]));
        }
    }
}
