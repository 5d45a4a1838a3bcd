using System.Globalization;

namespace MonthClose.Gateway;

/// <summary>A gateway that speaks Stripe's HTTP API and keeps its own books, in process or behind a server.</summary>
public sealed class SimulatedGateway : IDisposable
{
    /// <summary>The header that says which instant it is, when time is simulated.</summary>
    public const string NowHeader = "MonthClose-Simulated-Now";

    readonly GatewayBooks books;
    readonly StripeApi api;
    readonly SimulatedGatewayOptions options;
    readonly TimeProvider time;
    readonly KeysInFlight inFlight = new();
    readonly RateLimit? limit;
    readonly WebhookSender? webhooks;
    long requests;
    long rateLimited;

    SimulatedGateway(string path, SimulatedGatewayOptions options, TimeProvider time)
    {
        books = new GatewayBooks(path);
        api = new StripeApi(options);
        (this.options, this.time) = (options, time);
        limit = options.Limit is { } perSecond ? new RateLimit(perSecond, time) : null;
        webhooks = options.Webhook is { } endpoint ? new WebhookSender(books, endpoint, time) : null;
    }

    /// <summary>Opens or makes the books.</summary>
    /// <param name="path">A file that every process on it shares.</param>
    /// <param name="options">How badly it behaves.</param>
    /// <param name="time">Real time, for waits and for requests that bring no instant.</param>
    public static SimulatedGateway Open(string path, SimulatedGatewayOptions options, TimeProvider time) => new(path, options, time);

    /// <summary>A handler for an HttpClient that reaches the gateway without a socket.</summary>
    public HttpMessageHandler CreateHandler() => new InProcessHandler(this);

    /// <summary>The books: every charge that was ever confirmed, in order of reference.</summary>
    public IEnumerable<BookedCharge> Charges()
    {
        for (var after = ""; ;)
        {
            var page = ChargesAfter(after, 1000);
            foreach (var charge in page) yield return charge;
            if (page.Count < 1000) yield break;
            after = page[^1].Reference;
        }
    }

    /// <summary>What was answered so far.</summary>
    public SimulatedGatewayStats Stats => new(Interlocked.Read(ref requests), Interlocked.Read(ref rateLimited));

    /// <inheritdoc/>
    public void Dispose()
    {
        webhooks?.Dispose();
        books.Dispose();
    }

    internal IReadOnlyList<BookedCharge> ChargesAfter(string after, int limit) => books.Read(b => PaymentIntentRow.Charges(b, after, limit));

    internal string Now => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal async ValueTask<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        Interlocked.Increment(ref requests);
        if (limit is not null && !limit.TryTake())
        {
            Interlocked.Increment(ref rateLimited);
            return StripeErrors.Error(429, "invalid_request_error", "rate_limit", "Too many requests.");
        }
        if (!request.Authorised) return StripeErrors.Error(401, "invalid_request_error", null, "You did not provide an API key.");
        if (request.SavedUnder is not { } key) return await AnswerAsync(request, cancellation);
        if (!inFlight.TryEnter(key))
            return StripeErrors.Error(409, "idempotency_error", "idempotency_key_in_use", "There is currently another in-progress request using this Idempotent Key.");
        try
        {
            return await AnswerAsync(request, cancellation);
        }
        finally
        {
            inFlight.Leave(key);
        }
    }

    async ValueTask<ApiResponse> AnswerAsync(ApiRequest request, CancellationToken cancellation)
    {
        var response = request.Method == "GET"
            ? books.Read(b => StripeApi.Read(b, request)) : await books.WriteAsync(b => api.Change(b, request));
        if (webhooks is not null && request.Method == "POST")
        {
            webhooks.Wake();
            // Tried once before the answer; after a refusal it is tried again like any other.
            if (response.AfterWebhook) await webhooks.DeliverAsync().WaitAsync(cancellation);
        }
        var wait = response.Wait + options.Latency;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellation);
        return response;
    }
}
