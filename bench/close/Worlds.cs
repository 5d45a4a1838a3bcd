using System.Globalization;
using System.Text;
using MonthClose;

namespace Bench;

/// <summary>The worlds that measures close, each made once.</summary>
sealed class Worlds : IDisposable
{
    /// <summary>The account with most of the usage.</summary>
    public const string Whale = "acct_whale";

    readonly string folder = Directory.CreateTempSubdirectory("monthclose-bench-").FullName;
    int runs;

    /// <summary>A sampled world.</summary>
    public string Sample(int accounts, int rows) => Make($"{accounts}x{rows}", path => SampleWorld.Write(path, accounts, seed: 1, WholeClose.Period, rows));

    /// <summary>A sampled world in which every twentieth account changes between two steps.</summary>
    public string Changing(int accounts, int rows) => Make($"{accounts}x{rows}-changing", path =>
    {
        SampleWorld.Write(path, accounts, seed: 1, WholeClose.Period, rows);
        string[] changes =
        [
            "before:charge,#,grant_credit,10", "before:charge,#,add_default_payment_method,pm_card_mastercard_changed_#", "during:charge,#,bank_transfer,15",
            "before:email,#,change_email,new@#.example", "before:invoice,#,late_usage,12.345",
        ];
        var script = Enumerable.Range(1, accounts / 20).Select(n =>
            changes[n % changes.Length].Replace("#", string.Create(CultureInfo.InvariantCulture, $"acct_{n * 20:000000}"), StringComparison.Ordinal));
        File.WriteAllLines(Path.Combine(path, "script.csv"), script.Prepend("boundary,account_id,change,value"));
    });

    /// <summary>A sampled world and one account more, with millions of rows.</summary>
    public string WithWhale(int accounts, int rows, int whaleRows) => Make($"{accounts}x{rows}-whale", path =>
    {
        SampleWorld.Write(path, accounts, seed: 1, WholeClose.Period, rows);
        File.AppendAllText(Path.Combine(path, "accounts.csv"), $"{Whale},Leviathan Analytics,billing@leviathan.example,USD,America/New_York,US,,active,,\n");
        File.AppendAllText(Path.Combine(path, "payment_methods.csv"), $"pm_card_visa_whale,{Whale},true,12,2031\n");
        using var usage = new StreamWriter(Path.Combine(path, "usage", "whale.csv"), false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        usage.WriteLine("BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,SkuId,ResourceId,ConsumedQuantity,ConsumedUnit,BilledCost,BillingCurrency,ChargeDescription");
        string[] services = ["Compute", "Object Storage", "Managed Database", "Bandwidth", "Kubernetes"];
        var start = new DateTimeOffset(2024, 9, 2, 0, 0, 0, TimeSpan.Zero);
        for (var n = 0; n < whaleRows; n++)
        {
            var from = start.AddSeconds(n % (27 * 24) * 3600);
            usage.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Whale},{Instants.ToFile(from)},{Instants.ToFile(from.AddHours(1))},Usage,{services[n % services.Length]},sku-{n % 40},i-{n % 500},1,Hours,{n % 9973 * 0.00000017m},USD,usage"));
        }
    });

    /// <summary>
    /// An empty folder for one run. All are removed at the end: right after many files were removed, file systems make new
    /// ones slowly.
    /// </summary>
    public string RunFolder() => Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"run-{++runs}"))).FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Make(string name, Action<string> make)
    {
        var path = Path.Combine(folder, name);
        if (!Directory.Exists(path)) make(path);
        return path;
    }
}
