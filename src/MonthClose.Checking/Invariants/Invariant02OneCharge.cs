namespace MonthClose.Checking;

/// <summary>(2) At most one succeeded charge per intent, and per invoice.</summary>
internal static class Invariant02OneCharge
{
    public static IEnumerable<Finding> Check(CloseView view)
    {
        var invoiceOfKey = view.Close.Payments.Where(p => p.IdempotencyKey is not null && p.InvoiceNumber is not null)
            .GroupBy(p => p.IdempotencyKey!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var charged = view.Close.GatewayCharges.Where(g => g.Status == "succeeded").ToList();
        foreach (var twice in charged.GroupBy(g => g.IdempotencyKey).Where(g => g.Count() > 1))
        {
            yield return new Finding(
                2, "gateway_charges.csv", invoiceOfKey.GetValueOrDefault(twice.Key)?.AccountId,
                $"{twice.Count()} charges succeeded under the one key {twice.Key}");
        }

        foreach (var twice in charged.Select(g => invoiceOfKey.GetValueOrDefault(g.IdempotencyKey)).OfType<PaymentRow>()
            .GroupBy(p => p.InvoiceNumber).Where(g => g.Count() > 1))
        {
            yield return new Finding(
                2, "gateway_charges.csv", twice.First().AccountId, $"{twice.Count()} charges succeeded for the one invoice {twice.Key}");
        }

        var attempts = view.Close.Payments.Where(p => !p.IsTransfer && p.InvoiceNumber is not null).ToList();
        foreach (var twice in attempts.Where(p => p.Status == "succeeded").GroupBy(p => p.InvoiceNumber).Where(g => g.Count() > 1))
        {
            yield return new Finding(2, "payments.csv", twice.First().AccountId, $"{twice.Count()} payments by card settled the one invoice {twice.Key}");
        }

        foreach (var shared in attempts.Where(p => p.IdempotencyKey is not null).GroupBy(p => p.IdempotencyKey).Where(g => g.Count() > 1))
        {
            yield return new Finding(2, "payments.csv", shared.First().AccountId, $"{shared.Count()} attempts share the one key {shared.Key}");
        }
    }
}
