using NodaTime;

namespace MonthClose.Checking;

/// <summary>What one account's replay starts from: its imported state, its invoices, and its changes and decisions by seq.</summary>
internal sealed record AccountFacts(
    WorldAccount Account,
    string? ImportedMethod,
    IReadOnlyList<WorldCredit> Credits,
    IReadOnlyList<InvoiceRow> Invoices,
    IReadOnlyList<PaymentRow> Payments,
    IReadOnlyList<ITimelineRow> Timeline)
{
    /// <summary>What an amount carried forward by the first invoice is on the second; null without a rate.</summary>
    public Func<InvoiceRow, InvoiceRow, decimal?> Carry { get; init; } = (from, _) => from.AmountDue;

    public IEnumerable<PaymentRow> AttemptsOf(InvoiceRow invoice) =>
        Payments.Where(p => p.Attempt is not null && p.InvoiceNumber == invoice.InvoiceNumber).OrderBy(p => p.Attempt);

    /// <summary>
    /// Issue draws no seq. Whatever follows a decision about the invoice, or is dated later, came after it;
    /// a change of the same instant before the first decision may have come before or after.
    /// </summary>
    public bool SurelyIssuedBefore(InvoiceRow invoice, ITimelineRow row) =>
        row.At > invoice.IssuedAt
        || (row is ChangeRow { Change: "bank_transfer" } && SettledBy(invoice, row.At))
        || (row.At == invoice.IssuedAt && Timeline.OfType<DecisionRow>().Any(d =>
            d.Seq <= row.Seq && d.InvoiceNumber == invoice.InvoiceNumber && d.Step is not ("rate" or "invoice")));

    /// <summary>The account's currencies that an invoice can have been made in: changes of its own second may have come before or after it.</summary>
    public IReadOnlySet<string> CurrenciesAt(Instant instant)
    {
        var changes = Timeline.OfType<ChangeRow>().Where(c => c is { Change: "change_currency", Value: not null }).ToList();
        var before = changes.LastOrDefault(c => c.At < instant)?.Value ?? Account.Currency;
        return new HashSet<string>([before, .. changes.Where(c => c.At == instant).Select(c => c.Value!)], StringComparer.Ordinal);
    }

    private bool SettledBy(InvoiceRow invoice, Instant at) =>
        Payments.Any(p => p.IsTransfer && p.InvoiceNumber == invoice.InvoiceNumber && p.DecidedAt == at);
}

/// <summary>How the account stood when a decision was made, by the changes with a lower seq.</summary>
/// <param name="Net">The amount due of the decision's invoice less every usable credit and transfer: negative when in credit.</param>
/// <param name="Due">The invoice's amount due, credits not yet applied not counted.</param>
/// <param name="Waiting">Transfers that wait for the outcome of a charge in flight, already taken off <paramref name="Net"/>.</param>
/// <param name="Balance">The account's amounts due in the invoice's currency less usable credits and transfers.</param>
/// <param name="CarriedDue">What <paramref name="Balance"/> holds of amounts carried forward that no invoice has taken up yet.</param>
/// <param name="Payment">The attempt that this decision made, if it made one.</param>
/// <param name="Landed">What a charge brought, if anything, whose outcome was learned in this very second, long after it was sent: before or after this decision.</param>
/// <param name="Waited">The transfers that had waited for that outcome.</param>
/// <param name="ChargeIsDue">By the facts of the moment this decision had to make an attempt.</param>
internal sealed record Moment(
    DecisionRow Decision, decimal Net, decimal Due, decimal Waiting, decimal Balance, decimal CarriedDue, string? Method,
    bool MethodIsRefused, string? Email, bool Closed, bool Carried, PaymentRow? Payment, bool ChargeIsDue, decimal Landed, decimal Waited)
{
    public decimal Price => Math.Max(0, Net);
}
