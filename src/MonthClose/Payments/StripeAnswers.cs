using System.Net;
using System.Net.Sockets;
using Stripe;

namespace MonthClose;

/// <summary>What Stripe's answers and errors prove.</summary>
static class StripeAnswers
{
    public static GatewayAnswer Of(PaymentIntent intent) => intent.Status switch
    {
        "succeeded" => new(GatewayOutcome.Succeeded),
        "requires_confirmation" => new(GatewayOutcome.NothingDone),
        "requires_action" => new(GatewayOutcome.ActionRequired, "authentication_required", Refusable: true),
        "requires_payment_method" => Refused(intent.LastPaymentError, refusable: true),
        "canceled" => intent.LastPaymentError is null
            ? new(GatewayOutcome.Canceled, "canceled") : Refused(intent.LastPaymentError, refusable: false),
        _ => new(GatewayOutcome.Unknown),
    };

    public static bool IsCardError(StripeException e) => e.StripeError?.Type == "card_error";

    public static GatewayAnswer OfCardError(StripeException e) => Refused(e.StripeError, refusable: true);

    /// <summary>429, or no connection: nothing was processed.</summary>
    public static bool IsRefusedUnprocessed(Exception e) => e switch
    {
        StripeException { HttpStatusCode: HttpStatusCode.TooManyRequests } => true,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => true,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => true,
        // The same key is in flight: the answer is on its way.
        StripeException { HttpStatusCode: HttpStatusCode.Conflict } => true,
        _ => false,
    };

    /// <summary>Sent, and no answer that proves anything.</summary>
    public static bool IsNoAnswer(Exception e) => e switch
    {
        StripeException s => (int)s.HttpStatusCode >= 500 || s.HttpStatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict,
        // The client does not wrap what a connection fails by that is reset as soon as it is made.
        HttpRequestException or TaskCanceledException or TimeoutException or IOException or SocketException => true,
        _ => false,
    };

    static GatewayAnswer Refused(StripeError? error, bool refusable)
    {
        var code = error?.DeclineCode ?? error?.Code;
        // A charge that was never tried has no error: the gateway shows that nothing was done.
        if (error is null) return new(GatewayOutcome.Declined, "payment_method_missing", refusable);
        return code == "authentication_required" || error.Code == "authentication_required"
            ? new(GatewayOutcome.ActionRequired, code, refusable) : new(GatewayOutcome.Declined, code, refusable);
    }
}
