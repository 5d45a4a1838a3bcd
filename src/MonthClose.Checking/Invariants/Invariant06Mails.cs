namespace MonthClose.Checking;

/// <summary>(6) At most one e-mail per cause; each tells the balance of its own instant.</summary>
internal static class Invariant06Mails
{
    private const string EmailsFile = "emails.csv";

    public static IEnumerable<Finding> Check(CloseView view) =>
        [.. Ids(view), .. view.InvoicesOfAccount.SelectMany(g => g).SelectMany(i => Counts(view, i).Concat(Decided(view, i)))];

    private static IEnumerable<Finding> Ids(CloseView view)
    {
        foreach (var twice in view.Close.Emails.GroupBy(e => e.MessageId).Where(g => g.Count() > 1))
        {
            yield return new Finding(6, EmailsFile, twice.First().AccountId, $"{twice.Count()} rows of {twice.Key}");
        }

        var numbers = view.Numbered.Select(i => i.InvoiceNumber).ToHashSet();
        foreach (var stray in view.Close.Emails.Where(e => !numbers.Contains(e.InvoiceNumber)))
        {
            yield return At(stray, $"is about {stray.InvoiceNumber ?? "nothing"}, which is no invoice");
        }
    }

    private static IEnumerable<Finding> Counts(CloseView view, InvoiceRow invoice)
    {
        var payments = view.PaymentsOfInvoice[invoice.InvoiceNumber!].ToList();
        var hold = view.Close.Holds.FirstOrDefault(h => h.InvoiceNumber == invoice.InvoiceNumber);
        var mails = view.EmailsOfInvoice[invoice.InvoiceNumber!].ToLookup(e => e.Kind);
        var limits = new Dictionary<string, int>
        {
            ["invoice"] = 1,
            ["receipt"] = invoice.Status == "paid" && payments.Any(p => p.Status == "succeeded") ? 1 : 0,
            ["payment_failed"] = payments.Count(p => p.Attempt is not null && p.Failed),
            ["hold_warning"] = 1,
            ["hold_placed"] = hold is null ? 0 : 1,
            // Nobody is told that an account is free which another invoice keeps on hold.
            ["hold_released"] = hold?.ReleasedAt is not { } released || view.Close.Holds.Any(h =>
                h.AccountId == invoice.AccountId && h.InvoiceNumber != invoice.InvoiceNumber && h.PlacedAt <= released && !(h.ReleasedAt <= released)) ? 0 : 1,
        };
        foreach (var (kind, limit) in limits.Where(l => mails[l.Key].Count() > l.Value))
        {
            yield return new Finding(6, EmailsFile, invoice.AccountId, $"{invoice.InvoiceNumber}: {mails[kind].Count()} mails '{kind}' for {limit} causes");
        }

        var hasAddress = view.Replay(invoice).MomentsOf(invoice).Where(m => m.Decision.Step == "hold").All(m => m.Email is not null)
            && view.ChangesOfAccount[invoice.AccountId].All(c => c is not { Change: "change_email", Value: null });
        foreach (var kind in new[] { "hold_placed", "hold_released" }.Where(k => hasAddress && mails[k].Count() < limits[k]))
        {
            yield return new Finding(6, EmailsFile, invoice.AccountId, $"{invoice.InvoiceNumber}: no mail '{kind}'");
        }
    }

    /// <summary>Joins each mail to the decision that made it, and asks the replay what it should have said.</summary>
    private static IEnumerable<Finding> Decided(CloseView view, InvoiceRow invoice)
    {
        var decided = view.Replay(invoice).MomentsOf(invoice).Where(m => m.Decision is { Step: "email", Acted: true }).ToList();
        foreach (var mail in view.EmailsOfInvoice[invoice.InvoiceNumber!].OrderBy(e => e.AsOf).ThenBy(e => e.Line))
        {
            var moment = decided.FirstOrDefault(m => m.Decision.At == mail.AsOf) ?? decided.FirstOrDefault(m => m.Decision.At >= mail.AsOf);
            if (moment is null)
            {
                yield return At(mail, $"{mail.Kind} of {mail.AsOf} follows from no decision");
                continue;
            }

            decided.Remove(moment);
            
            // What waits, for the outcome of a charge or for the next invoice, may be told as still owed or as not.
            var told = new[] { moment.Balance, moment.Balance + moment.Waiting, moment.Balance - moment.CarriedDue, moment.Balance + moment.Waiting - moment.CarriedDue };
            if (!told.Contains(mail.Balance) && !told.Contains(mail.Balance - moment.Landed) && !told.Contains(mail.Balance - moment.Landed - moment.Waited))
            {
                yield return At(mail, $"tells a balance of {mail.Balance}: by the changes before seq {moment.Decision.Seq} it is {moment.Balance}");
            }

            if (mail.To != moment.Email || mail.Currency != invoice.Currency || mail.AccountId != invoice.AccountId)
            {
                yield return At(mail, $"went to {mail.To} in {mail.Currency}: then it was {moment.Email} in {invoice.Currency}");
            }
        }
    }

    private static Finding At(EmailRow mail, string what) => new(6, EmailsFile, mail.AccountId, $"{mail.MessageId} {what}");
}
