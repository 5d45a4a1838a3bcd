namespace MonthClose.Checking;

/// <summary>(5) Numbers are gapless from 1, in order of issue, at one instant in order of account id.</summary>
internal static class Invariant05Numbers
{
    public static IEnumerable<Finding> Check(CloseView view)
    {
        var inOrder = view.Numbered.OrderBy(i => i.IssuedAt).ThenBy(i => i.AccountId, CodePoints.Order).ToList();
        for (var index = 0; index < inOrder.Count; index++)
        {
            var expected = $"{view.Options.Period}-{index + 1:000000}";
            if (inOrder[index].InvoiceNumber != expected)
            {
                yield return new Finding(
                    5, "invoices.csv", inOrder[index].AccountId,
                    $"is numbered {inOrder[index].InvoiceNumber}: in order of issue it is {expected}");
            }
        }
    }
}
