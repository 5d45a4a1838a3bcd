using System.Net.Sockets;

namespace MonthClose.Tests;

/// <summary>What broken connections to the gateway prove.</summary>
public sealed class StripeGatewayTests
{
    sealed class Failing(Exception error) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw error;
    }

    sealed class Recording : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(Uri.UnescapeDataString(await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new HttpResponseMessage { Content = new StringContent("{\"id\":\"cus_1\",\"object\":\"customer\"}") };
        }
    }

    [Fact]
    public async Task A_customer_is_made_of_what_no_change_alters_because_its_key_is_good_for_that_alone()
    {
        var handler = new Recording();
        using var http = new HttpClient(handler);
        var gateway = new StripeGateway(StripeGateway.Client(http, "sk_test", "http://127.0.0.1:1"), TimeProvider.System, describesMethods: false);
        Assert.Equal("cus_1", await gateway.CustomerAsync("a", "A", CancellationToken.None));
        Assert.Equal("metadata[account_id]=a&name=A", Assert.Single(handler.Bodies));
    }

    public static TheoryData<Exception> Breaks =>
    [
        new SocketException((int)SocketError.NotConnected), new SocketException((int)SocketError.ConnectionReset), new IOException("reset"),
        new HttpRequestException(HttpRequestError.ResponseEnded), new TaskCanceledException(),
    ];

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_connection_that_breaks_in_whatever_way_is_no_answer(Exception error)
    {
        using var http = new HttpClient(new Failing(error));
        var gateway = new StripeGateway(StripeGateway.Client(http, "sk_test", "http://127.0.0.1:1"), TimeProvider.System, describesMethods: false);
        Assert.Equal(GatewayOutcome.Unknown, (await gateway.ConfirmAsync("pi_1", "pm_1", "key", 1, CancellationToken.None)).Outcome);
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => gateway.CustomerAsync("a", "A", CancellationToken.None));
    }
}
