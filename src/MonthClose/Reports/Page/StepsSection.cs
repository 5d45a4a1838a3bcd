namespace MonthClose;

/// <summary>How far the accounts came, step by step.</summary>
static class StepsSection
{
    public static PageSection Of(ClosePage page)
    {
        var p = page.Progress;
        (string Name, long Count, string Means)[] steps =
        [
            ("Accounts", p.Accounts, "All accounts"), ("Rated", p.Rated, "Their usage is priced"), ("Invoiced", p.Invoiced, "Their invoice has a number"),
            ("Charged", p.Charged, "A payment was attempted"), ("Paid", p.Paid, "Nothing is due: by charge, credit or transfer"), ("Mailed", p.Mailed, "The invoice was sent by e-mail"),
        ];
        var s = page.Summary;
        return new PageSection("steps", "Steps of the close")
        {
            Figures =
            [
                PageFigure.Wide("Accounts that have passed each step", BarChart.Draw(
                    "Accounts that have passed each step: " + string.Join(", ", steps.Select(t => $"{t.Name} {PageNumbers.Count(t.Count)}")),
                    [.. steps.Select(t => new Bar(t.Name, t.Count, PageNumbers.Count(t.Count)))], PageLayout.Wide)),
            ],
            Tables =
            [
                new PageTable(
                    "Accounts by step", [PageColumn.Text("Step"), PageColumn.Text("What it means"), PageColumn.Number("Accounts"), PageColumn.Number("Share")],
                    [.. steps.Select(t => PageRow.Of(t.Name, t.Means, PageCell.Count(t.Count), PageNumbers.Percent(t.Count, p.Accounts)))]),
                new PageTable(
                    "What it came to", [PageColumn.Text("What"), PageColumn.Number("Count"), PageColumn.Text("Of which")],
                    [
                        Counts("Invoices", s.Invoices), Counts("Payments and attempts", s.Payments), Counts("E-mails", s.Emails),
                        PageRow.Of("Holds placed", PageCell.Count(s.Holds), $"{PageNumbers.Count(s.Released)} released"),
                    ]),
            ],
        };
    }

    static PageRow Counts(string what, IReadOnlyDictionary<string, long> counts) => PageRow.Of(
        what, PageCell.Count(counts.Values.Sum()),
        string.Join(", ", counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{PageNumbers.Count(c.Value)} {c.Key.Replace('_', ' ')}")));
}
