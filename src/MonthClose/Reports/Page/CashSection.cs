namespace MonthClose;

/// <summary>Whether our books and the gateway's have the same charges.</summary>
static class CashSection
{
    public static PageSection Of(ClosePage page)
    {
        const string heading = "Cash reconciliation";
        if (page.Cash is not { } cash) return new PageSection("cash", heading) { Intro = "Not done here: the gateway's own books are read only where it is the simulator." };
        var charges = cash.States.Values.Sum();
        var matched = cash.States.GetValueOrDefault(CashReconciliation.Matched);
        if (charges == 0) return new PageSection("cash", heading) { Intro = "Neither our books nor the gateway's have a charge." };
        var ledger = page.Ledger.Balance(LedgerAccount.CashGateway);
        return new PageSection("cash", heading)
        {
            Intro = (matched == charges
                ? $"All {PageWords.Counted(charges, "charge is", "charges are")} in both books with the same amount."
                : $"{PageNumbers.Count(charges - matched)} of {PageWords.Counted(charges, "charge does", "charges do")} not match: {string.Join(", ", Differences(cash))}. They are listed in {CashReconciliation.File}.")
                + " Charges of all periods, ours against the simulated gateway's own books.",
            Tables =
            [
                new PageTable(
                    "Succeeded charges",
                    [
                        PageColumn.Text("Currency"), PageColumn.Number("In our books"), PageColumn.Number("In the gateway's books"), PageColumn.Number("Difference"),
                        PageColumn.Number("Cash in the ledger"),
                    ],
                    [
                        .. cash.Ours.Concat(cash.Gateway).Select(s => s.Key).Distinct().Order(StringComparer.Ordinal).Select(c => PageRow.Of(
                            c, PageCell.Amount(cash.Ours[c], c), PageCell.Amount(cash.Gateway[c], c), PageCell.Amount(cash.Ours[c] - cash.Gateway[c], c),
                            PageCell.Amount(ledger[c], c))),
                    ]),
            ],
        };
    }

    static IEnumerable<string> Differences(CashReconciliation cash) =>
        new[] { (CashReconciliation.MissingHere, "missing in our books"), (CashReconciliation.MissingAtGateway, "missing at the gateway"), (CashReconciliation.AmountDiffers, "with another amount") }
            .Where(s => cash.States.GetValueOrDefault(s.Item1) > 0).Select(s => $"{PageNumbers.Count(cash.States[s.Item1])} {s.Item2}");
}
