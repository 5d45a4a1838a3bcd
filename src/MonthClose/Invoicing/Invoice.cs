namespace MonthClose;

/// <summary>What an invoice is to its account.</summary>
public enum InvoiceStatus
{
    /// <summary>Nothing is due.</summary>
    Paid,

    /// <summary>An amount is due.</summary>
    Open,

    /// <summary>The amount due is too small to be charged and waits for the next invoice.</summary>
    CarriedForward,

    /// <summary>A person decides.</summary>
    Parked,
}

/// <summary>Where an invoice stands in the collection of its amount due.</summary>
public enum DunningState
{
    /// <summary>Its first charge has not failed (yet).</summary>
    FirstCharge,

    /// <summary>A charge failed; <c>failed_charge</c> has not run for it yet.</summary>
    Failed,

    /// <summary>A charge by a new method is queued or running.</summary>
    Retrying,

    /// <summary>Waits for the next retry, the warning, the hold, or a payment.</summary>
    Waiting,

    /// <summary>Nothing more will be tried.</summary>
    Over,
}

/// <summary>One line: what a service cost in a category and period.</summary>
/// <param name="Category">FOCUS ChargeCategory.</param>
/// <param name="Service">FOCUS ServiceName.</param>
/// <param name="FromPeriod">The period that the usage is of.</param>
/// <param name="Amount">In the invoice's currency, rounded once.</param>
public sealed record InvoiceLine(string Category, string Service, string FromPeriod, decimal Amount);

/// <summary>A debt. Once issued, its lines and total never change.</summary>
public sealed class Invoice
{
    /// <summary>Account and period; known before there is a number.</summary>
    public required string Id { get; init; }

    /// <summary><c>YYYY-MM-NNNNNN</c>; null while it is parked before issue.</summary>
    public string? Number { get; init; }

    /// <summary>The period that is billed.</summary>
    public required string Period { get; init; }

    /// <summary>The currency, for good.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The lines, in order.</summary>
    public IReadOnlyList<InvoiceLine> Lines { get => StoredLines.Items; init => StoredLines = StoredList<InvoiceLine>.Of(value); }

    /// <summary>The sum of the lines.</summary>
    public decimal Subtotal { get; init; }

    /// <summary>The account's tax rate of the period: 0.2 is 20 %.</summary>
    public decimal TaxRate { get; init; }

    /// <summary>The tax on the lines that are not of category Tax themselves.</summary>
    public decimal Tax { get; init; }

    /// <summary>What earlier periods carried forward.</summary>
    public decimal CarriedIn { get; init; }

    /// <summary>Subtotal + tax + carried in.</summary>
    public decimal Total { get; init; }

    /// <summary>What credits settled.</summary>
    public decimal CreditsApplied { get; set; }

    /// <summary>What charges and transfers settled.</summary>
    public decimal AmountPaid { get; set; }

    /// <summary>Total − credits − payments.</summary>
    public decimal AmountDue => Total - CreditsApplied - AmountPaid;

    /// <summary>What it is to its account.</summary>
    public InvoiceStatus Status { get; set; }

    /// <summary>When it was issued; null while it is parked before issue.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Where its collection stands.</summary>
    public DunningState Dunning { get; set; }

    /// <summary>How many scheduled retries were queued.</summary>
    public int Retries { get; set; }

    /// <summary>The later invoice that has taken up what was carried forward; null: none yet.</summary>
    public string? CarriedTo { get; set; }

    /// <summary>The period in whose books its issue is: a later one than it bills when that was closed; null: not issued.</summary>
    public string? PostedIn { get; init; }

    /// <summary>What the customer should know of how it was made, for example the exchange rates.</summary>
    public IReadOnlyList<string> Notes { get => StoredNotes.Items; init => StoredNotes = StoredList<string>.Of(value); }

    /// <summary>What counts in balances: the amount due, unless it was carried forward or is not issued.</summary>
    public decimal Receivable => Status is InvoiceStatus.CarriedForward || Number is null ? 0 : AmountDue;

    internal StoredList<InvoiceLine> StoredLines { get; init; } = StoredList<InvoiceLine>.Of([]);

    internal StoredList<string> StoredNotes { get; init; } = StoredList<string>.Of([]);
}
