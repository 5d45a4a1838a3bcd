using System.Net;
using Stripe;

namespace MonthClose.Gateway.Tests;

/// <summary>What is refused before it is looked at: above the rate, and under a key whose request is not answered yet.</summary>
public sealed class LimitTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_under_a_key_in_flight_is_a_409_and_the_same_request_later_gets_the_first_answer(bool overHttp)
    {
        var time = new HeldTime();
        await using var g = new GatewayUnderTest(overHttp, time: time);
        var intent = await g.CreateAsync("pm_sim_slow_1");
        var first = g.ConfirmAsync(intent);
        await time.SomebodyWaitsAsync();
        var second = await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(intent));
        Assert.Equal(
            (HttpStatusCode.Conflict, "idempotency_error", "idempotency_key_in_use"),
            (second.HttpStatusCode, second.StripeError.Type, second.StripeError.Code));
        time.EndWait();
        Assert.Equal("succeeded", (await first.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
        Assert.Equal("succeeded", (await g.ConfirmAsync(intent)).Status);
        Assert.Single(g.Gateway.Charges());
    }

    [Fact]
    public async Task A_key_is_in_flight_for_as_long_as_every_answer_takes()
    {
        var time = new HeldTime();
        await using var g = new GatewayUnderTest(options: new SimulatedGatewayOptions { Latency = TimeSpan.FromHours(1) }, time: time);
        var first = g.CreateAsync("pm_card_visa_1");
        await time.SomebodyWaitsAsync();
        var second = await Assert.ThrowsAsync<StripeException>(() => g.CreateAsync("pm_card_visa_1"));
        Assert.Equal(HttpStatusCode.Conflict, second.HttpStatusCode);
        time.EndWait();
        Assert.Equal("requires_confirmation", (await first.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_connection_that_the_gateway_cuts_leaves_no_key_in_flight()
    {
        await using var g = new GatewayUnderTest();
        var intent = await g.CreateAsync("pm_sim_lost_request_1");
        await Assert.ThrowsAnyAsync<Exception>(() => g.ConfirmAsync(intent));
        Assert.Equal("succeeded", (await g.ConfirmAsync(intent)).Status);
    }

    [Fact]
    public async Task A_connection_that_the_client_cuts_leaves_no_key_in_flight()
    {
        var time = new HeldTime();
        await using var g = new GatewayUnderTest(overHttp: true, time: time);
        var intent = await g.CreateAsync("pm_sim_slow_1");
        using var cut = new CancellationTokenSource();
        var first = g.Intents.ConfirmAsync(intent.Id, new PaymentIntentConfirmOptions { OffSession = true }, new RequestOptions { IdempotencyKey = "k:confirm" }, cut.Token);
        await time.SomebodyWaitsAsync();
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        // When the gateway notices is the network's matter: asked until then.
        PaymentIntent? answer = null;
        using var patience = new CancellationTokenSource(Patience);
        while (answer is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                answer = await g.ConfirmAsync(intent);
            }
            catch (StripeException e) when (e.HttpStatusCode == HttpStatusCode.Conflict)
            {
            }
        }
        Assert.Equal("succeeded", answer.Status);
        Assert.Single(g.Gateway.Charges());
    }

    [Fact]
    public async Task Above_the_limit_requests_are_refused_and_both_are_counted()
    {
        await using var g = new GatewayUnderTest(overHttp: true, options: new SimulatedGatewayOptions { Limit = 20 }, time: new HeldTime());
        await g.CreateAsync("pm_card_visa_1");
        await g.CreateAsync("pm_card_visa_2", "k2");
        var refused = await Assert.ThrowsAsync<StripeException>(() => g.CreateAsync("pm_card_visa_3", "k3"));
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limit"), (refused.HttpStatusCode, refused.StripeError.Code));
        using var http = new HttpClient();
        Assert.Equal(
            """{"requests":3,"rate_limited":1}""",
            await http.GetStringAsync($"{g.Address}/simulator/stats", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_limit_comes_before_the_key()
    {
        var time = new HeldTime();
        await using var g = new GatewayUnderTest(options: new SimulatedGatewayOptions { Limit = 20 }, time: time);
        var intent = await g.CreateAsync("pm_sim_slow_1");
        var first = g.ConfirmAsync(intent);
        await time.SomebodyWaitsAsync();
        var refused = await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(intent));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.HttpStatusCode);
        time.EndWait();
        Assert.Equal("succeeded", (await first.WaitAsync(Patience, TestContext.Current.CancellationToken)).Status);
    }
}
