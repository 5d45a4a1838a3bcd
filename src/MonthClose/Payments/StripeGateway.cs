using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Stripe;

namespace MonthClose;

/// <summary>Charges by Stripe's official client; the simulator differs by its address alone.</summary>
/// <remarks>Source: Stripe API reference, PaymentIntents, Errors, Idempotent requests.</remarks>
public sealed class StripeGateway : IGateway
{
    // Refusals before anything was processed are repeated at once, some times.
    static readonly TimeSpan[] Waits = [.. new[] { 10, 20, 50, 100, 250, 500, 1000, 2000 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    readonly CustomerService customers;
    readonly PaymentMethodService methods;
    readonly PaymentIntentService intents;
    readonly TimeProvider time;
    readonly RateLimiter? pace;
    readonly bool describesMethods;

    /// <summary>A gateway over a Stripe client whose own retries are off.</summary>
    /// <param name="client">The official client.</param>
    /// <param name="time">Real time, for the waits between refused requests.</param>
    /// <param name="describesMethods">Whether cards' expiries are told: the simulator does not know them, Stripe does.</param>
    /// <param name="pace">Gives every request its turn; null: at once.</param>
    public StripeGateway(IStripeClient client, TimeProvider time, bool describesMethods, RateLimiter? pace = null)
    {
        (customers, methods, intents) = (new CustomerService(client), new PaymentMethodService(client), new PaymentIntentService(client));
        (this.time, this.describesMethods, this.pace) = (time, describesMethods, pace);
    }

    /// <summary>Stripe's client over any HTTP handler, its retries off.</summary>
    /// <param name="http">Its timeout is below a third of what makes a worker count as lost.</param>
    /// <param name="apiKey">The secret key.</param>
    /// <param name="address">Another base address; null: Stripe's own.</param>
    public static IStripeClient Client(HttpClient http, string apiKey, string? address) => new StripeClient(
        apiKey, httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false), apiBase: address);

    /// <inheritdoc/>
    public async Task<string> CustomerAsync(string accountId, string name, CancellationToken cancellation) =>
        // Only what never changes: a key is good for one set of parameters, and what it named may have been lost before it was answered.
        (await SendAsync(() => customers.CreateAsync(
            new CustomerCreateOptions { Name = name, Metadata = new() { ["account_id"] = accountId } },
            Key($"{accountId}/customer"), cancellation))).Id;

    /// <inheritdoc/>
    public async Task DescribeMethodAsync(string methodId, string customerId, int expMonth, int expYear, CancellationToken cancellation)
    {
        if (!describesMethods) return;
        var card = new PaymentMethodCardOptions { ExpMonth = expMonth, ExpYear = expYear };
        await SendAsync(() => methods.UpdateAsync(
            methodId, new PaymentMethodUpdateOptions { Card = card },
            Key(string.Create(CultureInfo.InvariantCulture, $"{methodId}/expiry/{expYear}-{expMonth}")), cancellation));
    }

    /// <inheritdoc/>
    public async Task<string> CreateAsync(ChargeRequest request, CancellationToken cancellation) =>
        (await SendAsync(() => intents.CreateAsync(
            new PaymentIntentCreateOptions
            {
                Amount = GatewayMinorUnits.Of(request.Amount),
                Currency = request.Amount.Currency.Code.ToLowerInvariant(),
                Customer = request.CustomerId,
                PaymentMethod = request.MethodId,
                AutomaticPaymentMethods = new() { Enabled = true, AllowRedirects = "never" },
                Metadata = new() { ["account_id"] = request.AccountId, ["invoice_number"] = request.InvoiceNumber },
            },
            Key(request.Key), cancellation))).Id;

    /// <inheritdoc/>
    public async Task<GatewayAnswer> ConfirmAsync(string reference, string methodId, string key, int send, CancellationToken cancellation)
    {
        var suffix = send == 1 ? ":confirm" : string.Create(CultureInfo.InvariantCulture, $":confirm{send}");
        try
        {
            return StripeAnswers.Of(await SendAsync(() => intents.ConfirmAsync(
                reference, new PaymentIntentConfirmOptions { OffSession = true, PaymentMethod = methodId }, Key(key + suffix), cancellation)));
        }
        catch (GatewayUnavailableException)
        {
            return new GatewayAnswer(GatewayOutcome.Unknown);
        }
        catch (StripeException e) when (StripeAnswers.IsCardError(e))
        {
            return StripeAnswers.OfCardError(e);
        }
        catch (GatewayRefusedException)
        {
            // Refused as a request: what became of the charge is asked, not guessed.
            return await RetrieveAsync(reference, cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<GatewayAnswer> RetrieveAsync(string reference, CancellationToken cancellation)
    {
        try
        {
            return StripeAnswers.Of(await SendAsync(() => intents.GetAsync(reference, cancellationToken: cancellation)));
        }
        catch (GatewayUnavailableException)
        {
            return new GatewayAnswer(GatewayOutcome.Unknown);
        }
    }

    /// <inheritdoc/>
    public async Task CancelAsync(string reference, string key, CancellationToken cancellation)
    {
        for (var left = 3; ; left--)
        {
            try
            {
                await SendAsync(() => intents.CancelAsync(reference, null, Key($"{key}:cancel"), cancellation));
                return;
            }
            catch (GatewayUnavailableException) when (left > 0)
            {
            }
        }
    }

    static RequestOptions Key(string key) => new() { IdempotencyKey = key };

    async Task<T> SendAsync<T>(Func<Task<T>> send)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                // The wait for a turn is no part of the call, whose time is short.
                using var turn = pace is null ? null : await pace.AcquireAsync();
                return await send();
            }
            catch (Exception e) when (attempt < Waits.Length && StripeAnswers.IsRefusedUnprocessed(e))
            {
                await Task.Delay(Waits[attempt], time);
            }
            catch (Exception e) when (StripeAnswers.IsNoAnswer(e))
            {
                throw new GatewayUnavailableException("The gateway did not answer.", e);
            }
            catch (StripeException e) when (e.HttpStatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.PaymentRequired && !StripeAnswers.IsCardError(e))
            {
                throw new GatewayRefusedException(e.StripeError?.Code ?? "invalid_request", e.Message);
            }
        }
    }
}
