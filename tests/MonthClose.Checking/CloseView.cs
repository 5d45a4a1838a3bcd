using NodaTime;

namespace MonthClose.Checking;

/// <summary>World and output joined by account and by invoice: what every check looks at.</summary>
internal sealed class CloseView
{
    private readonly Dictionary<string, AccountReplay> _replays = new(StringComparer.Ordinal);

    public CloseView(WorldFiles world, CloseFiles close, CheckOptions options)
    {
        World = world;
        Close = close;
        Options = options;
        Numbered = [.. close.Invoices.Where(i => i.InvoiceNumber is not null)];
        Lines = close.InvoiceLines.ToLookup(l => l.InvoiceNumber, StringComparer.Ordinal);
        CreditsApplied = close.CreditsApplied.ToLookup(c => c.InvoiceNumber, StringComparer.Ordinal);
        PaymentsOfInvoice = close.Payments.ToLookup(p => p.InvoiceNumber ?? "", StringComparer.Ordinal);
        PaymentsOfAccount = close.Payments.ToLookup(p => p.AccountId, StringComparer.Ordinal);
        ChangesOfAccount = close.Changes.ToLookup(c => c.AccountId, StringComparer.Ordinal);
        DecisionsOfAccount = close.Decisions.ToLookup(d => d.AccountId, StringComparer.Ordinal);
        EmailsOfInvoice = close.Emails.ToLookup(e => e.InvoiceNumber ?? "", StringComparer.Ordinal);
        GatewayByReference = close.GatewayCharges.ToLookup(g => g.GatewayReference, StringComparer.Ordinal);
        UsageOfAccount = world.Usage.Where(u => string.CompareOrdinal(u.Period, options.Period) <= 0)
            .ToLookup(u => u.AccountId, StringComparer.Ordinal);
    }

    public WorldFiles World { get; }

    public CloseFiles Close { get; }

    public CheckOptions Options { get; }

    public IReadOnlyList<InvoiceRow> Numbered { get; }

    public ILookup<string, InvoiceLineRow> Lines { get; }

    public ILookup<string, CreditAppliedRow> CreditsApplied { get; }

    public ILookup<string, PaymentRow> PaymentsOfInvoice { get; }

    public ILookup<string, PaymentRow> PaymentsOfAccount { get; }

    public ILookup<string, ChangeRow> ChangesOfAccount { get; }

    public ILookup<string, DecisionRow> DecisionsOfAccount { get; }

    public ILookup<string, EmailRow> EmailsOfInvoice { get; }

    public ILookup<string, GatewayChargeRow> GatewayByReference { get; }

    /// <summary>Usage to bill now: of the period, or of an earlier one that was never closed (rule 4).</summary>
    public ILookup<string, UsageSum> UsageOfAccount { get; }

    /// <summary>What an attempt did at the gateway, by the gateway's book: its charges under the attempt's key.</summary>
    public IEnumerable<GatewayChargeRow> GatewayChargesOf(PaymentRow payment) =>
        payment.GatewayReference is { } reference
            ? GatewayByReference[reference].Where(g => g.IdempotencyKey == payment.IdempotencyKey)
            : [];

    /// <summary>The account's whole story in order of seq, played once and kept.</summary>
    public AccountReplay Replay(InvoiceRow invoice)
    {
        if (!_replays.TryGetValue(invoice.InvoiceNumber!, out var replay))
        {
            replay = AccountReplay.Play(Facts(invoice));
            _replays.Add(invoice.InvoiceNumber!, replay);
        }

        return replay;
    }

    private AccountFacts Facts(InvoiceRow invoice)
    {
        var id = invoice.AccountId;
        var account = World.Accounts.GetValueOrDefault(id)
            ?? new WorldAccount(id, null, invoice.Currency ?? "USD", DateTimeZone.Utc, false);
        return new AccountFacts(
            account,
            World.DefaultMethods.GetValueOrDefault(id),
            [.. World.Credits.Where(c => c.AccountId == id)],
            invoice,
            [.. PaymentsOfAccount[id]],
            [.. ChangesOfAccount[id].Concat<ITimelineRow>(DecisionsOfAccount[id]).OrderBy(e => e.Seq)]);
    }
}
