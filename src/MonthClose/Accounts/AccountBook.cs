using Stillso;

namespace MonthClose;

/// <summary>
/// Everything of one account that its jobs decide by, as it is in one transaction, and everything that they decide.
/// Pure: it reads no clock, no store and no gateway. <see cref="AccountBooks"/> loads and saves it.
/// </summary>
public sealed class AccountBook(Account account)
{
    readonly HashSet<object> changed = new(ReferenceEqualityComparer.Instance);

    /// <summary>The account itself.</summary>
    public Account Account { get; } = account;

    /// <summary>Its payment methods.</summary>
    public List<PaymentMethod> Methods { get; } = [];

    /// <summary>Its credits that are not used up.</summary>
    public List<Credit> Credits { get; } = [];

    /// <summary>Its invoices, oldest first.</summary>
    public List<Invoice> Invoices { get; } = [];

    /// <summary>Its payments, in order.</summary>
    public List<Payment> Payments { get; } = [];

    /// <summary>Transfers that wait for the outcome of a charge in flight.</summary>
    public List<WaitingTransfer> Transfers { get; } = [];

    /// <summary>Its holds.</summary>
    public List<Hold> Holds { get; } = [];

    /// <summary>Intents of its invoices.</summary>
    public List<Intent> Intents { get; } = [];

    /// <summary>Usage that arrived by itself and is on no invoice yet.</summary>
    public List<LateUsage> LateUsage { get; } = [];

    /// <summary>What rating found, by period, until it is invoiced; empty when it was not asked for.</summary>
    public Dictionary<string, Rating> Ratings { get; } = new(StringComparer.Ordinal);

    /// <summary>The periods that take no entries any more.</summary>
    public IReadOnlySet<string> ClosedPeriods { get; init; } = new HashSet<string>();

    /// <summary>How many parts of credits were used on the account's invoices so far.</summary>
    public int CreditUseCount { get; set; }

    /// <summary>How many mails the account was sent so far.</summary>
    public int EmailCount { get; set; }

    /// <summary>Where the account's count of changes and decisions stands.</summary>
    public long Seq { get; set; }

    /// <summary>New parts of credits.</summary>
    public List<CreditUse> NewUses { get; } = [];

    /// <summary>New journal entries.</summary>
    public List<JournalEntry> NewEntries { get; } = [];

    /// <summary>New mails.</summary>
    public List<Email> NewEmails { get; } = [];

    /// <summary>What to record and enqueue, in order.</summary>
    internal List<Outgoing> Out { get; } = [];

    /// <summary>The method that charges go to; null: no method is flagged default.</summary>
    public PaymentMethod? DefaultMethod => Methods.FirstOrDefault(m => m.IsDefault);

    /// <summary>The invoice with this id.</summary>
    public Invoice? Find(string invoiceId) => Invoices.FirstOrDefault(i => i.Id == invoiceId);

    /// <summary>The hold that this invoice caused and that is not released.</summary>
    public Hold? OpenHold(string invoiceId) => Holds.FirstOrDefault(h => h.InvoiceId == invoiceId && h.ReleasedAt is null);

    /// <summary>Whether a charge of this invoice may be under way, or may have been lost.</summary>
    public bool IsInFlight(string invoiceId) => Intents.Any(i => i.Debt == invoiceId && i.IsInFlight);

    /// <summary>What usable credits of this currency add up to.</summary>
    public decimal UsableCredits(Currency currency, DateTimeOffset now) =>
        Credits.Where(c => c.IsUsable(currency, now)).Sum(c => c.Remaining.Amount);

    /// <summary>The amount due of an invoice, net of usable credits and of transfers that wait.</summary>
    public decimal NetDue(Invoice invoice, DateTimeOffset now) =>
        invoice.Receivable - UsableCredits(invoice.Currency, now)
        - Transfers.Where(t => t.Amount.Currency == invoice.Currency).Sum(t => t.Amount.Amount);

    /// <summary>What a mail calls the balance: amounts due in this currency less usable credits.</summary>
    public decimal Balance(Currency currency, DateTimeOffset now) =>
        Invoices.Where(i => i.Currency == currency).Sum(i => i.Receivable) - UsableCredits(currency, now);

    /// <summary>Marks something as changed or new, to be saved.</summary>
    public T Save<T>(T entity) where T : class
    {
        changed.Add(entity);
        return entity;
    }

    /// <summary>The keys of the intents that the store has already.</summary>
    internal HashSet<string> KnownIntents { get; } = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<object> Changed => changed;

    internal bool IsUntouched => changed.Count == 0 && Out.Count == 0;

    internal void Clear()
    {
        changed.Clear();
        Out.Clear();
        NewUses.Clear();
        NewEntries.Clear();
        NewEmails.Clear();
    }
}

/// <summary>Usage that arrived by itself, by a change of the world.</summary>
public sealed class LateUsage
{
    /// <summary>The change that brought it.</summary>
    public required string ChangeId { get; init; }

    /// <summary>The month of its use, in the account's zone; null: no close had begun, it is of the first that does.</summary>
    public required string? Period { get; init; }

    /// <summary>What it cost.</summary>
    public required Money Cost { get; init; }

    /// <summary>The invoice that bills it; null: none yet.</summary>
    public string? BilledBy { get; set; }
}
