namespace MonthClose;

/// <summary>Where the world had changed between two steps, and what the close did about it.</summary>
static class RacesSection
{
    static readonly PageKey[] Parts = [new("Revised", "c1"), new("Superseded", "c2")];

    public static PageSection Of(ClosePage page)
    {
        const string heading = "Changes while the close ran";
        if (page.Races.Count == 0) return new PageSection("changes", heading) { Intro = "Nothing had changed between two steps of an account: every decision was carried out as it was made." };
        var changes = page.Races.GroupBy(r => r.Change, StringComparer.Ordinal)
            .Select(g => (Name: PageWords.Change(g.Key), Revised: Sum(g, "revised"), Superseded: Sum(g, "superseded"), IsChange: g.Key.Length > 0))
            .OrderByDescending(c => c.IsChange).ThenByDescending(c => c.Revised + c.Superseded).ThenBy(c => c.Name, StringComparer.Ordinal).ToList();
        return new PageSection("changes", heading)
        {
            Intro = "What a step had been told was no longer so when it ran. Revised: it acted on what was so then. Superseded: nothing was left to do.",
            Legend = Parts,
            Figures =
            [
                PageFigure.Wide("Decisions by what had changed", StackedBars.Draw(
                    "Decisions that were revised or superseded, by what had changed",
                    [.. changes.Select(c => new StackedBar(c.Name, [c.Revised, c.Superseded], PageNumbers.Count(c.Revised + c.Superseded)))], Parts, PageLayout.Wide, shares: false)),
            ],
            Tables =
            [
                new PageTable(
                    "Decisions by what had changed, and by step", [PageColumn.Text("What had changed"), PageColumn.Text("Step"), PageColumn.Number("Revised"), PageColumn.Number("Superseded")],
                    [
                        .. page.Races.GroupBy(r => (r.Change, r.Step)).OrderBy(g => g.Key.Change.Length == 0).ThenBy(g => PageWords.Change(g.Key.Change), StringComparer.Ordinal)
                            .Select(g => PageRow.Of(PageWords.Change(g.Key.Change), PageWords.Step(g.Key.Step), PageCell.Count(Sum(g, "revised")), PageCell.Count(Sum(g, "superseded")))),
                    ])
                {
                    Note = "A decision that two changes caused counts under both.",
                },
            ],
        };
    }

    static long Sum(IEnumerable<RaceCount> races, string decision) => races.Where(r => r.Decision == decision).Sum(r => r.Count);
}
