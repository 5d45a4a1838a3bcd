namespace MonthClose.Checking;

/// <summary>Judges what closes wrote by their files alone: the world they read and what they say they did.</summary>
public static class CloseChecker
{
    /// <summary>One period, closed over a new store.</summary>
    public static IReadOnlyList<Finding> Check(string worldDir, string outDir, CheckOptions options) =>
        Check(worldDir, [new ClosedPeriod(options.Period, outDir)], options);

    /// <summary>Periods of one store, in the order of their closes, together.</summary>
    public static IReadOnlyList<Finding> Check(string worldDir, IReadOnlyList<ClosedPeriod> periods, CheckOptions options)
    {
        var folders = PeriodFolder.Read(worldDir, periods, options);
        var (files, changed) = Merging.Merge([.. folders.Select(f => f.Close)]);
        var all = new CloseView(folders, files, options);
        return [.. changed, .. folders.SelectMany(f => Folder(folders.Count == 1 ? all : new CloseView([f], f.Close, options, all))), .. Story(all)];
    }

    /// <summary>What each folder has to get right in itself.</summary>
    private static IEnumerable<Finding> Folder(CloseView view) =>
    [
        .. view.Close.Problems,
        .. Form.Check(view),
        .. Invariant01Settlement.Check(view),
        .. Invariant08Journal.CheckEntries(view),
        .. MailFiles.Check(view),
        .. MailServerBook.Check(view),
        .. Invariant09Gateway.Check(view),
        .. Reports.Check(view),
    ];

    /// <summary>What only all of them together can tell.</summary>
    private static IEnumerable<Finding> Story(CloseView view) =>
    [
        .. Form.Seqs(view),
        .. InvoicePrices.Check(view),
        .. Invariant01Settlement.CheckCredits(view),
        .. Invariant02OneCharge.Check(view),
        .. Invariant03Price.Check(view),
        .. Invariant04OneInvoice.Check(view),
        .. Invariant05Numbers.Check(view),
        .. Invariant06Mails.Check(view),
        .. Invariant07Holds.Check(view),
        .. Invariant08Journal.Check(view),
        .. PostingPeriods.Check(view),
        .. Invariant10Causes.Check(view),
    ];
}
