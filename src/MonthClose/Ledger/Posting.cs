namespace MonthClose;

/// <summary>In which period an entry is posted.</summary>
static class Posting
{
    /// <summary>Of what settles an invoice: the period that it bills or, once that is closed, the first open one after it.</summary>
    public static string PeriodFor(AccountBook book, string period)
    {
        while (book.ClosedPeriods.Contains(period)) period = BillingPeriod.Parse(period).Next.ToString();
        return period;
    }
}
