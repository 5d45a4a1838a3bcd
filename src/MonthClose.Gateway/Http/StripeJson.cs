using System.Globalization;
using System.Text.Json;

namespace MonthClose.Gateway;

/// <summary>Objects in Stripe's shapes.</summary>
static class StripeJson
{
    public static ApiResponse Customer(string id, string? name, string? email) => new(200, JsonText.Of((id, name, email), static (json, c) =>
    {
        Begin(json, c.id, "customer");
        json.WriteString("name", c.name);
        json.WriteString("email", c.email);
    }));

    public static ApiResponse Method(string id, string? customer, long? month, long? year) =>
        new(200, JsonText.Of((id, customer, month, year), static (json, m) =>
        {
            Begin(json, m.id, "payment_method");
            json.WriteString("type", "card");
            json.WriteString("customer", m.customer);
            json.WriteStartObject("card");
            json.WriteNumber("exp_month", m.month ?? 12);
            json.WriteNumber("exp_year", m.year ?? 2099);
            json.WriteEndObject();
        }));

    public static ApiResponse Intent(PaymentIntentRow intent) => new(200, JsonText.Of(intent, WriteIntent));

    public static ApiResponse List(IEnumerable<PaymentIntentRow> intents, bool more) => new(200, JsonText.Of((intents, more), static (json, list) =>
    {
        json.WriteString("object", "list");
        json.WriteString("url", "/v1/payment_intents");
        json.WriteBoolean("has_more", list.more);
        json.WriteStartArray("data");
        foreach (var intent in list.intents)
        {
            json.WriteStartObject();
            WriteIntent(json, intent);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }));

    /// <summary>The members of a PaymentIntent.</summary>
    public static void WriteIntent(Utf8JsonWriter json, PaymentIntentRow intent)
    {
        Begin(json, intent.Id, "payment_intent");
        json.WriteNumber("amount", intent.Amount);
        json.WriteString("currency", intent.Currency);
        json.WriteString("customer", intent.Customer);
        json.WriteString("status", intent.Status);
        json.WriteString("payment_method", intent.Method);
        json.WriteNumber("created", Seconds(intent.CreatedAt));
        if (intent.ErrorCode is null) json.WriteNull("last_payment_error");
        else
        {
            json.WriteStartObject("last_payment_error");
            WriteCardError(json, intent);
            json.WriteEndObject();
        }
    }

    /// <summary>The members of the error that a card's refusal is.</summary>
    public static void WriteCardError(Utf8JsonWriter json, PaymentIntentRow intent)
    {
        json.WriteString("type", "card_error");
        json.WriteString("code", intent.ErrorCode);
        json.WriteString("decline_code", intent.DeclineCode);
        json.WriteString("message", "Your card was declined.");
    }

    public static long Seconds(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    static void Begin(Utf8JsonWriter json, string id, string type)
    {
        json.WriteString("id", id);
        json.WriteString("object", type);
        json.WriteBoolean("livemode", false);
    }
}
