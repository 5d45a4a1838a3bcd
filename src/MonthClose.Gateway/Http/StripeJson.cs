using System.Text.Json;

namespace MonthClose.Gateway;

/// <summary>Objects and errors in Stripe's shapes.</summary>
static class StripeJson
{
    public static string Customer(string id, string? name, string? email) =>
        JsonSerializer.Serialize(new { id, @object = "customer", name, email, livemode = false });

    public static string Method(string id, string? customer, long? month, long? year) => JsonSerializer.Serialize(new
    {
        id, @object = "payment_method", type = "card", customer, livemode = false, card = new { exp_month = month ?? 12, exp_year = year ?? 2099 },
    });

    public static object Intent(PaymentIntentRow i) => new
    {
        id = i.Id, @object = "payment_intent", amount = i.Amount, currency = i.Currency, customer = i.Customer, status = i.Status,
        payment_method = i.Method, livemode = false,
        created = DateTimeOffset.Parse(i.CreatedAt, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds(),
        last_payment_error = i.ErrorCode is null ? null : new { type = "card_error", code = i.ErrorCode, decline_code = i.DeclineCode },
    };

    public static ApiResponse Ok(PaymentIntentRow intent) => new(200, JsonSerializer.Serialize(Intent(intent)));

    public static ApiResponse List(IReadOnlyList<PaymentIntentRow> intents, bool more) => new(200, JsonSerializer.Serialize(new
    {
        @object = "list", url = "/v1/payment_intents", has_more = more, data = intents.Select(Intent),
    }));

    public static ApiResponse Error(int status, string type, string? code, string message) =>
        new(status, JsonSerializer.Serialize(new { error = new { type, code, message } }));

    public static ApiResponse Missing(string what, string id) =>
        Error(404, "invalid_request_error", "resource_missing", $"No such {what}: '{id}'");

    public static ApiResponse CardError(PaymentIntentRow intent) => new(402, JsonSerializer.Serialize(new
    {
        error = new
        {
            type = "card_error", code = intent.ErrorCode, decline_code = intent.DeclineCode, message = "Your card was declined.",
            payment_intent = Intent(intent),
        },
    }));
}
