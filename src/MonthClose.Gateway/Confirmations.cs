using System.Globalization;

namespace MonthClose.Gateway;

/// <summary>How a PaymentIntent is created, confirmed and cancelled.</summary>
static class Confirmations
{
    static readonly Dictionary<string, long> Minimum = new(StringComparer.Ordinal)
    {
        ["usd"] = 50, ["eur"] = 50, ["gbp"] = 30, ["huf"] = 17500,
    };

    public static Outcome Create(GatewayBooks books, ApiRequest request)
    {
        if (!long.TryParse(request["amount"], NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount <= 0)
            return new(StripeErrors.Invalid("parameter_invalid_integer", "Invalid positive integer: amount"), false);
        if (request["currency"] is not { Length: 3 } currency)
            return new(StripeErrors.Invalid("parameter_missing", "Missing required param: currency."), false);
        if (amount < Minimum.GetValueOrDefault(currency, 1))
            return new(StripeErrors.Invalid("amount_too_small", "Amount must be larger."), false);
        var method = request["payment_method"];
        if (method is not null && TestTokens.Find(method) is null) return new(StripeErrors.Missing("PaymentMethod", method), false);
        var intent = new PaymentIntentRow(
            "pi_" + ApiRequest.Hash(request.Key ?? PaymentIntentRow.NextUnkeyed(books, request)), request.Key ?? "", amount, currency, request["customer"], method,
            method is null ? "requires_payment_method" : "requires_confirmation", null, null, request.Now, Events: 1);
        intent.Insert(books);
        return new(StripeJson.Intent(intent), true, intent);
    }

    public static Outcome Confirm(GatewayBooks books, ApiRequest request, string id, SimulatedGatewayOptions options)
    {
        if (PaymentIntentRow.Find(books, id) is not { } intent) return new(StripeErrors.Missing("payment_intent", id), false);
        if (intent.Status is "succeeded" or "canceled") return new(Unexpected(intent, "confirmed"), true);
        if ((request["payment_method"] ?? intent.Method) is not { } method)
            return new(StripeErrors.Invalid("payment_intent_unexpected_state", "A payment method is needed."), false);
        if (TestTokens.Find(method) is not { } behaviour) return new(StripeErrors.Missing("PaymentMethod", method), false);

        var fault = behaviour.Fault != TokenFault.None && PaymentMethods.TakeFault(books, method) ? behaviour.Fault : TokenFault.None;
        switch (fault)
        {
            case TokenFault.LostRequest: return new(ApiResponse.Cut, false);
            case TokenFault.Http500: return new(StripeErrors.Error(500, "api_error", null, "An unknown error occurred."), false);
            case TokenFault.RateLimited: return new(StripeErrors.Error(429, "invalid_request_error", "rate_limit", "Too many requests."), false);
        }
        var expired = PaymentMethods.IsExpired(books, method, request.Now);
        if (!expired && behaviour.Code == "authentication_required" && request["off_session"] != "true") return Ask(books, intent, method);
        var (code, decline) = expired ? ("expired_card", null) : (behaviour.Code, behaviour.DeclineCode);
        var after = intent with
        {
            Method = method, Status = code is null ? "succeeded" : "requires_payment_method", ErrorCode = code, DeclineCode = decline,
            Events = intent.Events + 1,
        };
        after.Charge(books, code is null ? "succeeded" : "failed", request.Now);
        if (fault == TokenFault.LostResponse) return new(ApiResponse.Cut, false, after);
        var answer = code is null ? StripeJson.Intent(after) : StripeErrors.CardError(after);
        if (fault == TokenFault.Slow) answer = answer with { Wait = options.Slow };
        if (fault == TokenFault.LateWebhook) answer = answer with { AfterWebhook = true };
        return new(answer, true, after);
    }

    public static Outcome Cancel(GatewayBooks books, string id)
    {
        if (PaymentIntentRow.Find(books, id) is not { } intent) return new(StripeErrors.Missing("payment_intent", id), false);
        if (intent.Status is "succeeded" or "canceled") return new(Unexpected(intent, "canceled"), true);
        var after = intent with { Status = "canceled", Events = intent.Events + 1 };
        after.Update(books);
        return new(StripeJson.Intent(after), true, after);
    }

    // While the customer is there, the gateway asks instead of declining.
    static Outcome Ask(GatewayBooks books, PaymentIntentRow intent, string method)
    {
        var after = intent with { Method = method, Status = "requires_action", ErrorCode = null, DeclineCode = null, Events = intent.Events + 1 };
        after.Update(books);
        return new(StripeJson.Intent(after), true, after);
    }

    static ApiResponse Unexpected(PaymentIntentRow intent, string what) => StripeErrors.Invalid(
        "payment_intent_unexpected_state", $"This PaymentIntent could not be {what} because it has a status of {intent.Status}.");
}
