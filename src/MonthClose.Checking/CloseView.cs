using NodaTime;

namespace MonthClose.Checking;

/// <summary>
/// World and output joined by account and by invoice: what every check looks at. One over all periods of a store, and
/// one for each folder, whose rows may speak of invoices that other folders list.
/// </summary>
internal sealed class CloseView
{
    private readonly Dictionary<string, AccountReplay> _replays = new(StringComparer.Ordinal);
    private readonly Lazy<References> _references;
    private readonly Lazy<Pricing> _pricing;

    public CloseView(IReadOnlyList<PeriodFolder> folders, CloseFiles close, CheckOptions options, CloseView? all = null)
    {
        Folders = folders;
        World = all?.World ?? KnownWorld.Of([.. folders.Select(f => f.World).Distinct()]);
        Close = close;
        Options = options;
        All = all ?? this;
        Numbered = [.. close.Invoices.Where(i => i.InvoiceNumber is not null)];
        Lines = close.InvoiceLines.ToLookup(l => l.InvoiceNumber, StringComparer.Ordinal);
        CreditsApplied = close.CreditsApplied.ToLookup(c => c.InvoiceNumber, StringComparer.Ordinal);
        PaymentsOfInvoice = close.Payments.ToLookup(p => p.InvoiceNumber ?? "", StringComparer.Ordinal);
        PaymentsOfAccount = close.Payments.ToLookup(p => p.AccountId, StringComparer.Ordinal);
        ChangesOfAccount = close.Changes.ToLookup(c => c.AccountId, StringComparer.Ordinal);
        DecisionsOfAccount = close.Decisions.ToLookup(d => d.AccountId, StringComparer.Ordinal);
        EmailsOfInvoice = close.Emails.ToLookup(e => e.InvoiceNumber ?? "", StringComparer.Ordinal);
        GatewayByReference = close.GatewayCharges.ToLookup(g => g.GatewayReference, StringComparer.Ordinal);
        InvoicesOfAccount = Numbered.Where(i => i.IssuedAt is not null && i.Currency is not null)
            .DistinctBy(i => i.InvoiceNumber).ToLookup(i => i.AccountId, StringComparer.Ordinal);
        _references = new Lazy<References>(() => new References(this));
        _pricing = new Lazy<Pricing>(() => new Pricing(this));
    }

    /// <summary>The periods that this view is of, in order.</summary>
    public IReadOnlyList<PeriodFolder> Folders { get; }

    /// <summary>The view of all folders together; of a single one, that itself.</summary>
    public CloseView All { get; }

    public KnownWorld World { get; }

    public CloseFiles Close { get; }

    public CheckOptions Options { get; }

    public IReadOnlyList<InvoiceRow> Numbered { get; }

    public ILookup<string, InvoiceRow> InvoicesOfAccount { get; }

    public ILookup<string, InvoiceLineRow> Lines { get; }

    public ILookup<string, CreditAppliedRow> CreditsApplied { get; }

    public ILookup<string, PaymentRow> PaymentsOfInvoice { get; }

    public ILookup<string, PaymentRow> PaymentsOfAccount { get; }

    public ILookup<string, ChangeRow> ChangesOfAccount { get; }

    public ILookup<string, DecisionRow> DecisionsOfAccount { get; }

    public ILookup<string, EmailRow> EmailsOfInvoice { get; }

    public ILookup<string, GatewayChargeRow> GatewayByReference { get; }

    public References References => All._references.Value;

    public Pricing Pricing => All._pricing.Value;

    /// <summary>What an attempt did at the gateway, by the gateway's book: its charges under the attempt's key.</summary>
    public IEnumerable<GatewayChargeRow> GatewayChargesOf(PaymentRow payment) =>
        payment.GatewayReference is { } reference
            ? GatewayByReference[reference].Where(g => g.IdempotencyKey == payment.IdempotencyKey)
            : [];

    /// <summary>The whole story of the invoice's account in order of seq, played once and kept.</summary>
    public AccountReplay Replay(InvoiceRow invoice)
    {
        if (!_replays.TryGetValue(invoice.AccountId, out var replay))
        {
            replay = AccountReplay.Play(Facts(invoice));
            _replays.Add(invoice.AccountId, replay);
        }

        return replay;
    }

    /// <summary>The later invoice that took up what this one carried forward, if it did.</summary>
    public InvoiceRow? CarriedOn(InvoiceRow invoice) =>
        InvoicesOfAccount[invoice.AccountId].Any(i => i.InvoiceNumber == invoice.InvoiceNumber) ? Replay(invoice).Invoice(invoice).CarriedOn : null;

    private AccountFacts Facts(InvoiceRow invoice)
    {
        var id = invoice.AccountId;
        var account = World.Accounts.GetValueOrDefault(id)
            ?? new WorldAccount(id, null, invoice.Currency ?? "USD", DateTimeZone.Utc, false);
        return new AccountFacts(
            account,
            World.DefaultMethods.GetValueOrDefault(id),
            [.. World.CreditsOfAccount[id]],
            [.. InvoicesOfAccount[id]],
            [.. PaymentsOfAccount[id]],
            [.. ChangesOfAccount[id].Concat<ITimelineRow>(DecisionsOfAccount[id]).OrderBy(e => e.Seq)])
        {
            Carry = (from, to) => Pricing.Carry(from, to, account.Zone),
        };
    }
}
