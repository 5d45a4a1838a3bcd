namespace MonthClose;

/// <summary>A mail that was made: a row of emails.csv and the notice it renders.</summary>
/// <param name="Ordinal">Counts 1, 2, … per account.</param>
/// <param name="MessageId">Derived from its cause.</param>
/// <param name="InvoiceId">What it is about.</param>
/// <param name="Kind"><c>invoice</c>, <c>receipt</c>, ….</param>
/// <param name="To">The address.</param>
/// <param name="AsOf">When the balance was read.</param>
/// <param name="Balance">What it says.</param>
/// <param name="Notice">Everything it says, as JSON.</param>
public sealed record Email(
    int Ordinal, string MessageId, string InvoiceId, string Kind, string To, DateTimeOffset AsOf, Money Balance, string Notice)
{
    /// <summary>When it was sent; null: not yet, or nobody knows.</summary>
    public DateTimeOffset? SentAt { get; set; }
}
