using Stillso;

namespace MonthClose;

/// <summary>One charge as FOCUS has it; the other columns follow from these.</summary>
sealed record FocusRow(
    decimal BilledCost, string AccountId, string AccountName, string Currency, string BillingStart, string BillingEnd, string Category, string Description,
    string ChargeStart, string ChargeEnd, string Service);

/// <summary>focus.csv: the period's invoice lines and tax as FOCUS 1.0 rows.</summary>
sealed class FocusReport : IDisposable
{
    public const string File = "focus.csv";
    public const string Header =
        "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ChargeDescription," +
        "ChargePeriodStart,ChargePeriodEnd,EffectiveCost,InvoiceIssuerName,ListCost,ContractedCost,ProviderName,PublisherName,ServiceCategory,ServiceName,SubAccountId";

    readonly SortedRuns<FocusRow> rows;
    readonly string seller;

    /// <summary>Collects rows.</summary>
    /// <param name="folder">Where they may be kept until they are sorted.</param>
    /// <param name="seller">Who bills.</param>
    /// <param name="atOnce">How many are held in memory.</param>
    public FocusReport(string folder, string seller, int atOnce = 50_000)
    {
        rows = new SortedRuns<FocusRow>(folder, Comparer<FocusRow>.Create(Compare), Write, Read, atOnce);
        this.seller = seller;
    }

    /// <summary>What is billed, by currency.</summary>
    public CurrencySums Billed { get; } = new();

    public void Add(Invoice invoice, string accountId, string accountName, string timeZone)
    {
        foreach (var row in RowsOf(invoice, accountId, accountName, timeZone))
        {
            Billed.Add(row.Currency, row.BilledCost);
            rows.Add(row);
        }
    }

    /// <summary>One row per line, and one for the tax if there is any.</summary>
    public static IEnumerable<FocusRow> RowsOf(Invoice invoice, string accountId, string accountName, string timeZone)
    {
        var zone = Zones.Get(timeZone);
        (string Start, string End) Month(string period)
        {
            var month = BillingPeriod.Parse(period);
            return (Instants.ToFile(month.Start(zone)), Instants.ToFile(month.End(zone)));
        }
        var billing = Month(invoice.Period);
        FocusRow Row(decimal amount, string category, string description, string service, (string Start, string End) charge) => new(
            amount, accountId, accountName, invoice.Currency.Code, billing.Start, billing.End, category, description, charge.Start, charge.End, service);
        foreach (var line in invoice.Lines)
        {
            var charge = line.FromPeriod == invoice.Period ? billing : Month(line.FromPeriod);
            yield return Row(line.Amount, line.Category, $"{line.Service}, {line.FromPeriod}", line.Service, charge);
        }
        if (invoice.Tax != 0)
        {
            var percent = Decimals.ToText(invoice.TaxRate * 100);
            yield return Row(invoice.Tax, InvoiceLines.TaxCategory, $"Tax at {percent} %", "Tax", billing);
        }
    }

    public IEnumerable<Cell[]> Rows() => rows.InOrder().Select(r =>
    {
        var cost = Cell.Amount(r.BilledCost, r.Currency);
        var issuer = Cell.Text(seller);
        return new[]
        {
            cost, Cell.Text(r.AccountId), Cell.Text(r.AccountName), Cell.Text(r.Currency), Cell.Text(r.BillingStart), Cell.Text(r.BillingEnd), Cell.Text(r.Category),
            Cell.Text(r.Description), Cell.Text(r.ChargeStart), Cell.Text(r.ChargeEnd), cost, issuer, cost, cost, issuer, issuer, Cell.Text("Other"),
            Cell.Text(r.Service), Cell.Missing,
        };
    });

    public void Dispose() => rows.Dispose();

    // The columns from left to right; those that are missing here follow from these.
    static int Compare(FocusRow a, FocusRow b)
    {
        var order = a.BilledCost.CompareTo(b.BilledCost);
        if (order == 0) order = CodePoints.Order.Compare(a.AccountId, b.AccountId);
        if (order == 0) order = CodePoints.Order.Compare(a.BillingStart, b.BillingStart);
        if (order == 0) order = CodePoints.Order.Compare(a.Category, b.Category);
        if (order == 0) order = CodePoints.Order.Compare(a.Description, b.Description);
        if (order == 0) order = CodePoints.Order.Compare(a.ChargeStart, b.ChargeStart);
        return order == 0 ? CodePoints.Order.Compare(a.Service, b.Service) : order;
    }

    static void Write(BinaryWriter to, FocusRow r)
    {
        to.Write(r.BilledCost);
        foreach (var text in new[]
        {
            r.AccountId, r.AccountName, r.Currency, r.BillingStart, r.BillingEnd, r.Category, r.Description, r.ChargeStart, r.ChargeEnd, r.Service,
        }) to.Write(text);
    }

    static FocusRow Read(BinaryReader from) => new(
        from.ReadDecimal(), from.ReadString(), from.ReadString(), from.ReadString(), from.ReadString(), from.ReadString(), from.ReadString(),
        from.ReadString(), from.ReadString(), from.ReadString(), from.ReadString());
}
