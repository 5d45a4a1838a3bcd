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
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
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

    /// <summary>Delivers what waits now; what comes meanwhile is another's.</summary>
    /// <returns>How often the first event that was refused has been tried; null: none was refused.</returns>
    public async Task<int?> DeliverAsync()
    {
        var newest = books.Read(WebhookOutbox.Newest);
        await turn.WaitAsync(stop.Token);
        try
        {
            while (books.Read(b => WebhookOutbox.Pending(b, newest, AtOnce)) is { Count: > 0 } events)
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
        // A delivery whose request was cut has the turn until it notices.
        turn.Wait();
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
            await books.WriteAsync(WebhookOutbox.Renew);
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
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Of an attempt that was ended from here nothing is known: it does not count.
            stop.Token.ThrowIfCancellationRequested();
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
