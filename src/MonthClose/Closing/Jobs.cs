using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>A step of one account's way through a close.</summary>
public interface IStep
{
    /// <summary>The stable name of the job, and of the step in decisions.csv.</summary>
    static abstract string Name { get; }

    /// <summary>Higher runs earlier at one instant: rate, invoice, apply_credits, charge, failed_charge, e-mails.</summary>
    static abstract int Priority { get; }

    /// <summary>Whose step.</summary>
    string AccountId { get; }
}

/// <summary>Rates the account's usage of a period.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Period">The period that bills it.</param>
/// <param name="Again">Whether a person wants what could not be rated rated again: by what has been imported since.</param>
public sealed record RateJob(string AccountId, string Period, bool Again = false) : IStep
{
    /// <inheritdoc/>
    public static string Name => "rate";

    /// <inheritdoc/>
    public static int Priority => 9;
}

/// <summary>Issues the account's invoice of a period.</summary>
public sealed record InvoiceJob(string AccountId, string Period) : IStep
{
    /// <inheritdoc/>
    public static string Name => "invoice";

    /// <inheritdoc/>
    public static int Priority => 8;
}

/// <summary>Applies credits to a new invoice.</summary>
public sealed record ApplyCreditsJob(string AccountId, string InvoiceId) : IStep
{
    /// <inheritdoc/>
    public static string Name => "apply_credits";

    /// <inheritdoc/>
    public static int Priority => 7;
}

/// <summary>Charges an invoice for the first time.</summary>
public sealed record ChargeJob(string AccountId, string InvoiceId) : IStep
{
    /// <inheritdoc/>
    public static string Name => "charge";

    /// <inheritdoc/>
    public static int Priority => 6;
}

/// <summary>Charges an invoice again.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="InvoiceId">Which.</param>
/// <param name="Cause">The change that caused it; null: the schedule did.</param>
public sealed record RetryChargeJob(string AccountId, string InvoiceId, string? Cause) : IStep
{
    /// <inheritdoc/>
    public static string Name => "retry_charge";

    /// <inheritdoc/>
    public static int Priority => 6;
}

/// <summary>Asks the gateway about a charge without an answer.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="InvoiceId">Which.</param>
/// <param name="Key">The intent's key.</param>
/// <param name="Origin">How the charge that was not answered goes on.</param>
public sealed record ResolveChargeJob(string AccountId, string InvoiceId, string Key, ChargeOrigin Origin) : IStep
{
    /// <inheritdoc/>
    public static string Name => "resolve_charge";

    /// <inheritdoc/>
    public static int Priority => 6;
}

/// <summary>Follows every failed attempt: sends the notice and queues what is next.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="InvoiceId">Which.</param>
/// <param name="Payment">The ordinal of the payment that failed.</param>
/// <param name="QueueNext">Whether the next scheduled step is to be queued; false after an extra attempt.</param>
public sealed record FailedChargeJob(string AccountId, string InvoiceId, int Payment, bool QueueNext) : IStep
{
    /// <inheritdoc/>
    public static string Name => "failed_charge";

    /// <inheritdoc/>
    public static int Priority => 5;
}

/// <summary>Holds the account because of an unpaid invoice.</summary>
public sealed record HoldJob(string AccountId, string InvoiceId) : IStep
{
    /// <inheritdoc/>
    public static string Name => "hold";

    /// <inheritdoc/>
    public static int Priority => 4;
}

/// <summary>Releases the hold that an invoice caused.</summary>
public sealed record ReleaseJob(string AccountId, string InvoiceId, string? Cause) : IStep
{
    /// <inheritdoc/>
    public static string Name => "release";

    /// <inheritdoc/>
    public static int Priority => 4;
}

/// <summary>Makes and sends one mail.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="InvoiceId">What it is about.</param>
/// <param name="Kind">Which mail.</param>
/// <param name="Number">Tells mails of one kind and invoice apart.</param>
/// <param name="Payment">The payment it tells of; 0: none.</param>
/// <param name="NextAttempt">The next scheduled step, for the customer; null: none.</param>
public sealed record EmailJob(
    string AccountId, string InvoiceId, string Kind, int Number = 1, int Payment = 0, DateTimeOffset? NextAttempt = null) : IStep
{
    /// <inheritdoc/>
    public static string Name => "email";

    /// <inheritdoc/>
    public static int Priority => 3;
}

/// <summary>Checks the books of a period and closes it.</summary>
public sealed record ReportJob(string Period)
{
    /// <summary>The stable name of the job.</summary>
    public const string Name = "report";
}

/// <summary>How a charge goes on after its outcome, and what it is called in decisions.csv.</summary>
/// <param name="Step">charge, retry_charge or failed_charge.</param>
/// <param name="QueueNext">Whether its failure queues the next scheduled step.</param>
public sealed record ChargeOrigin(string Step, bool QueueNext)
{
    /// <summary>Whether this is the first attempt of the invoice's own chain.</summary>
    public bool IsFirst => Step == ChargeJob.Name;
}

/// <summary>Makes jobs of steps.</summary>
public static class StepJob
{
    /// <summary>
    /// Steps run nobody's code: a worker that is lost while it has one alone was killed or stopped, and the close ends by itself all the same.
    /// </summary>
    public const int MaxLosses = 20;

    /// <summary>A job of the account's ordering key, at its place in the order of steps.</summary>
    public static NewJob Of<TStep>(TStep step, DateTimeOffset? runAt = null, string? batch = null) where TStep : IStep =>
        new(TStep.Name, JsonSerializer.Serialize(step))
        {
            OrderingKey = step.AccountId, Priority = TStep.Priority, RunAt = runAt, Batch = batch, MaxLosses = MaxLosses,
        };
}
