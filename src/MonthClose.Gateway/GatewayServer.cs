using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace MonthClose.Gateway;

/// <summary>The simulated gateway as a server.</summary>
public static class GatewayServer
{
    /// <summary>Serves until cancelled.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="url">Where, for example <c>http://127.0.0.1:0</c>.</param>
    /// <param name="onListening">Told the address once it listens.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task RunAsync(SimulatedGateway gateway, string url, Action<string> onListening, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.MapGet("/simulator/charges", (string? after, int? limit) => gateway.ChargesAfter(after ?? "", limit ?? 1000));
        app.MapGet("/simulator/stats", () => new { requests = gateway.Stats.Requests, rate_limited = gateway.Stats.RateLimited });
        app.Map("/v1/{**path}", context => AnswerAsync(gateway, context));
        await app.StartAsync(cancellation);
        onListening(app.Urls.First());
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException)
        {
        }
        await app.StopAsync(CancellationToken.None);
    }

    static async Task AnswerAsync(SimulatedGateway gateway, HttpContext context)
    {
        var request = context.Request;
        var fields = new FormFields();
        foreach (var (name, value) in request.HasFormContentType ? (IEnumerable<KeyValuePair<string, StringValues>>)await request.ReadFormAsync() : request.Query)
            fields.Add(name, value.ToString());
        var response = await gateway.HandleAsync(
            new ApiRequest(
                request.Method, request.Path, fields, Header(request, "Idempotency-Key"),
                Header(request, SimulatedGateway.NowHeader) ?? gateway.Now, request.Headers.Authorization.Count > 0),
            context.RequestAborted);
        if (response.Status == 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = response.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = response.Body.Length;
        await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
    }

    static string? Header(HttpRequest request, string name) => request.Headers[name].FirstOrDefault();
}
