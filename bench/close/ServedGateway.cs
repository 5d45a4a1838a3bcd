using MonthClose.App;
using MonthClose.Gateway;

namespace Bench;

/// <summary>The simulated gateway behind HTTP on loopback, where every call takes its time.</summary>
sealed class ServedGateway : IAsyncDisposable
{
    readonly CancellationTokenSource stop = new();
    readonly Task server;

    ServedGateway(SimulatedGateway gateway, Action<string> listening)
    {
        Gateway = gateway;
        server = GatewayServer.RunAsync(gateway, "http://127.0.0.1:0", listening, stop.Token);
    }

    public SimulatedGateway Gateway { get; }

    public string Address { get; private set; } = "";

    /// <summary>As <c>--gateway</c> and <c>--gateway-rate</c> name it.</summary>
    public Outside Outside(int? rate = null) => new() { Gateway = $"simulator={Address}", GatewayRate = rate, Pdf = "no" };

    /// <summary>Serves until disposed.</summary>
    public static async Task<ServedGateway> StartAsync(string folder, TimeSpan latency, int? limit = null)
    {
        var listening = new TaskCompletionSource<string>();
        var options = new SimulatedGatewayOptions { Latency = latency, Limit = limit };
        var served = new ServedGateway(SimulatedGateway.Open(Path.Combine(folder, "gateway.db"), options, TimeProvider.System), listening.SetResult);
        served.Address = await listening.Task;
        return served;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await server;
        Gateway.Dispose();
        stop.Dispose();
    }
}
