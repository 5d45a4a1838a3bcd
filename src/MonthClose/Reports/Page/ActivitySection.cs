namespace MonthClose;

/// <summary>When money came, and when it did not.</summary>
static class ActivitySection
{
    static readonly PageKey[] Kinds = [new("Charges that succeeded", "c1"), new("Bank transfers", "c2"), new("Failed attempts", "c3"), new("Without an answer", "c4")];

    public static PageSection Of(ClosePage page)
    {
        const string heading = "Charges and payments over time";
        if (page.Activity is not { } activity) return new PageSection("activity", heading) { Intro = "Nothing was charged or paid yet." };
        var slots = activity.Slots;
        // Without any of a kind there is no column and no colour of it.
        var kinds = Enumerable.Range(0, Kinds.Length).Where(k => activity.Counts.Any(c => c[k] > 0)).ToList();
        var columns = activity.Counts.Select((c, n) => new StackedColumn(slots.NameOf(n), c)).ToList();
        var busy = Enumerable.Range(0, slots.Count).Where(n => activity.Counts[n].Any(c => c > 0)).ToList();
        return new PageSection("activity", heading)
        {
            Intro = "Times are UTC. A failed attempt was declined, needs the customer's authentication, or found no payment method.",
            Legend = [.. kinds.Select(k => Kinds[k])],
            Figures =
            [
                PageFigure.Wide($"How many payments there were, by {slots.Unit}", ColumnChart.Draw(
                    $"Payments by {slots.Unit}, from {slots.NameOf(0)} to {slots.NameOf(slots.Count - 1)}", columns, Kinds, PageLayout.Wide, 230)),
            ],
            Tables =
            [
                new PageTable(
                    $"Payments by {slots.Unit}", [PageColumn.Text("From"), .. kinds.Select(k => PageColumn.Number(Kinds[k].Name))],
                    [
                        .. busy.Select(n => new PageRow([slots.NameOf(n), .. kinds.Select(k => PageCell.Count(activity.Counts[n][k]))])),
                        new PageRow(["Total", .. kinds.Select(k => PageCell.Count(activity.Counts.Sum(c => c[k])))], IsTotal: true),
                    ])
                {
                    Note = busy.Count < slots.Count ? "Times without any payment are left out of the table." : null,
                },
            ],
        };
    }
}
