using System.Globalization;

namespace MonthClose.Gateway;

/// <summary>The part of Stripe's API that charging needs: one request in, one answer out.</summary>
/// <remarks>Source: Stripe API reference; "Idempotent requests"; "Errors".</remarks>
sealed class StripeApi(GatewayBooks books, SimulatedGatewayOptions options)
{
    public ApiResponse Handle(ApiRequest request)
    {
        if (!request.Authorised) return StripeJson.Error(401, "invalid_request_error", null, "You did not provide an API key.");
        var confirming = request.Method == "POST" && request.Path.EndsWith("/confirm", StringComparison.Ordinal);
        if (confirming && books.Read(b => Saved(b, request)) is null && Lost(request) is { } lost) return lost;
        return books.Write(_ => Answer(request));
    }

    ApiResponse Answer(ApiRequest request)
    {
        if (Saved(books, request) is { } saved) return saved;
        var (response, keep) = Route(request);
        // Nothing is saved for requests that failed validation before anything began (Stripe docs, Idempotent requests).
        if (keep && request.Key is not null && request.Method == "POST")
        {
            books.Execute(
                "insert into answers (idempotency_key, request, status, body) values (?1, ?2, ?3, ?4)",
                request.Key, request.Fingerprint, response.Status, response.Body);
        }
        return response;
    }

    static ApiResponse? Saved(GatewayBooks books, ApiRequest request)
    {
        if (request.Key is null || request.Method != "POST") return null;
        var saved = books.Query(
            "select request, status, body from answers where idempotency_key = ?1",
            r => (Request: r.GetString(0), Status: r.GetInt32(1), Body: r.GetString(2)), request.Key);
        if (saved.Count == 0) return null;
        return saved[0].Request == request.Fingerprint ? new ApiResponse(saved[0].Status, saved[0].Body) : StripeJson.Error(
            400, "idempotency_error", null,
            "Keys for idempotent requests can only be used with the same parameters they were first used with.");
    }

    (ApiResponse Response, bool Keep) Route(ApiRequest request) => (request.Method, request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
    {
        ("POST", ["v1", "customers"]) => (CreateCustomer(request), true),
        ("GET", ["v1", "customers", var id]) => (FindCustomer(id), false),
        ("GET", ["v1", "payment_methods", var id]) => (FindMethod(id), false),
        ("POST", ["v1", "payment_methods", var id]) => (UpdateMethod(request, id), true),
        ("POST", ["v1", "payment_methods", var id, "attach"]) => (Attach(id, request["customer"]), true),
        ("POST", ["v1", "payment_methods", var id, "detach"]) => (Attach(id, null), true),
        ("POST", ["v1", "payment_intents"]) => Confirmations.Create(books, request),
        ("GET", ["v1", "payment_intents"]) => (ListIntents(request), false),
        ("GET", ["v1", "payment_intents", var id]) => (PaymentIntentRow.Find(books, id) is { } i ? StripeJson.Ok(i) : StripeJson.Missing("payment_intent", id), false),
        ("POST", ["v1", "payment_intents", var id, "confirm"]) => Confirmations.Confirm(books, request, id, options),
        ("POST", ["v1", "payment_intents", var id, "cancel"]) => Confirmations.Cancel(books, id),
        _ => (StripeJson.Error(404, "invalid_request_error", null, $"Unrecognized request URL ({request.Method}: {request.Path})."), false),
    };

    ApiResponse CreateCustomer(ApiRequest request)
    {
        var id = "cus_" + ApiRequest.Hash(request.Key ?? request.Fingerprint)[..14];
        books.Execute("insert into customers (id, name, email) values (?1, ?2, ?3) on conflict do nothing", id, request["name"], request["email"]);
        return new ApiResponse(200, StripeJson.Customer(id, request["name"], request["email"]));
    }

    ApiResponse FindCustomer(string id) =>
        books.Query("select name, email from customers where id = ?1", r => StripeJson.Customer(id, r.IsDBNull(0) ? null : r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1)), id)
            .Select(body => new ApiResponse(200, body)).FirstOrDefault() ?? StripeJson.Missing("customer", id);

    ApiResponse FindMethod(string id)
    {
        if (TestTokens.Find(id) is null) return StripeJson.Missing("PaymentMethod", id);
        return books.Query(
            "select customer, exp_month, exp_year from payment_methods where id = ?1",
            r => StripeJson.Method(id, r.IsDBNull(0) ? null : r.GetString(0), r.IsDBNull(1) ? null : r.GetInt64(1), r.IsDBNull(2) ? null : r.GetInt64(2)), id)
            .Select(body => new ApiResponse(200, body)).FirstOrDefault() ?? new ApiResponse(200, StripeJson.Method(id, null, null, null));
    }

    ApiResponse UpdateMethod(ApiRequest request, string id)
    {
        if (TestTokens.Find(id) is null) return StripeJson.Missing("PaymentMethod", id);
        books.Execute(
            "insert into payment_methods (id, exp_month, exp_year) values (?1, ?2, ?3) on conflict (id) do update set exp_month = excluded.exp_month, exp_year = excluded.exp_year",
            id, Number(request["card[exp_month]"]), Number(request["card[exp_year]"]));
        return FindMethod(id);
    }

    ApiResponse Attach(string id, string? customer)
    {
        if (TestTokens.Find(id) is null) return StripeJson.Missing("PaymentMethod", id);
        books.Execute("insert into payment_methods (id, customer) values (?1, ?2) on conflict (id) do update set customer = excluded.customer", id, customer);
        return FindMethod(id);
    }

    ApiResponse ListIntents(ApiRequest request)
    {
        var limit = (int)(Number(request["limit"]) ?? 10);
        var found = PaymentIntentRow.OfCustomer(books, request["customer"] ?? "", request["starting_after"] ?? "", limit + 1);
        return StripeJson.List([.. found.Take(limit)], found.Count > limit);
    }

    /// <summary>Requests that the network loses, chosen by seed and key.</summary>
    ApiResponse? Lost(ApiRequest request)
    {
        if (options.LoseAnswers == 0 && options.LoseRequests == 0) return null;
        var dice = Convert.ToInt32(ApiRequest.Hash($"{options.Seed}/{request.Key}")[..6], 16) / (double)0x1000000;
        if (dice < options.LoseRequests) return ApiResponse.Cut;
        if (dice >= options.LoseRequests + options.LoseAnswers) return null;
        books.Write(_ => Answer(request));
        return ApiResponse.Cut;
    }

    static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
