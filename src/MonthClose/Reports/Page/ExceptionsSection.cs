namespace MonthClose;

/// <summary>What did not go its usual way, counted by reason.</summary>
static class ExceptionsSection
{
    const int Rows = 30;

    public static PageSection Of(ClosePage page)
    {
        var (asked, parked) = page.UnansweredCharges;
        var (shown, note) = PageLayout.Cap(
            [.. page.Exceptions.OrderBy(e => e.Decision, StringComparer.Ordinal).ThenByDescending(e => e.Count).ThenBy(e => e.Reason, StringComparer.Ordinal)],
            Rows, ExceptionsReport.File);
        List<PageRow> rows =
        [
            .. new[] { ("Charge sent, not answered: the gateway is asked again", asked), ("Charge sent, not answered for a day: a person decides", parked), ("E-mail of which nobody knows whether it left", page.UnansweredMails) }
                .Where(u => u.Item2 > 0).Select(u => PageRow.Of("Unknown", "", u.Item1, PageCell.Count(u.Item2))),
            .. shown.Select(e => PageRow.Of(PageWords.Sentence(e.Decision), PageWords.Step(e.Step), PageWords.Sentence(e.Reason), PageCell.Count(e.Count))),
        ];
        return new PageSection("exceptions", "Exceptions")
        {
            Intro = page.Summary.Parked == 0
                ? "Nothing waits for a person."
                : $"{PageWords.Counted(page.Summary.Parked, "item waits", "items wait")} for a person: parked invoices and jobs.",
            Tables = rows.Count == 0 ? [] :
            [
                new PageTable(
                    "Parked, unknown and superseded, by reason", [PageColumn.Text("What"), PageColumn.Text("Step"), PageColumn.Text("Reason"), PageColumn.Number("Count")], rows) { Note = note },
            ],
        };
    }
}
