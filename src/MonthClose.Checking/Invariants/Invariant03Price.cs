namespace MonthClose.Checking;

/// <summary>(3) Every amount charged, and every method, is that of exactly the changes with a lower seq than its decision's.</summary>
internal static class Invariant03Price
{
    private const string PaymentsFile = "payments.csv";

    public static IEnumerable<Finding> Check(CloseView view)
    {
        foreach (var invoice in view.InvoicesOfAccount.SelectMany(g => g))
        {
            var replay = view.Replay(invoice);
            foreach (var moment in replay.MomentsOf(invoice))
            {
                foreach (var finding in Attempt(invoice, moment).Concat(FoundDue(invoice, moment)))
                {
                    yield return finding;
                }
            }

            foreach (var payment in replay.Invoice(invoice).Attempts)
            {
                yield return At(invoice, PaymentsFile, $"attempt {payment.Attempt} of {payment.Amount} follows from no decision");
            }

            if (replay.MomentsOf(invoice).Count(m => m.Decision is { Step: "charge", Decision: not "deferred" }) != 1)
            {
                yield return At(invoice, "decisions.csv", "does not have exactly one decision of its charge");
            }

            var attempts = replay.Facts.AttemptsOf(invoice).Select(p => p.Attempt!.Value).ToList();
            if (!attempts.SequenceEqual(Enumerable.Range(1, attempts.Count)))
            {
                yield return At(invoice, PaymentsFile, $"attempts are numbered {string.Join(", ", attempts)}");
            }
        }
    }

    private static IEnumerable<Finding> Attempt(InvoiceRow invoice, Moment moment)
    {
        if (moment.Payment is not { } payment)
        {
            if (moment.ChargeIsDue)
            {
                yield return At(invoice, "decisions.csv", $"seq {moment.Decision.Seq} ({moment.Decision.Step}) made no attempt though {moment.Price} was due");
            }

            yield break;
        }

        if (payment.Amount != moment.Price || payment.Currency != invoice.Currency)
        {
            yield return At(
                invoice, PaymentsFile,
                $"attempt {payment.Attempt} of {payment.Amount} {payment.Currency}: by the changes before seq {moment.Decision.Seq} it is {moment.Price} {invoice.Currency}");
        }
        else if (!moment.ChargeIsDue)
        {
            yield return At(invoice, PaymentsFile, $"attempt {payment.Attempt} of {payment.Amount} is below what the gateway takes");
        }

        var offered = moment.MethodIsRefused ? null : moment.Method;
        var fits = payment.Status == "no_payment_method" ? offered is null : payment.PaymentMethodId == offered;
        if (!fits)
        {
            yield return At(
                invoice, PaymentsFile,
                $"attempt {payment.Attempt} ({payment.Status}) used '{payment.PaymentMethodId}': the default before seq {moment.Decision.Seq} was '{offered}'");
        }
    }

    private static IEnumerable<Finding> FoundDue(InvoiceRow invoice, Moment moment)
    {
        // A due below the gateway's minimum may be told as what is left or as nothing.
        if (moment.Carried || moment.Decision is not { Decision: "acted" or "revised" or "superseded", Step: "charge" or "failed_charge" or "retry_charge" or "hold" })
        {
            yield break;
        }

        if (Amounts.TryParse(moment.Decision.FoundValue("due")) is { } found
            && found != moment.Net && found != moment.Price && found != moment.Net + moment.Waiting)
        {
            yield return At(invoice, "decisions.csv", $"seq {moment.Decision.Seq} found due={found}: by the changes before it, it is {moment.Price}");
        }
    }

    private static Finding At(InvoiceRow invoice, string file, string what) =>
        new(3, file, invoice.AccountId, $"{invoice.InvoiceNumber} {what}");
}
