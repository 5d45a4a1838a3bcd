namespace MonthClose.Checking;

/// <summary>Judges what a close wrote by its files alone: the world it read and what it says it did.</summary>
public static class CloseChecker
{
    public static IReadOnlyList<Finding> Check(string worldDir, string outDir, CheckOptions options)
    {
        var world = WorldFiles.Read(worldDir, options);
        var close = CloseFiles.Read(outDir);
        var view = new CloseView(world, close, options);
        return
        [
            .. close.Problems,
            .. Form.Check(view),
            .. InvoicePrices.Check(view),
            .. Invariant01Settlement.Check(view),
            .. Invariant02OneCharge.Check(view),
            .. Invariant03Price.Check(view),
            .. Invariant04OneInvoice.Check(view),
            .. Invariant05Numbers.Check(view),
            .. Invariant06Mails.Check(view),
            .. Invariant07Holds.Check(view),
            .. Invariant08Journal.Check(view),
            .. Invariant09Gateway.Check(view),
            .. Invariant10Causes.Check(view),
        ];
    }
}
