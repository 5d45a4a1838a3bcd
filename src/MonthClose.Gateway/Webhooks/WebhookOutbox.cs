using System.Globalization;
using System.Text;

namespace MonthClose.Gateway;

/// <summary>An event that has not been delivered.</summary>
readonly record struct PendingEvent(long Number, string Body, int Attempts);

/// <summary>Events in Stripe's shape, kept in the transaction of what they tell of, until their webhook has answered.</summary>
/// <remarks>Source: Stripe API reference, "The Event object".</remarks>
static class WebhookOutbox
{
    // The version of the API whose shapes these are; Stripe's client refuses events of another.
    const string ApiVersion = "2026-10-28.endive";

    /// <summary>After so many refusals an event is left, until the gateway is opened again.</summary>
    public const int MaxAttempts = 8;

    public static void Add(GatewayBooks books, PaymentIntentRow intent, string now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"evt_{intent.Id}_{intent.Events}");
        var body = JsonText.Of((Id: id, Intent: intent, Now: now), static (json, e) =>
        {
            json.WriteString("id", e.Id);
            json.WriteString("object", "event");
            json.WriteString("api_version", ApiVersion);
            json.WriteNumber("created", DateTimeOffset.Parse(e.Now, CultureInfo.InvariantCulture).ToUnixTimeSeconds());
            json.WriteBoolean("livemode", false);
            json.WriteNumber("pending_webhooks", 1);
            json.WriteString("type", TypeOf(e.Intent));
            json.WriteStartObject("data");
            json.WriteStartObject("object");
            StripeJson.WriteIntent(json, e.Intent);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        books.Execute("insert into events (event_id, body) values (?1, ?2) on conflict do nothing", id, Encoding.UTF8.GetString(body));
    }

    /// <summary>The newest event's number.</summary>
    public static long Newest(GatewayBooks books) => books.Query("select coalesce(max(event_number), 0) from events", r => r.GetInt64(0))[0];

    public static List<PendingEvent> Pending(GatewayBooks books, long newest, int limit) => books.Query(
        "select event_number, body, attempts from events where delivered = 0 and attempts < ?1 and event_number <= ?2 order by event_number limit ?3",
        r => new PendingEvent(r.GetInt64(0), r.GetString(1), r.GetInt32(2)), MaxAttempts, newest, limit);

    /// <summary>Gives every event that was not delivered all of its attempts again.</summary>
    public static int Renew(GatewayBooks books) => books.Execute("update events set attempts = 0 where delivered = 0 and attempts > 0");

    public static int Tried(GatewayBooks books, long number, bool delivered) =>
        books.Execute("update events set attempts = attempts + 1, delivered = ?2 where event_number = ?1", number, delivered ? 1 : 0);

    static string TypeOf(PaymentIntentRow intent) => "payment_intent." + intent switch
    {
        { Status: "succeeded" } => "succeeded",
        { Status: "canceled" } => "canceled",
        { Status: "requires_action" } => "requires_action",
        { ErrorCode: not null } => "payment_failed",
        _ => "created",
    };
}
