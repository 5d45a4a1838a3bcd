namespace MonthClose;

/// <summary>What customers owe, how long they have owed it, and who owes most.</summary>
static class ReceivablesSection
{
    static readonly PageKey[] Ages = [.. ReceivablesAging.Buckets.Select((b, n) => new PageKey(b == "90+" ? "over 90 days" : $"{b.Replace('-', '–')} days", $"a{n + 1}"))];

    public static PageSection Of(ClosePage page)
    {
        var aging = page.Aging;
        var currencies = aging.Due.Select(d => d.Key).ToList();
        if (currencies.Count == 0 && !aging.Carried.Any(c => c.Value != 0)) return new PageSection("receivables", "Receivables") { Intro = "No invoice of any period has an amount due." };
        return new PageSection("receivables", "Receivables")
        {
            Intro = "Open invoices of all periods, by days since they were issued. Each bar is all that is due in its currency: bars do not compare.",
            Legend = currencies.Count == 0 ? [] : Ages,
            Figures = currencies.Count == 0 ? [] :
            [
                PageFigure.Wide("Age of what is due", StackedBars.Draw(
                    "Share of what is due by age, for each currency",
                    [.. currencies.Select(c => new StackedBar(c, [.. ReceivablesAging.Buckets.Select(b => aging.Of(c, b))], PageNumbers.Amount(aging.Due[c], c)))],
                    Ages, PageLayout.Wide, shares: true)),
            ],
            Tables = [Table(page), .. Biggest(page)],
        };
    }

    static PageTable Table(ClosePage page)
    {
        var (aging, owed) = (page.Aging, page.Ledger.Balance(LedgerAccount.Receivable));
        var currencies = aging.Due.Concat(aging.Carried.Where(c => c.Value != 0)).Select(d => d.Key).Distinct().Order(StringComparer.Ordinal);
        return new PageTable(
            "What is due, by age",
            [PageColumn.Text("Currency"), .. Ages.Select(a => PageColumn.Number(a.Name)), PageColumn.Number("Open invoices"), PageColumn.Number("Carried forward"), PageColumn.Number("Receivable in the ledger")],
            [
                .. currencies.Select(c => new PageRow(
                [
                    c, .. ReceivablesAging.Buckets.Select(b => PageCell.Amount(aging.Of(c, b), c)), PageCell.Amount(aging.Due[c], c), PageCell.Amount(aging.Carried[c], c),
                    PageCell.Amount(owed[c], c),
                ])),
            ]);
    }

    static IEnumerable<PageTable> Biggest(ClosePage page)
    {
        var biggest = page.Aging.Biggest.Chosen;
        if (biggest.Count == 0) yield break;
        var several = biggest.Select(i => i.Currency).Distinct().Count() > 1;
        yield return new PageTable(
            biggest.Count == 1 ? "The open invoice" : $"The {biggest.Count} biggest open invoices",
            [
                PageColumn.Text("Invoice"), PageColumn.Text("Account"), PageColumn.Text("Name"), PageColumn.Text("Issued"), PageColumn.Number("Days"), PageColumn.Text("Currency"),
                PageColumn.Number("Due"),
            ],
            [
                .. biggest.Select(i => PageRow.Of(
                    i.Number, i.AccountId, i.AccountName, PageNumbers.Date(i.IssuedAt), PageCell.Count(i.DaysAt(page.Now)), i.Currency.Code, PageCell.Amount(i.AmountDue, i.Currency.Code))),
            ])
        {
            Note = several ? "Currencies are not compared: each currency's biggest comes first, then each one's second, and so on." : null,
        };
    }
}
