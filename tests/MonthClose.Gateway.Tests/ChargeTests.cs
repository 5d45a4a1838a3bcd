using System.Net;
using Stripe;

namespace MonthClose.Gateway.Tests;

public sealed class ChargeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_good_card_is_charged_once_and_the_books_have_it(bool overHttp)
    {
        await using var g = new GatewayUnderTest(overHttp);
        var created = await g.CreateAsync("pm_card_visa_42", "acct/2024-09/charge/1");
        Assert.Equal("requires_confirmation", created.Status);
        Assert.Empty(g.Gateway.Charges());
        Assert.Equal("succeeded", (await g.ConfirmAsync(created, "acct/2024-09/charge/1:confirm")).Status);
        var booked = Assert.Single(g.Gateway.Charges());
        Assert.Equal(new BookedCharge(created.Id, "acct/2024-09/charge/1", 1000, "usd", "pm_card_visa_42", "succeeded", "2024-10-01T07:00:00Z"), booked);
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds_acct_7", "card_declined", "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card")]
    [InlineData("pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card", null)]
    [InlineData("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", null)]
    [InlineData("pm_card_chargeDeclinedProcessingError", "processing_error", null)]
    [InlineData("pm_card_authenticationRequired", "authentication_required", "authentication_required")]
    public async Task A_bad_card_is_refused_as_stripe_refuses_it(string method, string code, string? declineCode)
    {
        await using var g = new GatewayUnderTest();
        var created = await g.CreateAsync(method);
        var error = await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(created));
        Assert.Equal(HttpStatusCode.PaymentRequired, error.HttpStatusCode);
        Assert.Equal(("card_error", code, declineCode), (error.StripeError.Type, error.StripeError.Code, error.StripeError.DeclineCode));
        Assert.Equal("requires_payment_method", (await g.Intents.GetAsync(created.Id, cancellationToken: TestContext.Current.CancellationToken)).Status);
        Assert.Equal("failed", Assert.Single(g.Gateway.Charges()).Status);
    }

    [Fact]
    public async Task A_card_that_asks_while_the_customer_is_there_is_not_charged_and_may_be_cancelled()
    {
        await using var g = new GatewayUnderTest();
        var created = await g.CreateAsync("pm_card_authenticationRequired_1");
        Assert.Equal("requires_action", (await g.ConfirmPresentAsync(created)).Status);
        Assert.Empty(g.Gateway.Charges());
        Assert.Equal("canceled", (await g.CancelAsync(created)).Status);
    }

    [Fact]
    public async Task A_card_whose_month_has_passed_is_declined()
    {
        await using var g = new GatewayUnderTest();
        await new PaymentMethodService(g.Client).UpdateAsync(
            "pm_card_visa_1", new PaymentMethodUpdateOptions { Card = new PaymentMethodCardOptions { ExpMonth = 9, ExpYear = 2024 } },
            cancellationToken: TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<StripeException>(async () => await g.ConfirmAsync(await g.CreateAsync("pm_card_visa_1")));
        Assert.Equal("expired_card", error.StripeError.Code);
    }

    [Fact]
    public async Task What_is_cancelled_can_never_be_confirmed()
    {
        await using var g = new GatewayUnderTest();
        var created = await g.CreateAsync("pm_card_visa");
        Assert.Equal("canceled", (await g.CancelAsync(created)).Status);
        var error = await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(created));
        Assert.Equal("payment_intent_unexpected_state", error.StripeError.Code);
        Assert.Empty(g.Gateway.Charges());
    }

    [Fact]
    public async Task What_has_succeeded_is_not_charged_again_under_another_key()
    {
        await using var g = new GatewayUnderTest();
        var created = await g.CreateAsync("pm_card_visa");
        await g.ConfirmAsync(created);
        await Assert.ThrowsAsync<StripeException>(() => g.ConfirmAsync(created, "k:confirm2"));
        Assert.Single(g.Gateway.Charges());
    }

    [Theory]
    [InlineData("pm_card_nothing", 1000, "usd", "resource_missing")]
    [InlineData("pm_card_visa", 49, "usd", "amount_too_small")]
    [InlineData("pm_card_visa", 17499, "huf", "amount_too_small")]
    public async Task A_request_that_cannot_be_charged_is_refused(string method, long amount, string currency, string code)
    {
        await using var g = new GatewayUnderTest();
        Assert.Equal(code, (await Assert.ThrowsAsync<StripeException>(() => g.CreateAsync(method, "k", amount, currency))).StripeError.Code);
    }
}
