using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace MonthClose.Gateway;

/// <summary>Answers an HttpClient without a socket.</summary>
sealed class InProcessHandler(SimulatedGateway gateway) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var form = QueryHelpers.ParseQuery(body.Length > 0 ? body : request.RequestUri!.Query)
            .ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        var response = await gateway.HandleAsync(
            new ApiRequest(
                request.Method.Method, request.RequestUri!.AbsolutePath, form, Header(request, "Idempotency-Key"),
                Header(request, SimulatedGateway.NowHeader) ?? gateway.Now, request.Headers.Authorization is not null),
            cancellationToken);
        if (response.Status == 0)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was cut.", new IOException("The connection was cut."));
        return new HttpResponseMessage((HttpStatusCode)response.Status)
        {
            Content = new StringContent(response.Body, Encoding.UTF8, "application/json"), RequestMessage = request,
        };
    }

    static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
