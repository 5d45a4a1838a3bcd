using System.Net;

namespace MonthClose.Gateway;

/// <summary>Answers an HttpClient without a socket.</summary>
sealed class InProcessHandler(SimulatedGateway gateway) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var response = await gateway.HandleAsync(
            new ApiRequest(
                request.Method.Method, request.RequestUri!.AbsolutePath, FormFields.Parse(body.Length > 0 ? body : request.RequestUri!.Query),
                Header(request, "Idempotency-Key"), Header(request, SimulatedGateway.NowHeader) ?? gateway.Now,
                request.Headers.Authorization is not null),
            cancellationToken);
        if (response.Status == 0)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was cut.", new IOException("The connection was cut."));
        var content = new ByteArrayContent(response.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        return new HttpResponseMessage((HttpStatusCode)response.Status) { Content = content, RequestMessage = request };
    }

    static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
