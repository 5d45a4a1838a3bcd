using System.Net;
using Stripe;

namespace MonthClose.Gateway.Tests;

/// <summary>Keys as Stripe documents them: the first answer is saved, parameters are compared.</summary>
public sealed class IdempotencyTests
{
    [Fact]
    public async Task The_same_request_under_the_same_key_gets_the_same_answer()
    {
        await using var g = new GatewayUnderTest();
        var first = await g.CreateAsync("pm_card_visa");
        var second = await g.CreateAsync("pm_card_visa");
        Assert.Equal(first.Id, second.Id);
        await g.ConfirmAsync(first);
        Assert.Equal("succeeded", (await g.ConfirmAsync(first)).Status);
        Assert.Single(g.Gateway.Charges());
    }

    [Fact]
    public async Task A_decline_is_saved_too()
    {
        await using var g = new GatewayUnderTest();
        var created = await g.CreateAsync("pm_card_chargeDeclined");
        await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(created));
        Assert.Equal("generic_decline", (await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(created))).StripeError.DeclineCode);
        Assert.Single(g.Gateway.Charges());
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        await using var g = new GatewayUnderTest();
        await g.CreateAsync("pm_card_visa");
        var error = await Assert.ThrowsAsync<StripeException>(() => g.CreateAsync("pm_card_visa", "k", 2000));
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_error"), (error.HttpStatusCode, error.StripeError.Type));
    }

    [Fact]
    public async Task Without_a_key_the_same_request_is_another_one()
    {
        await using var g = new GatewayUnderTest();
        var asked = new PaymentIntentCreateOptions { Amount = 1000, Currency = "usd", PaymentMethod = "pm_card_visa" };
        var first = await g.Intents.CreateAsync(asked, requestOptions: null, TestContext.Current.CancellationToken);
        Assert.NotEqual(first.Id, (await g.Intents.CreateAsync(asked, requestOptions: null, TestContext.Current.CancellationToken)).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_at_once_are_each_answered_and_booked(bool overHttp)
    {
        await using var g = new GatewayUnderTest(overHttp);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async n =>
            Assert.Equal("succeeded", (await g.ConfirmAsync(await g.CreateAsync($"pm_card_visa_{n}", $"k{n}"), $"k{n}:confirm")).Status)));
        Assert.Equal(100, g.Gateway.Charges().Count(c => c.Status == "succeeded"));
    }

    [Fact]
    public async Task References_are_derived_from_keys()
    {
        await using var one = new GatewayUnderTest();
        await using var two = new GatewayUnderTest();
        Assert.Equal((await one.CreateAsync("pm_card_visa")).Id, (await two.CreateAsync("pm_card_visa")).Id);
        Assert.NotEqual((await one.CreateAsync("pm_card_visa", "a")).Id, (await one.CreateAsync("pm_card_visa", "b")).Id);
    }

    [Fact]
    public async Task Two_processes_may_share_the_books()
    {
        await using var g = new GatewayUnderTest();
        using var other = SimulatedGateway.Open(g.Books, g.Options, TimeProvider.System);
        var created = await g.CreateAsync("pm_card_visa");
        await g.ConfirmAsync(created);
        Assert.Equal(created.Id, Assert.Single(other.Charges()).Reference);
    }

    [Fact]
    public async Task Intents_of_a_customer_are_listed_page_by_page()
    {
        await using var g = new GatewayUnderTest();
        for (var n = 0; n < 25; n++) await g.CreateAsync("pm_card_visa", $"k{n}");
        var listed = g.Intents.ListAutoPaging(new PaymentIntentListOptions { Customer = "cus_1", Limit = 10 }).ToList();
        Assert.Equal(25, listed.Select(i => i.Id).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_key_to_the_api_nothing_is_answered()
    {
        await using var g = new GatewayUnderTest();
        using var http = new HttpClient(g.Gateway.CreateHandler());
        using var response = await http.GetAsync("http://gateway/v1/payment_intents/pi_1", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
