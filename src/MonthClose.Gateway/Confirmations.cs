using System.Globalization;

namespace MonthClose.Gateway;

/// <summary>How a PaymentIntent is created, confirmed and cancelled.</summary>
static class Confirmations
{
    static readonly Dictionary<string, long> Minimum = new(StringComparer.Ordinal)
    {
        ["usd"] = 50, ["eur"] = 50, ["gbp"] = 30, ["huf"] = 17500,
    };

    public static (ApiResponse, bool) Create(GatewayBooks books, ApiRequest request)
    {
        if (!long.TryParse(request["amount"], NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount <= 0)
            return (StripeJson.Error(400, "invalid_request_error", "parameter_invalid_integer", "Invalid positive integer: amount"), false);
        if (request["currency"] is not { Length: 3 } currency)
            return (StripeJson.Error(400, "invalid_request_error", "parameter_missing", "Missing required param: currency."), false);
        if (amount < Minimum.GetValueOrDefault(currency, 1))
            return (StripeJson.Error(400, "invalid_request_error", "amount_too_small", "Amount must be larger."), false);
        var method = request["payment_method"];
        if (method is not null && TestTokens.Find(method) is null) return (StripeJson.Missing("PaymentMethod", method), false);
        var intent = new PaymentIntentRow(
            "pi_" + ApiRequest.Hash(request.Key ?? request.Fingerprint), request.Key ?? "", amount, currency, request["customer"], method,
            method is null ? "requires_payment_method" : "requires_confirmation", null, null, request.Now);
        intent.Insert(books);
        return (StripeJson.Ok(intent), true);
    }

    public static (ApiResponse, bool) Confirm(GatewayBooks books, ApiRequest request, string id, SimulatedGatewayOptions options)
    {
        if (PaymentIntentRow.Find(books, id) is not { } intent) return (StripeJson.Missing("payment_intent", id), false);
        if (intent.Status is "succeeded" or "canceled") return (Unexpected(intent, "confirmed"), true);
        if ((request["payment_method"] ?? intent.Method) is not { } method)
            return (StripeJson.Error(400, "invalid_request_error", "payment_intent_unexpected_state", "A payment method is needed."), false);
        if (TestTokens.Find(method) is not { } behaviour) return (StripeJson.Missing("PaymentMethod", method), false);

        var fault = behaviour.Fault != TokenFault.None && TakeFault(books, method) ? behaviour.Fault : TokenFault.None;
        switch (fault)
        {
            case TokenFault.LostRequest: return (ApiResponse.Cut, false);
            case TokenFault.Http500: return (StripeJson.Error(500, "api_error", null, "An unknown error occurred."), false);
            case TokenFault.RateLimited: return (StripeJson.Error(429, "invalid_request_error", "rate_limit", "Too many requests."), false);
        }
        var (code, decline) = IsExpired(books, method, request.Now) ? ("expired_card", null) : (behaviour.Code, behaviour.DeclineCode);
        (intent with { Method = method }).Charge(books, code is null, code, decline, request.Now);
        var after = PaymentIntentRow.Find(books, id)!;
        if (fault == TokenFault.LostResponse) return (ApiResponse.Cut, false);
        var answer = code is null ? StripeJson.Ok(after) : StripeJson.CardError(after);
        return (fault == TokenFault.Slow ? answer with { Wait = options.Slow } : answer, true);
    }

    public static (ApiResponse, bool) Cancel(GatewayBooks books, string id)
    {
        if (PaymentIntentRow.Find(books, id) is not { } intent) return (StripeJson.Missing("payment_intent", id), false);
        if (intent.Status is "succeeded" or "canceled") return (Unexpected(intent, "canceled"), true);
        intent.Cancel(books);
        return (StripeJson.Ok(PaymentIntentRow.Find(books, id)!), true);
    }

    static ApiResponse Unexpected(PaymentIntentRow intent, string what) => StripeJson.Error(
        400, "invalid_request_error", "payment_intent_unexpected_state",
        $"This PaymentIntent could not be {what} because it has a status of {intent.Status}.");

    // Once per method, ever: also after a restart.
    static bool TakeFault(GatewayBooks books, string method)
    {
        books.Execute("insert into payment_methods (id) values (?1) on conflict do nothing", method);
        return books.Execute("update payment_methods set fault_used = 1 where id = ?1 and fault_used = 0", method) == 1;
    }

    static bool IsExpired(GatewayBooks books, string method, string now)
    {
        var expiry = books.Query(
            "select exp_year, exp_month from payment_methods where id = ?1 and exp_year is not null and exp_month is not null",
            r => r.GetInt64(0) * 12 + r.GetInt64(1), method);
        var instant = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        return expiry.Count > 0 && (instant.Year * 12) + instant.Month > expiry[0];
    }
}
