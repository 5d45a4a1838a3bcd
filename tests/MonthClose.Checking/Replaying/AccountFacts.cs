using NodaTime;

namespace MonthClose.Checking;

/// <summary>What one account's replay starts from: its imported state, its invoice, and its changes and decisions by seq.</summary>
internal sealed record AccountFacts(
    WorldAccount Account,
    string? ImportedMethod,
    IReadOnlyList<WorldCredit> Credits,
    InvoiceRow Invoice,
    IReadOnlyList<PaymentRow> Payments,
    IReadOnlyList<ITimelineRow> Timeline)
{
    public string Currency => Invoice.Currency!;

    public Instant IssuedAt => Invoice.IssuedAt!.Value;

    public IEnumerable<PaymentRow> Attempts =>
        Payments.Where(p => p.Attempt is not null && p.InvoiceNumber == Invoice.InvoiceNumber).OrderBy(p => p.Attempt);

    /// <summary>
    /// Issue draws no seq. Whatever follows a decision about the invoice, or is dated later, came after it;
    /// a change of the same instant before the first decision may have come before or after.
    /// </summary>
    public bool SurelyIssuedBefore(ITimelineRow row) =>
        row.At > IssuedAt
        || (row is ChangeRow { Change: "bank_transfer" } && SettledTheInvoice(row.At))
        || Timeline.OfType<DecisionRow>().Any(d => d.Seq <= row.Seq && d.InvoiceNumber == Invoice.InvoiceNumber && d.Step is not ("rate" or "invoice"));

    private bool SettledTheInvoice(Instant at) =>
        Payments.Any(p => p.IsTransfer && p.InvoiceNumber == Invoice.InvoiceNumber && p.DecidedAt == at);
}

/// <summary>How the account stood when a decision was made, by the changes with a lower seq.</summary>
/// <param name="Net">The amount due less every usable credit and transfer: negative when in credit.</param>
/// <param name="Due">The invoice's amount due, credits not yet applied not counted.</param>
/// <param name="Waiting">Transfers that wait for the outcome of a charge in flight, already taken off <paramref name="Net"/>.</param>
/// <param name="Payment">The attempt that this decision made, if it made one.</param>
/// <param name="ChargeIsDue">By the facts of the moment this decision had to make an attempt.</param>
internal sealed record Moment(
    DecisionRow Decision, decimal Net, decimal Due, decimal Waiting, string? Method, bool MethodIsRefused,
    string? Email, bool Closed, bool Carried, PaymentRow? Payment, bool ChargeIsDue)
{
    public decimal Price => Math.Max(0, Net);
}
