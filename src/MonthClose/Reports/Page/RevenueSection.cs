using Stillso;

namespace MonthClose;

/// <summary>What each service earned, currency by currency.</summary>
static class RevenueSection
{
    public static PageSection Of(ClosePage page)
    {
        var currencies = page.Revenue.Select(r => r.Currency).Distinct().Order(CodePoints.Order).ToList();
        return new PageSection("revenue", "Revenue by service")
        {
            Intro = currencies.Count == 0 ? "No revenue was posted in the period."
                : "As posted in the ledger, without tax. Each chart has its currency's own scale."
                + (currencies.Count > PageLayout.CurrencyCharts ? $" Charts of the first {PageLayout.CurrencyCharts} of {currencies.Count} currencies." : ""),
            Figures = [.. currencies.Take(PageLayout.CurrencyCharts).Select(c => Figure(c, [.. page.Revenue.Where(r => r.Currency == c)], currencies.Count == 1))],
            Tables = [.. currencies.Chunk(PageLayout.CurrenciesAcross).Select(c => Table(page.Revenue, c))],
        };
    }

    static PageFigure Figure(string currency, IReadOnlyList<ServiceRevenue> revenue, bool alone)
    {
        var ordered = revenue.OrderByDescending(r => Math.Abs(r.Amount)).ThenBy(r => r.Service, CodePoints.Order).ToList();
        var few = ordered.Count <= PageLayout.Bars ? ordered.Count : PageLayout.Bars - 1;
        var bars = ordered.Take(few).Select(r => new Bar(r.Service, r.Amount, PageNumbers.Amount(r.Amount, currency))).ToList();
        if (few < ordered.Count)
        {
            var rest = ordered.Skip(few).Sum(r => r.Amount);
            bars.Add(new Bar($"{ordered.Count - few} other services", rest, PageNumbers.Amount(rest, currency), IsRest: true));
        }
        var svg = BarChart.Draw($"Revenue by service in {currency}", bars, alone ? PageLayout.Wide : PageLayout.Narrow);
        var caption = $"Revenue in {currency}: {PageNumbers.Amount(revenue.Sum(r => r.Amount), currency)}";
        return alone ? PageFigure.Wide(caption, svg) : PageFigure.Narrow(caption, svg);
    }

    static PageTable Table(IReadOnlyList<ServiceRevenue> revenue, string[] currencies)
    {
        var services = revenue.Where(r => currencies.Contains(r.Currency)).GroupBy(r => r.Service, StringComparer.Ordinal).OrderBy(g => g.Key, CodePoints.Order)
            .Select(g => (Service: g.Key, Amounts: g.Where(r => currencies.Contains(r.Currency)).ToDictionary(r => r.Currency, r => r.Amount, StringComparer.Ordinal))).ToList();
        var (shown, note) = PageLayout.Cap(services, Math.Max(10, PageLayout.RevenueCells / revenue.Select(r => r.Currency).Distinct().Count()), RevenueReport.File);
        return new PageTable(
            $"Revenue by service in {string.Join(", ", currencies)}", [PageColumn.Text("Service"), .. currencies.Select(PageColumn.Number)],
            [
                .. shown.Select(s => new PageRow([s.Service, .. currencies.Select(c => s.Amounts.TryGetValue(c, out var a) ? PageCell.Amount(a, c) : "–")])),
                new PageRow(["Total", .. currencies.Select(c => PageCell.Amount(revenue.Where(r => r.Currency == c).Sum(r => r.Amount), c))], IsTotal: true),
            ]) { Note = note };
    }
}
