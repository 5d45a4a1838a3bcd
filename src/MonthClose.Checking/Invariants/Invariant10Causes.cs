namespace MonthClose.Checking;

/// <summary>(10) Every change that altered an outcome is among the causes of a decision.</summary>
internal static class Invariant10Causes
{
    public static IEnumerable<Finding> Check(CloseView view) =>
        [.. Dangling(view), .. view.InvoicesOfAccount.SelectMany(g => g).SelectMany(i => LateUsage(view, i).Concat(Altering(view, i)))];

    /// <summary>A cause is a change of the same account that came first.</summary>
    private static IEnumerable<Finding> Dangling(CloseView view)
    {
        foreach (var decision in view.Close.Decisions)
        {
            var seqs = decision.Causes.Select(id => view.ChangesOfAccount[decision.AccountId].FirstOrDefault(c => c.ChangeId == id)?.Seq).ToList();
            if (seqs.Any(s => s is null || s >= decision.Seq) || !seqs.SequenceEqual(seqs.Order()))
            {
                yield return new Finding(10, "decisions.csv", decision.AccountId, $"seq {decision.Seq} names '{decision.Cause}': not earlier changes of the account in order of seq");
            }
        }
    }

    private static IEnumerable<Finding> LateUsage(CloseView view, InvoiceRow invoice) =>
        (view.Pricing.Explain(invoice).Late ?? [])
            .Where(change => CameDuringTheClose(view, invoice, change) && !view.DecisionsOfAccount[invoice.AccountId].Any(d =>
                d.Step is "rate" or "invoice" && d.Decision == "revised" && d.Causes.Contains(change.ChangeId)))
            .Select(change => Unnamed(change, $"is in {invoice.InvoiceNumber}, and no revised invoice decision names it"));

    /// <summary>What came before a later period's close was a fact when its invoices were queued.</summary>
    private static bool CameDuringTheClose(CloseView view, InvoiceRow invoice, ChangeRow change) =>
        view.Pricing.Bills.Folder(invoice.Period)?.Index == 0 || view.Pricing.FirstIssue(invoice.Period) <= change.At;

    private static IEnumerable<Finding> Altering(CloseView view, InvoiceRow invoice)
    {
        var replay = view.Replay(invoice);
        foreach (var change in view.ChangesOfAccount[invoice.AccountId])
        {
            if (view.DecisionsOfAccount[invoice.AccountId].Any(d => d.Seq > change.Seq && d.Causes.Contains(change.ChangeId)))
            {
                continue;
            }

            var altered = change.Change switch
            {
                "grant_credit" or "bank_transfer" => AlteredPrice(replay, invoice, change),
                "add_default_payment_method" or "remove_payment_methods" => AlteredMethod(replay, invoice, change),
                "close_account" => SparedFromHold(replay, invoice, change),
                _ => null,
            };
            if (altered is not null && !MayPrecedeEveryBelief(replay, invoice, change, altered.Decision))
            {
                yield return Unnamed(change, $"({change.Change}) altered what seq {altered.Decision.Seq} ({altered.Decision.Step}) did, and no decision names it");
            }
        }
    }

    private static Moment? AlteredPrice(AccountReplay replay, InvoiceRow invoice, ChangeRow change)
    {
        var moment = After(replay, invoice, change, m => m.Payment is not null || m.Decision.Decision == "superseded" || (m.Decision.Acted && m.Decision.Step != "failed_charge"));
        return moment is not null && Other(replay, change, moment).Price != moment.Price ? moment : null;
    }

    private static Moment? AlteredMethod(AccountReplay replay, InvoiceRow invoice, ChangeRow change)
    {
        var moment = After(replay, invoice, change, m => m.Payment is not null || (m.Decision.Acted && m.Decision.Step == "failed_charge" && m.Method is null));
        return moment is not null && Other(replay, change, moment).Method != moment.Method ? moment : null;
    }

    /// <summary>An account that is closed twice is spared by the first alone, and by the second alone: neither altered anything.</summary>
    private static Moment? SparedFromHold(AccountReplay replay, InvoiceRow invoice, ChangeRow change)
    {
        var moment = replay.MomentsOf(invoice).FirstOrDefault(m => m.Decision.Seq > change.Seq && m.Decision is { Step: "hold", Decision: "superseded" } && m.Net > 0);
        return moment is not null && Other(replay, change, moment).Closed != moment.Closed ? moment : null;
    }

    private static Moment? After(AccountReplay replay, InvoiceRow invoice, ChangeRow change, Func<Moment, bool> hasOutcome) =>
        replay.MomentsOf(invoice).FirstOrDefault(m => m.Decision.Seq > change.Seq && m.Decision.IsChargingStep && hasOutcome(m));

    private static Moment Other(AccountReplay replay, ChangeRow change, Moment moment) =>
        replay.Without(change).Moments.First(m => m.Decision.Seq == moment.Decision.Seq);

    /// <summary>What came before anything was believed about the invoice was a fact from the start, and surprised no one.</summary>
    private static bool MayPrecedeEveryBelief(AccountReplay replay, InvoiceRow invoice, ChangeRow change, DecisionRow decision) =>
        !replay.Facts.SurelyIssuedBefore(invoice, change) && decision.Decision == "acted" && decision.Believed == decision.Found;

    private static Finding Unnamed(ChangeRow change, string what) =>
        new(10, "decisions.csv", change.AccountId, $"{change.ChangeId} {what}");
}
