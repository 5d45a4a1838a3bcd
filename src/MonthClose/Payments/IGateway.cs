namespace MonthClose;

/// <summary>What a gateway's answer proves.</summary>
public enum GatewayOutcome
{
    /// <summary>The money was taken.</summary>
    Succeeded,

    /// <summary>The card was refused; nothing was taken.</summary>
    Declined,

    /// <summary>The customer must authenticate; nothing was taken.</summary>
    ActionRequired,

    /// <summary>The gateway shows that the confirmation did nothing.</summary>
    NothingDone,

    /// <summary>The charge was cancelled at the gateway and can never succeed.</summary>
    Canceled,

    /// <summary>No answer, or one that proves nothing (a 5xx, <c>processing</c>).</summary>
    Unknown,
}

/// <summary>A gateway's answer about one charge.</summary>
/// <param name="Outcome">What it proves.</param>
/// <param name="Code">The gateway's code for a refusal.</param>
/// <param name="Refusable">Whether the charge could still be confirmed and must be cancelled to be dead.</param>
public sealed record GatewayAnswer(GatewayOutcome Outcome, string? Code = null, bool Refusable = false);

/// <summary>What a charge is created with; everything is frozen.</summary>
/// <param name="Key">The intent's key.</param>
/// <param name="Amount">Exactly what is due.</param>
/// <param name="CustomerId">The gateway's customer.</param>
/// <param name="MethodId">The token.</param>
/// <param name="AccountId">For the gateway's own pages.</param>
/// <param name="InvoiceNumber">For the gateway's own pages.</param>
public sealed record ChargeRequest(
    string Key, Money Amount, string CustomerId, string MethodId, string AccountId, string InvoiceNumber);

/// <summary>
/// A payment gateway of Stripe's kind: a charge is created (harmless), then confirmed (the effect). Refusals before
/// anything was processed (429, no connection) are repeated inside, at once, with backoff.
/// </summary>
public interface IGateway
{
    /// <summary>The gateway's customer of an account, made when missing.</summary>
    Task<string> CustomerAsync(string accountId, string name, CancellationToken cancellation);

    /// <summary>Tells the gateway when a card has expired, where it does not know by itself.</summary>
    Task DescribeMethodAsync(string methodId, string customerId, int expMonth, int expYear, CancellationToken cancellation);

    /// <summary>Creates the unconfirmed charge under its key; repeatable.</summary>
    /// <returns>The gateway's reference.</returns>
    Task<string> CreateAsync(ChargeRequest request, CancellationToken cancellation);

    /// <summary>Confirms it under the key with <c>:confirm</c> appended (<c>:confirm2</c>, …).</summary>
    Task<GatewayAnswer> ConfirmAsync(string reference, string methodId, string key, int send, CancellationToken cancellation);

    /// <summary>Asks what became of it.</summary>
    Task<GatewayAnswer> RetrieveAsync(string reference, CancellationToken cancellation);

    /// <summary>Makes sure that it can never succeed, under the key with <c>:cancel</c> appended.</summary>
    Task CancelAsync(string reference, string key, CancellationToken cancellation);
}
