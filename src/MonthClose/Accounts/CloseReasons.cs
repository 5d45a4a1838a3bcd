namespace MonthClose;

/// <summary>Why a step decided as it did, for a machine: the codes beside the sentences of decisions.csv, and of what is parked.</summary>
public static class CloseReasons
{
    /// <summary>Nothing is due (any more).</summary>
    public const string NothingDue = "nothing_due";

    /// <summary>The invoice is paid.</summary>
    public const string InvoicePaid = "invoice_paid";

    /// <summary>The invoice is settled, by whatever means.</summary>
    public const string InvoiceSettled = "invoice_settled";

    /// <summary>The invoice is parked or carried forward.</summary>
    public const string NotCollected = "not_collected";

    /// <summary>What is due is below the gateway's minimum.</summary>
    public const string BelowMinimum = "below_minimum";

    /// <summary>No payment method is on file.</summary>
    public const string NoMethod = "no_payment_method";

    /// <summary>The payment method was refused for good.</summary>
    public const string MethodRefused = "payment_method_refused";

    /// <summary>The charge has failed.</summary>
    public const string ChargeFailed = "charge_failed";

    /// <summary>Nobody knows yet whether it was charged.</summary>
    public const string ChargeUnknown = "charge_unknown";

    /// <summary>The account is closed.</summary>
    public const string AccountClosed = "account_closed";

    /// <summary>The account has no e-mail address.</summary>
    public const string NoEmail = "no_email_address";

    /// <summary>The mail server refused the mail.</summary>
    public const string MailRefused = "mail_refused";

    /// <summary>There is no hold to release.</summary>
    public const string NoHold = "no_hold";

    /// <summary>There is no usage to bill.</summary>
    public const string NoUsage = "no_usage";

    /// <summary>The usage cannot be rated, or not converted.</summary>
    public const string NotPriced = "not_priced";

    /// <summary>Jobs of the period are dead.</summary>
    public const string JobsDead = "jobs_dead";

    /// <summary>The journal does not balance.</summary>
    public const string Unbalanced = "journal_unbalanced";
}
