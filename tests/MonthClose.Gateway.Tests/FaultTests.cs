using System.Net;
using Stripe;

namespace MonthClose.Gateway.Tests;

/// <summary>What goes wrong goes wrong once per method, ever, with nothing saved under its key.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_response_was_charged(bool overHttp)
    {
        await using var g = new GatewayUnderTest(overHttp);
        var created = await g.CreateAsync("pm_sim_lost_response_1");
        await Assert.ThrowsAnyAsync<Exception>(() => g.ConfirmAsync(created));
        Assert.Equal("succeeded", (await g.Intents.GetAsync(created.Id, cancellationToken: TestContext.Current.CancellationToken)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_request_did_nothing_and_charges_when_repeated(bool overHttp)
    {
        await using var g = new GatewayUnderTest(overHttp);
        var created = await g.CreateAsync("pm_sim_lost_request_1");
        await Assert.ThrowsAnyAsync<Exception>(() => g.ConfirmAsync(created));
        Assert.Equal("requires_confirmation", (await g.Intents.GetAsync(created.Id, cancellationToken: TestContext.Current.CancellationToken)).Status);
        Assert.Equal("succeeded", (await g.ConfirmAsync(created, "k:confirm2")).Status);
    }

    [Theory]
    [InlineData("pm_sim_http_500_once", HttpStatusCode.InternalServerError)]
    [InlineData("pm_sim_rate_limited_once", HttpStatusCode.TooManyRequests)]
    public async Task An_error_of_the_gateway_charges_nothing_and_comes_once(string method, HttpStatusCode status)
    {
        await using var g = new GatewayUnderTest();
        var created = await g.CreateAsync(method);
        Assert.Equal(status, (await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(created))).HttpStatusCode);
        Assert.Empty(g.Gateway.Charges());
        Assert.Equal("succeeded", (await g.ConfirmAsync(created)).Status);
    }

    [Fact]
    public async Task A_fault_that_came_once_does_not_come_again_after_a_restart()
    {
        await using var g = new GatewayUnderTest();
        await Assert.ThrowsAnyAsync<Exception>(async () => await g.ConfirmAsync(await g.CreateAsync("pm_sim_lost_request_1")));
        using var again = SimulatedGateway.Open(g.Books, g.Options, TimeProvider.System);
        using var http = new HttpClient(again.CreateHandler());
        var intents = new PaymentIntentService(new StripeClient("sk_test_x", httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0)));
        var intent = await intents.CreateAsync(
            new PaymentIntentCreateOptions { Amount = 500, Currency = "usd", PaymentMethod = "pm_sim_lost_request_1", Confirm = false },
            new RequestOptions { IdempotencyKey = "k2" }, TestContext.Current.CancellationToken);
        Assert.Equal("succeeded", (await intents.ConfirmAsync(intent.Id, cancellationToken: TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Lost_answers_are_booked_and_chosen_by_the_seed()
    {
        await using var g = new GatewayUnderTest(options: new SimulatedGatewayOptions { LoseAnswers = 0.5, Seed = 7 });
        var lost = 0;
        for (var n = 0; n < 40; n++)
        {
            var created = await g.CreateAsync("pm_card_visa", $"k{n}");
            try
            {
                await g.ConfirmAsync(created, $"k{n}:confirm");
            }
            catch (HttpRequestException)
            {
                lost++;
            }
        }
        Assert.InRange(lost, 10, 30);
        Assert.Equal(40, g.Gateway.Charges().Count(c => c.Status == "succeeded"));
    }
}
