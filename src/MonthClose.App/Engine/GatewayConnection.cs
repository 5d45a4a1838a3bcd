using System.Net.Http.Json;
using System.Threading.RateLimiting;
using MonthClose.Gateway;

namespace MonthClose.App;

/// <summary>The gateway that a store's charges go to, and its books where it is the simulator.</summary>
sealed class GatewayConnection : IDisposable
{
    // Below a third of what makes a worker count as lost: a call ends before its worker is given up.
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(9);

    readonly SimulatedGateway? inProcess;
    readonly HttpClient http;
    readonly string? address;
    readonly RateLimiter? pace;

    GatewayConnection(HttpMessageHandler handler, int? perSecond, string? address, string key, SimulatedGateway? inProcess, TimeProvider clock, bool simulated)
    {
        (this.inProcess, this.address) = (inProcess, address);
        http = new HttpClient(simulated ? new NowHandler(handler, clock) : handler) { Timeout = Timeout };
        pace = perSecond is { } rate ? GatewayPace.Of(rate) : null;
        Gateway = new StripeGateway(StripeGateway.Client(http, key, address), TimeProvider.System, describesMethods: simulated, pace);
        IsSimulator = simulated;
    }

    public IGateway Gateway { get; }

    public bool IsSimulator { get; }

    public static GatewayConnection Open(Outside outside, StorePlace store, TimeProvider clock)
    {
        var (name, rate) = (outside.Gateway ?? "simulator", outside.GatewayRate);
        if (name == "simulator")
        {
            var gateway = SimulatedGateway.Open(store.GatewayBooks, new SimulatedGatewayOptions(), TimeProvider.System);
            return new GatewayConnection(gateway.CreateHandler(), rate, null, "sk_test_simulator", gateway, clock, simulated: true);
        }
        if (name.StartsWith("simulator=", StringComparison.Ordinal))
            return new GatewayConnection(new SocketsHttpHandler(), rate, name["simulator=".Length..].TrimEnd('/'), "sk_test_simulator", null, clock, simulated: true);
        if (name != "stripe") throw new UsageException($"\"{name}\" is not a gateway: use simulator, simulator=URL or stripe.");
        var key = Environment.GetEnvironmentVariable("STRIPE_API_KEY") ?? throw new UsageException("--gateway stripe reads its key from STRIPE_API_KEY, which is not set.");
        if (key.Contains("_live_", StringComparison.Ordinal) && !outside.Live) throw new UsageException("STRIPE_API_KEY is a live key: real cards would be charged. Name --live if you mean it.");
        return new GatewayConnection(new SocketsHttpHandler(), rate, null, key, null, clock, simulated: false);
    }

    /// <summary>The simulator's own books; null: it is a real gateway.</summary>
    public async Task<IReadOnlyList<GatewayCharge>?> ChargesAsync()
    {
        if (!IsSimulator) return null;
        if (inProcess is not null) return [.. inProcess.Charges().Select(Row)];
        try
        {
            return await ServedChargesAsync();
        }
        catch (HttpRequestException)
        {
            throw new UsageException($"The simulated gateway at {address} does not answer, and its books stand in the files: start it, then run monthclose report.");
        }
    }

    async Task<List<GatewayCharge>> ServedChargesAsync()
    {
        var rows = new List<GatewayCharge>();
        for (var after = ""; ;)
        {
            var page = await http.GetFromJsonAsync<BookedCharge[]>($"{address}/simulator/charges?after={Uri.EscapeDataString(after)}&limit=1000") ?? [];
            rows.AddRange(page.Select(Row));
            if (page.Length < 1000) return rows;
            after = page[^1].Reference;
        }
    }

    public void Dispose()
    {
        http.Dispose();
        pace?.Dispose();
        inProcess?.Dispose();
    }

    static GatewayCharge Row(BookedCharge c) => new(c.Reference, c.IdempotencyKey, c.Amount, c.Currency, c.PaymentMethod, c.Status, c.CreatedAt);

    /// <summary>Tells the simulator which instant it is.</summary>
    sealed class NowHandler(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation(SimulatedGateway.NowHeader, Instants.ToFile(clock.GetUtcNow()));
            return base.SendAsync(request, cancellationToken);
        }
    }
}
