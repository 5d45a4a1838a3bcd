using System.Net;
using System.Threading.Channels;
using Stripe;

namespace MonthClose.Gateway.Tests;

/// <summary>Events reach their webhook at least once, in order, and prove that they are the gateway's.</summary>
public sealed class WebhookTests
{
    const string Secret = "whsec_of_the_test";

    [Fact]
    public async Task Every_change_is_told_in_order_and_stripes_own_client_accepts_the_signature()
    {
        await using var listener = new Listener();
        await using var g = new GatewayUnderTest(options: listener.Options);
        await g.ConfirmAsync(await g.CreateAsync("pm_card_visa_1", "a"), "a:confirm");
        var refused = await g.CreateAsync("pm_card_chargeDeclined_2", "b");
        await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(refused, "b:confirm"));
        await g.CancelAsync(refused, "b:cancel");
        var events = new List<Event>();
        for (var n = 0; n < 5; n++) events.Add(await listener.NextAsync());
        Assert.Equal(
            ["payment_intent.created", "payment_intent.succeeded", "payment_intent.created", "payment_intent.payment_failed", "payment_intent.canceled"],
            events.Select(e => e.Type));
        Assert.Equal(refused.Id, ((PaymentIntent)events[4].Data.Object).Id);
        Assert.Equal(5, events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_payment_that_waits_for_its_customer_is_told()
    {
        await using var listener = new Listener();
        await using var g = new GatewayUnderTest(options: listener.Options);
        await g.ConfirmPresentAsync(await g.CreateAsync("pm_card_authenticationRequired_1"));
        Assert.Equal("payment_intent.created", (await listener.NextAsync()).Type);
        Assert.Equal("payment_intent.requires_action", (await listener.NextAsync()).Type);
    }

    [Fact]
    public async Task A_refused_event_comes_again_and_nothing_overtakes_it()
    {
        await using var listener = new Listener { Refusals = 2 };
        await using var g = new GatewayUnderTest(options: listener.Options);
        await g.ConfirmAsync(await g.CreateAsync("pm_card_visa_1"));
        Assert.Equal("payment_intent.created", (await listener.NextAsync()).Type);
        Assert.Equal("payment_intent.succeeded", (await listener.NextAsync()).Type);
    }

    [Fact]
    public async Task What_was_not_delivered_before_a_restart_is_delivered_after_it()
    {
        await using var listener = new Listener();
        // Nobody listens there.
        var nowhere = listener.Options with { Webhook = new WebhookEndpoint(new Uri("http://127.0.0.1:9/"), Secret) };
        await using var g = new GatewayUnderTest(options: nowhere);
        await g.CreateAsync("pm_card_visa_1");
        using var again = SimulatedGateway.Open(g.Books, listener.Options, TimeProvider.System);
        Assert.Equal("payment_intent.created", (await listener.NextAsync()).Type);
    }

    [Fact]
    public async Task What_was_given_up_is_delivered_after_a_restart()
    {
        await using var listener = new Listener();
        var nowhere = listener.Options with { Webhook = new WebhookEndpoint(new Uri("http://127.0.0.1:9/"), Secret) };
        await using var g = new GatewayUnderTest(options: nowhere);
        await g.CreateAsync("pm_card_visa_1");
        using var books = new GatewayBooks(g.Books);
        // A sender begins by giving everything its attempts back: this one has begun when it has tried.
        while (books.Read(b => WebhookOutbox.Pending(b, long.MaxValue, 1)) is [{ Attempts: 0 }]) await Task.Delay(5);
        for (var n = 0; n < WebhookOutbox.MaxAttempts; n++) await books.WriteAsync(b => WebhookOutbox.Tried(b, 1, delivered: false));
        Assert.Empty(books.Read(b => WebhookOutbox.Pending(b, long.MaxValue, 1)));
        using var again = SimulatedGateway.Open(g.Books, listener.Options, TimeProvider.System);
        Assert.Equal("payment_intent.created", (await listener.NextAsync()).Type);
    }

    [Fact]
    public async Task An_event_refused_before_a_late_answer_comes_again_by_itself()
    {
        await using var listener = new Listener();
        await using var g = new GatewayUnderTest(options: listener.Options);
        var created = new List<PaymentIntent>();
        for (var n = 0; n < 3; n++)
        {
            created.Add(await g.CreateAsync($"pm_sim_late_webhook_{n}", $"k{n}"));
            Assert.Equal("payment_intent.created", (await listener.NextAsync()).Type);
        }
        // More than once: what the creations woke must not be what saves it.
        foreach (var intent in created)
        {
            listener.Refusals = 1;
            await g.ConfirmAsync(intent, $"{intent.Id}:confirm");
            Assert.Equal("payment_intent.succeeded", (await listener.NextAsync()).Type);
        }
    }

    [Fact]
    public async Task Without_a_webhook_a_late_one_just_charges()
    {
        await using var g = new GatewayUnderTest();
        Assert.Equal("succeeded", (await g.ConfirmAsync(await g.CreateAsync("pm_sim_late_webhook_1"))).Status);
        using var books = new GatewayBooks(g.Books);
        Assert.Equal(0, books.Read(WebhookOutbox.Newest));
    }

    [Fact]
    public void The_secret_is_in_no_text_of_the_options()
    {
        var options = new SimulatedGatewayOptions { Webhook = new WebhookEndpoint(new Uri("http://127.0.0.1:9/hook"), Secret) };
        Assert.DoesNotContain(Secret, options.ToString(), StringComparison.Ordinal);
        Assert.Contains("/hook", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_answer_comes_after_its_webhook()
    {
        await using var listener = new Listener();
        await using var g = new GatewayUnderTest(options: listener.Options);
        Assert.Equal("succeeded", (await g.ConfirmAsync(await g.CreateAsync("pm_sim_late_webhook_1"))).Status);
        Assert.Contains("payment_intent.succeeded", listener.Told);
    }

    sealed class Listener : IAsyncDisposable
    {
        readonly HttpListener http = new();
        readonly Channel<Event> events = Channel.CreateUnbounded<Event>();
        readonly Task serving;

        public Listener()
        {
            // A free port of loopback: taken by trying.
            for (var port = 41000; ; port++)
            {
                http.Prefixes.Clear();
                http.Prefixes.Add($"http://127.0.0.1:{port}/");
                try
                {
                    http.Start();
                    Options = new SimulatedGatewayOptions { Webhook = new WebhookEndpoint(new Uri($"http://127.0.0.1:{port}/hook"), Secret) };
                    break;
                }
                catch (HttpListenerException) when (port < 42000)
                {
                }
            }
            serving = ServeAsync();
        }

        public SimulatedGatewayOptions Options { get; }

        public int Refusals { get; set; }

        public List<string> Told { get; } = [];

        public async Task<Event> NextAsync() => await events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public async ValueTask DisposeAsync()
        {
            http.Stop();
            await serving;
            http.Close();
        }

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await http.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    var told = EventUtility.ConstructEvent(await reader.ReadToEndAsync(), context.Request.Headers["Stripe-Signature"], Secret);
                    context.Response.StatusCode = Refusals-- > 0 ? 500 : 200;
                    if (context.Response.StatusCode == 200)
                    {
                        Told.Add(told.Type);
                        events.Writer.TryWrite(told);
                    }
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
            }
        }
    }
}
