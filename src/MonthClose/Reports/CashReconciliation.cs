using Stillso;

namespace MonthClose;

/// <summary>A charge in our books, or a payment that is not known to have succeeded: then without an amount.</summary>
sealed record OurCharge(string Reference, string AccountId, string? InvoiceNumber, string Currency, decimal? Amount);

/// <summary>A succeeded charge in the gateway's books, in the currency's major unit.</summary>
sealed record TheirCharge(string Reference, string Currency, decimal Amount);

/// <summary>One gateway reference, as both books have it.</summary>
sealed record ReconciledCharge(string Reference, string? AccountId, string? InvoiceNumber, string Currency, decimal? Ours, decimal? Gateway)
{
    public decimal Difference => (Ours ?? 0) - (Gateway ?? 0);

    public string State => (Ours, Gateway) switch
    {
        (null, _) => CashReconciliation.MissingHere,
        (_, null) => CashReconciliation.MissingAtGateway,
        _ => Difference == 0 ? CashReconciliation.Matched : CashReconciliation.AmountDiffers,
    };
}

/// <summary>cash_reconciliation.csv: our succeeded charges of all periods against the gateway's own books.</summary>
sealed class CashReconciliation
{
    public const string File = "cash_reconciliation.csv";
    public const string Header = "gateway_reference,account_id,invoice_number,currency,ours,gateway,difference,state";
    public const string Matched = "matched";
    public const string MissingHere = "missing_here";
    public const string MissingAtGateway = "missing_at_gateway";
    public const string AmountDiffers = "amount_differs";

    /// <summary>What our books have, by currency; there when the last row was taken.</summary>
    public CurrencySums Ours { get; } = new();

    /// <summary>What the gateway's books have.</summary>
    public CurrencySums Gateway { get; } = new();

    /// <summary>How many references there are of each state.</summary>
    public Dictionary<string, long> States { get; } = new(StringComparer.Ordinal);

    public static IEnumerable<OurCharge> ReadOurs(Statements sql) => sql.Stream(
        Sql.Text["report_gateway_payments"],
        r => new OurCharge(r.GetString(0), r.GetString(1), BookReader.Text(r, 2), r.GetString(3), r.IsDBNull(4) ? null : BookReader.Amount(r, 4)));

    public static IEnumerable<TheirCharge> Theirs(IEnumerable<GatewayCharge> charges) =>
        charges.Where(c => c.Status == "succeeded").OrderBy(c => c.Reference, CodePoints.Order).Select(c =>
        {
            var currency = Currency.Get(c.Currency.ToUpperInvariant());
            return new TheirCharge(c.Reference, currency.Code, GatewayMinorUnits.ToMajor(c.Amount, currency));
        });

    /// <summary>Walks both books in order of reference; one that is in neither as a succeeded charge is left out.</summary>
    public static IEnumerable<ReconciledCharge> Match(IEnumerable<OurCharge> ours, IEnumerable<TheirCharge> theirs)
    {
        using var gateway = theirs.GetEnumerator();
        var more = gateway.MoveNext();
        foreach (var our in ours)
        {
            for (; more && CodePoints.Order.Compare(gateway.Current.Reference, our.Reference) < 0; more = gateway.MoveNext()) yield return MissingInOurs(gateway.Current);
            if (more && gateway.Current.Reference == our.Reference)
            {
                // An amount in another currency is none that could be compared.
                var same = gateway.Current.Currency == our.Currency || our.Amount is null;
                yield return new ReconciledCharge(
                    our.Reference, our.AccountId, our.InvoiceNumber, our.Amount is null ? gateway.Current.Currency : our.Currency, our.Amount,
                    same ? gateway.Current.Amount : 0);
                more = gateway.MoveNext();
            }
            else if (our.Amount is not null) yield return new ReconciledCharge(our.Reference, our.AccountId, our.InvoiceNumber, our.Currency, our.Amount, null);
        }
        for (; more; more = gateway.MoveNext()) yield return MissingInOurs(gateway.Current);
    }

    public IEnumerable<Cell[]> Rows(IEnumerable<ReconciledCharge> charges)
    {
        foreach (var c in charges)
        {
            if (c.Ours is { } ours) Ours.Add(c.Currency, ours);
            if (c.Gateway is { } theirs) Gateway.Add(c.Currency, theirs);
            States[c.State] = States.GetValueOrDefault(c.State) + 1;
            Cell Amount(decimal? amount) => amount is { } a ? Cell.Amount(a, c.Currency) : Cell.Missing;
            yield return
            [
                Cell.Text(c.Reference), Cell.Text(c.AccountId), Cell.Text(c.InvoiceNumber), Cell.Text(c.Currency), Amount(c.Ours), Amount(c.Gateway),
                Amount(c.Difference), Cell.Text(c.State),
            ];
        }
    }

    static ReconciledCharge MissingInOurs(TheirCharge c) => new(c.Reference, null, null, c.Currency, null, c.Amount);
}
