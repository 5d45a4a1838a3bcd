using Stripe;

namespace MonthClose.Gateway.Tests;

/// <summary>A gateway with books of its own and Stripe's official client, in process or over loopback.</summary>
public sealed class GatewayUnderTest : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("gateway-").FullName;
    readonly CancellationTokenSource stop = new();
    readonly Task server = Task.CompletedTask;
    readonly HttpClient http;

    public GatewayUnderTest(bool overHttp = false, SimulatedGatewayOptions? options = null, Action<string>? prepare = null, TimeProvider? time = null)
    {
        prepare?.Invoke(Books);
        Options = options ?? new SimulatedGatewayOptions { Slow = TimeSpan.FromMilliseconds(1) };
        Gateway = SimulatedGateway.Open(Books, Options, time ?? TimeProvider.System);
        if (overHttp)
        {
            var listening = new TaskCompletionSource<string>();
            server = GatewayServer.RunAsync(Gateway, "http://127.0.0.1:0", listening.SetResult, stop.Token);
            Address = listening.Task.GetAwaiter().GetResult();
            http = new HttpClient();
        }
        else http = new HttpClient(Gateway.CreateHandler());
        http.DefaultRequestHeaders.Add(SimulatedGateway.NowHeader, "2024-10-01T07:00:00Z");
        Client = new StripeClient("sk_test_x", httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0), apiBase: Address);
        Intents = new PaymentIntentService(Client);
    }

    /// <summary>Where it listens; null: in process.</summary>
    public string? Address { get; }

    public string Books => Path.Combine(folder, "books");

    public SimulatedGatewayOptions Options { get; }

    public SimulatedGateway Gateway { get; }

    public StripeClient Client { get; }

    public PaymentIntentService Intents { get; }

    public Task<PaymentIntent> CreateAsync(string method, string key = "k", long amount = 1000, string currency = "usd") => Intents.CreateAsync(
        new PaymentIntentCreateOptions { Amount = amount, Currency = currency, PaymentMethod = method, Customer = "cus_1" },
        new RequestOptions { IdempotencyKey = key });

    public Task<PaymentIntent> ConfirmAsync(PaymentIntent intent, string key = "k:confirm") =>
        Intents.ConfirmAsync(intent.Id, new PaymentIntentConfirmOptions { OffSession = true }, new RequestOptions { IdempotencyKey = key });

    /// <summary>Confirms while the customer is there to authenticate.</summary>
    public Task<PaymentIntent> ConfirmPresentAsync(PaymentIntent intent, string key = "k:confirm") =>
        Intents.ConfirmAsync(intent.Id, new PaymentIntentConfirmOptions(), new RequestOptions { IdempotencyKey = key });

    public Task<PaymentIntent> CancelAsync(PaymentIntent intent, string key = "k:cancel") =>
        Intents.CancelAsync(intent.Id, null, new RequestOptions { IdempotencyKey = key });

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await server;
        http.Dispose();
        Gateway.Dispose();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
