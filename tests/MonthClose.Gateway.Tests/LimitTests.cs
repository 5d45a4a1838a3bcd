using System.Net;
using Stripe;

namespace MonthClose.Gateway.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task A_request_under_a_key_in_flight_is_a_409_and_the_same_request_later_gets_the_first_answer()
    {
        await using var g = new GatewayUnderTest(options: new SimulatedGatewayOptions { Slow = TimeSpan.FromSeconds(1) });
        var intent = await g.CreateAsync("pm_sim_slow_1");
        var first = g.ConfirmAsync(intent);
        var second = await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(intent));
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_error"), (second.HttpStatusCode, second.StripeError.Type));
        Assert.Equal("succeeded", (await first).Status);
        Assert.Equal("succeeded", (await g.ConfirmAsync(intent)).Status);
        Assert.Single(g.Gateway.Charges());
    }

    [Fact]
    public async Task A_cut_connection_leaves_no_key_in_flight()
    {
        await using var g = new GatewayUnderTest();
        var intent = await g.CreateAsync("pm_sim_lost_request_1");
        await Assert.ThrowsAnyAsync<Exception>(() => g.ConfirmAsync(intent));
        Assert.Equal("succeeded", (await g.ConfirmAsync(intent)).Status);
    }

    [Fact]
    public async Task Above_the_limit_requests_are_refused_before_anything_is_looked_at()
    {
        // One token, and the next only after a second.
        await using var g = new GatewayUnderTest(options: new SimulatedGatewayOptions { Limit = 1 });
        await g.CreateAsync("pm_card_visa_1");
        var refused = await Assert.ThrowsAsync<StripeException>(() => g.CreateAsync("pm_card_visa_1", "other"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.HttpStatusCode);
        Assert.Equal(new SimulatedGatewayStats(2, 1), g.Gateway.Stats);
    }
}
