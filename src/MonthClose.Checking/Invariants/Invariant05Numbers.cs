namespace MonthClose.Checking;

/// <summary>(5) Numbers of a period are gapless from 1, in order of issue, at one instant in order of account id.</summary>
internal static class Invariant05Numbers
{
    public static IEnumerable<Finding> Check(CloseView view)
    {
        foreach (var period in view.Numbered.GroupBy(i => i.Period, StringComparer.Ordinal))
        {
            foreach (var finding in Check(period.Key, period))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> Check(string period, IEnumerable<InvoiceRow> invoices)
    {
        var inOrder = invoices.OrderBy(i => i.IssuedAt).ThenBy(i => i.AccountId, CodePoints.Order).ToList();
        for (var index = 0; index < inOrder.Count; index++)
        {
            var expected = $"{period}-{index + 1:000000}";
            if (inOrder[index].InvoiceNumber != expected)
            {
                yield return new Finding(
                    5, "invoices.csv", inOrder[index].AccountId,
                    $"is numbered {inOrder[index].InvoiceNumber}: in order of issue it is {expected}");
            }
        }
    }
}
