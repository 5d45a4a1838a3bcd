namespace MonthClose.Gateway;

/// <summary>The first answer per key, a 500 included, given again to the same request.</summary>
/// <remarks>Source: Stripe docs, "Idempotent requests".</remarks>
static class SavedAnswers
{
    public static ApiResponse? Find(GatewayBooks books, ApiRequest request)
    {
        if (request.SavedUnder is null) return null;
        var saved = books.Query(
            "select request, status, cast(body as blob) from answers where idempotency_key = ?1",
            r => (Request: r.GetString(0), Answer: new ApiResponse(r.GetInt32(1), r.GetFieldValue<byte[]>(2))), request.SavedUnder);
        if (saved.Count == 0) return null;
        return saved[0].Request == request.Fingerprint ? saved[0].Answer : StripeErrors.Error(
            400, "idempotency_error", null,
            "Keys for idempotent requests can only be used with the same parameters they were first used with.");
    }

    public static void Keep(GatewayBooks books, ApiRequest request, ApiResponse answer)
    {
        if (request.SavedUnder is null) return;
        books.Execute(
            "insert into answers (idempotency_key, request, status, body) values (?1, ?2, ?3, cast(?4 as text))",
            request.SavedUnder, request.Fingerprint, answer.Status, answer.Body);
    }
}
