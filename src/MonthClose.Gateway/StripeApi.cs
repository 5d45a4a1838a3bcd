using System.Globalization;

namespace MonthClose.Gateway;

/// <summary>The part of Stripe's API that charging needs: one request in, one answer out.</summary>
/// <remarks>Source: Stripe API reference; "Idempotent requests"; "Errors".</remarks>
sealed class StripeApi(SimulatedGatewayOptions options)
{
    /// <summary>Answers a request that changes nothing.</summary>
    public static ApiResponse Read(GatewayBooks books, ApiRequest request) => Parts(request) switch
    {
        ["v1", "customers", var id] => Customers.Find(books, id),
        ["v1", "payment_methods", var id] => PaymentMethods.Find(books, id),
        ["v1", "payment_intents"] => ListIntents(books, request),
        ["v1", "payment_intents", var id] =>
            PaymentIntentRow.Find(books, id) is { } intent ? StripeJson.Intent(intent) : StripeErrors.Missing("payment_intent", id),
        _ => Unrecognized(request),
    };

    /// <summary>Answers a request that may change the books, in the transaction that changes them.</summary>
    public ApiResponse Change(GatewayBooks books, ApiRequest request)
    {
        if (SavedAnswers.Find(books, request) is { } saved) return saved;
        var loss = LostConfirmations.Of(request, options);
        if (loss == Loss.Request) return ApiResponse.Cut;
        var (response, keep, changed) = Route(books, request);
        if (changed is not null && options.Webhook is not null) WebhookOutbox.Add(books, changed, request.Now);
        if (keep) SavedAnswers.Keep(books, request, response);
        return loss == Loss.Answer ? ApiResponse.Cut : response;
    }

    Outcome Route(GatewayBooks books, ApiRequest request) => request.Method == "POST" ? Parts(request) switch
    {
        ["v1", "customers"] => new(Customers.Create(books, request), true),
        ["v1", "payment_methods", var id] => new(PaymentMethods.Update(books, request, id), true),
        ["v1", "payment_methods", var id, "attach"] => new(PaymentMethods.Attach(books, id, request["customer"]), true),
        ["v1", "payment_methods", var id, "detach"] => new(PaymentMethods.Attach(books, id, null), true),
        ["v1", "payment_intents"] => Confirmations.Create(books, request),
        ["v1", "payment_intents", var id, "confirm"] => Confirmations.Confirm(books, request, id, options),
        ["v1", "payment_intents", var id, "cancel"] => Confirmations.Cancel(books, id),
        _ => new(Unrecognized(request), false),
    } : new(Unrecognized(request), false);

    static string[] Parts(ApiRequest request) => request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    static ApiResponse Unrecognized(ApiRequest request) =>
        StripeErrors.Error(404, "invalid_request_error", null, $"Unrecognized request URL ({request.Method}: {request.Path}).");

    static ApiResponse ListIntents(GatewayBooks books, ApiRequest request)
    {
        var limit = int.TryParse(request["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 10;
        var found = PaymentIntentRow.OfCustomer(books, request["customer"] ?? "", request["starting_after"] ?? "", limit + 1);
        return StripeJson.List(found.Take(limit), found.Count > limit);
    }
}
