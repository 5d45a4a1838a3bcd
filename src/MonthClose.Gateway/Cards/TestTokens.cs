namespace MonthClose.Gateway;

/// <summary>What a test token does when it is charged.</summary>
/// <param name="Code">Stripe's error code; null: it charges.</param>
/// <param name="DeclineCode">Stripe's decline code.</param>
/// <param name="Fault">What goes wrong once.</param>
sealed record TokenBehaviour(string? Code = null, string? DeclineCode = null, TokenFault Fault = TokenFault.None);

/// <summary>What goes wrong once per method, beyond Stripe's own test tokens.</summary>
enum TokenFault
{
    None,
    LostResponse,
    LostRequest,
    Http500,
    RateLimited,
    Slow,
    LateWebhook,
}

/// <summary>Stripe's published test tokens, and those of the simulator. A suffix makes a token one customer's.</summary>
/// <remarks>Source: Stripe docs, Testing, "Declined payments" and "Test payment methods".</remarks>
static class TestTokens
{
    static readonly Dictionary<string, TokenBehaviour> Known = new(StringComparer.Ordinal)
    {
        ["pm_card_visa"] = new(),
        ["pm_card_visa_debit"] = new(),
        ["pm_card_mastercard"] = new(),
        ["pm_card_mastercard_debit"] = new(),
        ["pm_card_amex"] = new(),
        ["pm_card_discover"] = new(),
        ["pm_card_jcb"] = new(),
        ["pm_card_diners"] = new(),
        ["pm_card_unionpay"] = new(),
        ["pm_card_chargeDeclined"] = new("card_declined", "generic_decline"),
        ["pm_card_visa_chargeDeclined"] = new("card_declined", "generic_decline"),
        ["pm_card_visa_chargeDeclinedInsufficientFunds"] = new("card_declined", "insufficient_funds"),
        ["pm_card_chargeDeclinedInsufficientFunds"] = new("card_declined", "insufficient_funds"),
        ["pm_card_visa_chargeDeclinedLostCard"] = new("card_declined", "lost_card"),
        ["pm_card_chargeDeclinedLostCard"] = new("card_declined", "lost_card"),
        ["pm_card_visa_chargeDeclinedStolenCard"] = new("card_declined", "stolen_card"),
        ["pm_card_chargeDeclinedStolenCard"] = new("card_declined", "stolen_card"),
        ["pm_card_chargeDeclinedExpiredCard"] = new("expired_card", null),
        ["pm_card_chargeDeclinedIncorrectCvc"] = new("incorrect_cvc", null),
        ["pm_card_chargeDeclinedProcessingError"] = new("processing_error", null),
        ["pm_card_visa_chargeDeclinedVelocityLimitExceeded"] = new("card_declined", "card_velocity_exceeded"),
        ["pm_card_chargeCustomerFail"] = new("card_declined", "generic_decline"),
        ["pm_card_radarBlock"] = new("card_declined", "fraudulent"),
        ["pm_card_authenticationRequired"] = new("authentication_required", "authentication_required"),
        ["pm_card_authenticationRequiredOnSetup"] = new("authentication_required", "authentication_required"),
        ["pm_sim_lost_response"] = new(Fault: TokenFault.LostResponse),
        ["pm_sim_lost_request"] = new(Fault: TokenFault.LostRequest),
        ["pm_sim_http_500_once"] = new(Fault: TokenFault.Http500),
        ["pm_sim_rate_limited_once"] = new(Fault: TokenFault.RateLimited),
        ["pm_sim_slow"] = new(Fault: TokenFault.Slow),
        ["pm_sim_late_webhook"] = new(Fault: TokenFault.LateWebhook),
    };

    /// <summary>What the longest known beginning of the token does; null: there is no such token.</summary>
    public static TokenBehaviour? Find(string token)
    {
        for (var name = token; name.Length > 0;)
        {
            if (Known.TryGetValue(name, out var behaviour)) return behaviour;
            var cut = name.LastIndexOf('_');
            name = cut < 0 ? "" : name[..cut];
        }
        return null;
    }
}
