namespace MonthClose.Checking;

/// <summary>focus.csv: the period's invoice lines and taxes as FOCUS rows.</summary>
internal static class FocusReport
{
    public const string Header =
        "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ChargeDescription,"
        + "ChargePeriodStart,ChargePeriodEnd,EffectiveCost,InvoiceIssuerName,ListCost,ContractedCost,ProviderName,PublisherName,ServiceCategory,"
        + "ServiceName,SubAccountId";

    public static void Check(ReportFile file, CloseView view)
    {
        var period = view.Folders[0].Period;
        var expected = view.Numbered.Where(i => i.Period == period && i.Currency is not null).SelectMany(i => Rows(view, i)).CountBy(r => r).ToDictionary();
        foreach (var row in file.Rows)
        {
            var key = Key(file, row);
            var anyService = key with { Service = null };
            var found = expected.GetValueOrDefault(key) > 0 ? key : key.Category == "Tax" && expected.GetValueOrDefault(anyService) > 0 ? anyService : null;
            if (found is null)
            {
                file.Report($"has {key}, which is no line or tax of an invoice", key.Account);
            }
            else
            {
                expected[found]--;
            }

            foreach (var column in new[] { "EffectiveCost", "ListCost", "ContractedCost", "ProviderName", "PublisherName", "InvoiceIssuerName" }.Where(c => file.At(row, c).Length == 0))
            {
                file.Report($"{column} is empty", key.Account);
            }

            if (file.At(row, "ServiceCategory") != "Other")
            {
                file.Report($"ServiceCategory is {file.At(row, "ServiceCategory")}", key.Account);
            }
        }

        foreach (var (lost, _) in expected.Where(e => e.Value > 0).Take(10))
        {
            file.Report($"lacks {lost}", lost.Account);
        }

        file.MustBeInOrder(
            Cell.Number, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Number, Cell.Text,
            Cell.Number, Cell.Number, Cell.Text, Cell.Text, Cell.Text, Cell.Text, Cell.Text);
    }

    private sealed record Charged(
        string Cost, string Account, string Name, string Currency, string BillingStart, string BillingEnd, string Category, string ChargeStart,
        string ChargeEnd, string? Service);

    private static IEnumerable<Charged> Rows(CloseView view, InvoiceRow invoice)
    {
        if (view.World.Accounts.GetValueOrDefault(invoice.AccountId) is not { } account)
        {
            yield break;
        }

        string Start(string period) => ReportFile.Time(Bills.StartOf(period, account.Zone));
        string End(string period) => ReportFile.Time(Bills.EndOf(period, account.Zone));
        Charged Row(decimal amount, string category, string from, string? service) => new(
            ReportFile.Money(amount, invoice.Currency!), ReportFile.Text(account.AccountId), ReportFile.Text(account.Name ?? account.AccountId), invoice.Currency!,
            Start(invoice.Period), End(invoice.Period), ReportFile.Text(category), Start(from), End(from), service);

        foreach (var line in view.Lines[invoice.InvoiceNumber!])
        {
            yield return Row(line.Amount, line.ChargeCategory, line.FromPeriod, ReportFile.Text(line.ServiceName));
        }

        if (invoice.Tax is { } tax && tax != 0)
        {
            yield return Row(tax, "Tax", invoice.Period, null);
        }
    }

    private static Charged Key(ReportFile file, IReadOnlyList<string> row) => new(
        file.At(row, "BilledCost"), file.At(row, "BillingAccountId"), file.At(row, "BillingAccountName"), file.At(row, "BillingCurrency"),
        file.At(row, "BillingPeriodStart"), file.At(row, "BillingPeriodEnd"), file.At(row, "ChargeCategory"), file.At(row, "ChargePeriodStart"),
        file.At(row, "ChargePeriodEnd"), file.At(row, "ServiceName"));
}
