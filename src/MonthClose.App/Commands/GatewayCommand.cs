using System.CommandLine;
using MonthClose.Gateway;

namespace MonthClose.App;

/// <summary>monthclose gateway: the simulated gateway as a server that speaks Stripe's HTTP API.</summary>
static class GatewayCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen", DefaultValueFactory = _ => "http://127.0.0.1:12111" };
        var books = new Option<string>("--books") { Description = "The gateway's own books", DefaultValueFactory = _ => "gateway.books" };
        var latency = new Option<int>("--latency-ms") { Description = "How long every answer takes" };
        var loseAnswers = new Option<double>("--lose-answers") { Description = "The fraction of confirmations that are booked and not answered" };
        var loseRequests = new Option<double>("--lose-requests") { Description = "The fraction of confirmations that are lost before anything happens" };
        var seed = new Option<int>("--seed") { Description = "Chooses which are lost" };
        var limit = new Option<int?>("--limit") { Description = "How many requests a second are answered, the rest by 429" };
        var webhook = new Option<string?>("--webhook-url") { Description = "Where events are sent, signed as Stripe signs them" };
        var secret = new Option<string>("--webhook-secret-env") { Description = "The environment variable with the signing secret", DefaultValueFactory = _ => "STRIPE_WEBHOOK_SECRET" };
        var command = new Command("gateway", "Run the simulated gateway as a server")
        {
            urls, books, latency, loseAnswers, loseRequests, seed, limit, webhook, secret,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var gateway = SimulatedGateway.Open(
                result.GetValue(books)!,
                new SimulatedGatewayOptions
                {
                    Latency = TimeSpan.FromMilliseconds(result.GetValue(latency)), LoseAnswers = result.GetValue(loseAnswers),
                    LoseRequests = result.GetValue(loseRequests), Seed = result.GetValue(seed), Limit = Limit(result.GetValue(limit)),
                    Webhook = Webhook(result.GetValue(webhook), result.GetValue(secret)!),
                },
                TimeProvider.System);
            await GatewayServer.RunAsync(gateway, result.GetValue(urls)!, url => Console.WriteLine($"Listening on {url}"), cancellation);
            return ExitCode.Interrupted;
        });
        return command;
    }

    static int? Limit(int? perSecond) =>
        perSecond is < 1 ? throw new UsageException("--limit takes how many requests a second are answered: at least 1.") : perSecond;

    static WebhookEndpoint? Webhook(string? url, string variable)
    {
        if (url is null) return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"\"{url}\" is not a web address: use --webhook-url http://HOST:PORT/PATH.");
        var secret = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? text : throw new UsageException($"Events are signed by the secret in {variable}, which is not set.");
        return new WebhookEndpoint(address, secret);
    }
}
