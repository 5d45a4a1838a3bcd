using System.Text.Json;
using System.Text.RegularExpressions;

namespace MonthClose.Checking;

/// <summary>summary.json counts and sums what the other files list; close.html is a page that needs no other.</summary>
internal static partial class SummaryReport
{
    public static IEnumerable<Finding> Check(CloseView view, string period) => [.. Summary(view, period), .. Page(view)];

    private static IEnumerable<Finding> Summary(CloseView view, string period)
    {
        var path = Path.Combine(view.Close.Directory, "reports", "summary.json");
        if (!File.Exists(path))
        {
            yield break;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var root = json.RootElement;
        if (!root.TryGetProperty("period", out var named) || named.ValueKind != JsonValueKind.String || named.GetString() != period)
        {
            yield return At($"is not of {period}");
        }

        var invoices = view.Close.Invoices.Where(i => i.Period == period).ToList();
        var numbered = invoices.Where(i => i is { InvoiceNumber: not null, Currency: not null }).ToList();
        var expected = new List<(string Name, IEnumerable<(string Key, decimal Value)> Values)>
        {
            ("invoices", invoices.CountBy(i => i.Status).Select(c => (c.Key, (decimal)c.Value))),
            ("invoiced", numbered.GroupBy(i => i.Currency!).Select(g => (g.Key, g.Sum(i => i.Total ?? 0)))),
            ("due", numbered.GroupBy(i => i.Currency!).Select(g => (g.Key, g.Sum(i => i.AmountDue ?? 0)))),
        };

        // Over several periods the other counts may be of the period or of its accounts.
        if (view.All.Folders.Count == 1)
        {
            var close = view.Close;
            var paid = close.Payments.Where(p => p.Status == "succeeded").ToList();
            expected.Add(("credited", close.CreditsApplied.GroupBy(c => c.Currency).Select(g => (g.Key, g.Sum(c => Math.Max(c.Amount, 0))))));
            expected.Add(("refunded", close.CreditsApplied.GroupBy(c => c.Currency).Select(g => (g.Key, g.Sum(c => Math.Max(-c.Amount, 0))))));
            expected.Add(("charged", paid.Where(p => !p.IsTransfer).GroupBy(p => p.Currency).Select(g => (g.Key, g.Sum(p => p.Amount)))));
            expected.Add(("transferred", paid.Where(p => p.IsTransfer).GroupBy(p => p.Currency).Select(g => (g.Key, g.Sum(p => p.Amount)))));
            expected.Add(("emails", close.Emails.CountBy(e => e.Kind).Select(c => (c.Key, (decimal)c.Value))));
            expected.Add(("decisions", close.Decisions.CountBy(d => d.Decision).Select(c => (c.Key, (decimal)c.Value))));
            expected.Add(("holds", [("", close.Holds.Count)]));
            expected.Add(("released", [("", close.Holds.Count(h => h.ReleasedAt is not null))]));
        }

        foreach (var (name, values) in expected)
        {
            if (!root.TryGetProperty(name, out var element))
            {
                continue;
            }

            var told = Values(element);
            var here = values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
            foreach (var key in told.Keys.Union(here.Keys).Where(k => told.GetValueOrDefault(k) != here.GetValueOrDefault(k)))
            {
                yield return At($"{name} {key} is {told.GetValueOrDefault(key)}, by the other files {here.GetValueOrDefault(key)}");
            }
        }
    }

    private static Dictionary<string, decimal> Values(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().ToDictionary(p => p.Name, p => Amounts.Parse(p.Value.ToString()), StringComparer.Ordinal)
        : new Dictionary<string, decimal>(StringComparer.Ordinal) { [""] = Amounts.Parse(element.ToString()) };

    private static IEnumerable<Finding> Page(CloseView view)
    {
        var path = Path.Combine(view.Close.Directory, "reports", "close.html");
        if (File.Exists(path) && Elsewhere().Match(File.ReadAllText(path)) is { Success: true } loaded)
        {
            yield return new Finding(8, "reports/close.html", null, $"loads from elsewhere: {loaded.Value}");
        }
    }

    private static Finding At(string what) => new(8, "reports/summary.json", null, what);

    [GeneratedRegex("""(\bsrc\s*=|<link\b[^>]*\bhref\s*=|url\(|@import)\s*["'(]?\s*(https?:)?//[^"'>\s]*""", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
