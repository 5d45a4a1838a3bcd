namespace MonthClose.Gateway;

/// <summary>Errors in Stripe's shapes.</summary>
static class StripeErrors
{
    public static ApiResponse Error(int status, string type, string? code, string message) =>
        new(status, JsonText.Of((type, code, message), static (json, e) =>
        {
            json.WriteStartObject("error");
            json.WriteString("type", e.type);
            json.WriteString("code", e.code);
            json.WriteString("message", e.message);
            json.WriteEndObject();
        }));

    public static ApiResponse Invalid(string? code, string message) => Error(400, "invalid_request_error", code, message);

    public static ApiResponse Missing(string what, string id) =>
        Error(404, "invalid_request_error", "resource_missing", $"No such {what}: '{id}'");

    public static ApiResponse CardError(PaymentIntentRow intent) => new(402, JsonText.Of(intent, static (json, i) =>
    {
        json.WriteStartObject("error");
        StripeJson.WriteCardError(json, i);
        json.WriteStartObject("payment_intent");
        StripeJson.WriteIntent(json, i);
        json.WriteEndObject();
        json.WriteEndObject();
    }));
}
