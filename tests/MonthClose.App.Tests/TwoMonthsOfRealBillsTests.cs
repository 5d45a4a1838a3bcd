using System.Globalization;
using MonthClose.Checking;

namespace AppTests;

/// <summary>The real bills of September and the made-up usage of October, closed over one store as <c>./close</c> closes them.</summary>
public sealed class TwoMonthsOfRealBillsTests : IDisposable
{
    const string FarEast = "11353890204", FarWest = "18938484842", Late = "86366525267";
    static readonly string Sample = Monthclose.World("focus");
    readonly Scratch scratch = new();

    string World => scratch["world"];

    [Fact]
    public async Task Both_months_are_what_the_independent_checker_says_and_hand_over_what_was_left()
    {
        await CloseMonths();
        ClosedPeriod[] periods = [new("2024-09", scratch["2024-09"]) { WorldDir = Sample }, new("2024-10", scratch["2024-10"]) { WorldDir = World }];
        var options = new CheckOptions { AccountColumn = "SubAccountId", RequireReports = true, RequirePdf = true };
        Assert.Empty(CloseChecker.Check(World, periods, options).Select(f => f.ToString()));

        var (september, october) = (CloseFiles.Read(scratch["2024-09"]), CloseFiles.Read(scratch["2024-10"]));
        foreach (var month in new[] { september, october })
        {
            Assert.Equal(["EUR", "JPY", "USD"], month.Invoices.Select(i => i.Currency).Distinct().Order());
            foreach (var invoices in month.Invoices.GroupBy(i => i.Currency)) Assert.True(invoices.Sum(i => i.Tax) > 0, $"no tax in {invoices.Key}");
        }

        // What September carried forward is on October's invoice, or waits for one.
        var carried = september.Invoices.Where(i => i.Status == "carried_forward" && i.AmountDue > 0).ToDictionary(i => i.AccountId, i => i.AmountDue);
        var takenUp = october.Invoices.Where(i => i.Period == "2024-10").ToDictionary(i => i.AccountId, i => i.CarriedIn);
        Assert.True(carried.Keys.Count(takenUp.ContainsKey) > 10);
        Assert.All(takenUp, i => Assert.Equal(carried.GetValueOrDefault(i.Key, 0m), i.Value));

        // 1.10 EUR of September that came late, in the account's USD at October's 0.92.
        Assert.Equal(["Made-up compute 1.20"], Lines(october, Late, "2024-09"));
        Assert.Equal(["Made-up storage 49.00"], Lines(october, FarWest, "2024-09"));

        // Auckland's October had begun at 11:00 UTC of 30 September, Pago Pago's September began at 11:00 UTC of the 1st.
        Assert.Equal(["AWS Systems Manager 0.00", "Amazon Elastic Compute Cloud 0.81"], Lines(october, FarEast, "2024-10").Where(l => !l.StartsWith("Made-up", StringComparison.Ordinal)));
        Assert.Equal(
            ["Amazon Elastic Compute Cloud 0.00", "Amazon Elastic Container Service 0.00", "Amazon Virtual Private Cloud 0.01"],
            Lines(september, FarWest, "2024-08"));
    }

    public void Dispose() => scratch.Dispose();

    // The same steps as ./close.
    async Task CloseMonths()
    {
        Copy(Sample, World);
        var from = "";
        foreach (var line in File.ReadLines(Path.Combine(Sample, "months")))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (from == "") from = words[0] + "-28T00:00:00Z";
            if (words.Length > 2) Copy(Path.Combine(Sample, words[2]), World);
            (await Monthclose.RunAsync(
            [
                "close", words[0], "--world", World, "--store", scratch.Store, "--out", scratch[words[0]], "--from", from, "--until", words[1],
                .. File.ReadLines(Path.Combine(Sample, "close.args")),
            ])).Ok();
        }
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    static List<string> Lines(CloseFiles files, string account, string period)
    {
        var number = files.Invoices.Last(i => i.AccountId == account).InvoiceNumber;
        return [.. files.InvoiceLines.Where(l => l.InvoiceNumber == number && l.FromPeriod == period)
            .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.ServiceName} {l.Amount:0.00}"))];
    }
}
