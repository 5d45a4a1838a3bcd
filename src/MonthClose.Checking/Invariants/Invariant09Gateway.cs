namespace MonthClose.Checking;

/// <summary>(9) Everything in our books is in the gateway's, and the reverse.</summary>
internal static class Invariant09Gateway
{
    public static IEnumerable<Finding> Check(CloseView view) =>
        view.Options.HasGatewayBooks ? [.. view.Close.Payments.SelectMany(p => Ours(view, p)), .. Theirs(view)] : [];

    private static IEnumerable<Finding> Ours(CloseView view, PaymentRow payment)
    {
        if (payment.IsTransfer)
        {
            yield break;
        }

        if (payment.GatewayReference is not { } reference)
        {
            if (payment.Status == "succeeded")
            {
                yield return At("payments.csv", payment, "succeeded without a gateway reference");
            }

            yield break;
        }

        var rows = view.GatewayByReference[reference].ToList();
        switch (payment.Status)
        {
            // A confirmation that was repeated, and the first one, which came late, are refused one after the other.
            case "declined" or "action_required" when rows.Count > 1 && view.Options.RequestsMayBeLate:
                break;
            case "succeeded" or "declined" or "action_required" when rows.Count != 1:
                yield return At("payments.csv", payment, $"{reference} is {payment.Status} here and has {rows.Count} rows in the gateway's books");
                break;
            case "canceled" or "no_payment_method" when rows.Count != 0:
                yield return At("payments.csv", payment, $"{reference} is {payment.Status} here, and the gateway was asked to charge");
                break;
        }

        foreach (var row in rows)
        {
            var status = payment.Status switch { "succeeded" => "succeeded", "unknown" => row.Status, _ => "failed" };
            var expected = (payment.IdempotencyKey, Currencies.ToGatewayUnits(payment.Amount, payment.Currency),
                payment.Currency.ToLowerInvariant(), payment.PaymentMethodId, status);
            var written = (row.IdempotencyKey, row.Amount, row.Currency, row.PaymentMethodId, row.Status);
            if (expected != written)
            {
                yield return At("gateway_charges.csv", payment, $"{reference} is {written} at the gateway, {expected} in payments.csv");
            }
        }
    }

    private static IEnumerable<Finding> Theirs(CloseView view)
    {
        var ours = view.Close.Payments.Select(p => p.GatewayReference).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return view.Close.GatewayCharges.Where(g => !ours.Contains(g.GatewayReference))
            .Select(g => new Finding(
                9, "gateway_charges.csv", null, $"{g.GatewayReference} ({g.Amount} {g.Currency}, {g.Status}) is in no row of payments.csv"));
    }

    private static Finding At(string file, PaymentRow payment, string what) => new(9, file, payment.AccountId, what);
}
