using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MonthClose.Gateway;

/// <summary>Delivers events in their order, signed as Stripe signs them, at least once; a refusal is repeated with backoff.</summary>
/// <remarks>Source: Stripe docs, "Receive events in your webhook endpoint", "Verify webhook signatures manually".</remarks>
sealed class WebhookSender : IDisposable
{
    const int AtOnce = 100;
    readonly GatewayBooks books;
    readonly WebhookEndpoint endpoint;
    readonly TimeProvider time;
    readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    readonly SemaphoreSlim turn = new(1);
    readonly SemaphoreSlim awake = new(0);
    readonly CancellationTokenSource stop = new();
    readonly Task pumping;

    public WebhookSender(GatewayBooks books, WebhookEndpoint endpoint, TimeProvider time)
    {
        (this.books, this.endpoint, this.time) = (books, endpoint, time);
        // What an earlier process did not deliver goes first.
        pumping = PumpAsync();
    }

    /// <summary>Says that there may be events.</summary>
    public void Wake() => awake.Release();

    /// <summary>Delivers what waits.</summary>
    /// <returns>How often the first event that was refused has been tried; null: none was refused.</returns>
    public async Task<int?> DeliverAsync()
    {
        await turn.WaitAsync(stop.Token);
        try
        {
            while (books.Read(b => WebhookOutbox.Pending(b, AtOnce)) is { Count: > 0 } events)
            {
                foreach (var e in events)
                {
                    var delivered = await TryAsync(e.Body);
                    await books.WriteAsync(b => WebhookOutbox.Tried(b, e.Number, delivered));
                    // In order: those behind it wait with it.
                    if (!delivered) return e.Attempts + 1;
                }
            }
            return null;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        pumping.GetAwaiter().GetResult();
        http.Dispose();
        stop.Dispose();
        turn.Dispose();
        awake.Dispose();
    }

    async Task PumpAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                if (await DeliverAsync() is { } attempts) await Task.Delay(TimeSpan.FromMilliseconds(50 << attempts), time, stop.Token);
                else await awake.WaitAsync(stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    async Task<bool> TryAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", Sign(body, time.GetUtcNow().ToUnixTimeSeconds()));
        try
        {
            using var response = await http.SendAsync(request, stop.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    string Sign(string body, long at)
    {
        var payload = string.Create(CultureInfo.InvariantCulture, $"{at}.{body}");
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(endpoint.Secret), Encoding.UTF8.GetBytes(payload));
        return string.Create(CultureInfo.InvariantCulture, $"t={at},v1={Convert.ToHexStringLower(hash)}");
    }
}
