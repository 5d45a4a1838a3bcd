namespace MonthClose;

/// <summary>The headline figures, a row per currency.</summary>
static class FiguresSection
{
    public static PageSection Of(ClosePage page)
    {
        var s = page.Summary;
        (string Name, IReadOnlyDictionary<string, string> Amounts, bool Always)[] all =
        [
            ("Invoiced", s.Invoiced, true), ("of which tax", s.Tax, true), ("of which carried in", s.CarriedIn, false), ("Credits applied", s.Credited, true),
            ("Turned into credit", s.Refunded, false), ("Charged", s.Charged, true), ("Bank transfers", s.Transferred, true), ("Still due", s.Due, true),
            ("of which carried forward", s.CarriedForward, false),
        ];
        // A column of nothing tells nothing.
        var figures = all.Where(f => f.Always || f.Amounts.Any(a => ClosePage.Amount(f.Amounts, a.Key) != 0)).ToList();
        var currencies = figures.SelectMany(f => f.Amounts.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        return new PageSection("figures", "Figures by currency")
        {
            Intro = currencies.Count == 0 ? "No invoice was issued." : null,
            Tables =
            [
                new PageTable(
                    "What was invoiced, what settled it, and what is still due",
                    [PageColumn.Text("Currency"), .. figures.Select(f => PageColumn.Number(f.Name))],
                    [.. currencies.Select(c => new PageRow([c, .. figures.Select(f => PageCell.Figure(ClosePage.Amount(f.Amounts, c), c))]))])
                {
                    Note = s.Transferred.Count == 0 ? null : "Bank transfers count what was received: what was left of one is a credit.",
                },
            ],
        };
    }
}
