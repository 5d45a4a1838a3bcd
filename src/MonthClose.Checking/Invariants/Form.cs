using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace MonthClose.Checking;

/// <summary>The form of the files: headers, line ends, order of rows, the dense seq, what goes with what in a row.</summary>
internal static partial class Form
{
    public static IEnumerable<Finding> Check(CloseView view) =>
        [.. Files(view), .. Order(view), .. Payments(view), .. Decisions(view)];

    private static IEnumerable<Finding> Files(CloseView view)
    {
        foreach (var (file, header) in Vocabulary.Headers)
        {
            var path = Path.Combine(view.Close.Directory, file);
            if (!File.Exists(path))
            {
                if (file != "gateway_charges.csv" || view.Options.HasGatewayBooks)
                {
                    yield return At(file, "is missing");
                }

                continue;
            }

            var text = File.ReadAllText(path, Encoding.UTF8);
            if (text.Split('\n')[0] != header)
            {
                yield return At(file, $"its header is not {header}");
            }

            if (text.Contains('\r', StringComparison.Ordinal) || !text.EndsWith('\n'))
            {
                yield return At(file, "its lines do not all end with LF");
            }
        }
    }

    /// <summary>Over all folders: one of a later period may leave out what came before it.</summary>
    public static IEnumerable<Finding> Seqs(CloseView view)
    {
        var rows = view.Close.Changes.Concat<ITimelineRow>(view.Close.Decisions);
        foreach (var account in rows.GroupBy(r => r.AccountId))
        {
            var inOrder = account.OrderBy(r => r.Seq).ToList();
            if (!inOrder.Select(r => r.Seq).SequenceEqual(Enumerable.Range(1, inOrder.Count)))
            {
                yield return At("decisions.csv", $"seq over changes and decisions is {string.Join(", ", inOrder.Select(r => r.Seq))}", account.Key);
            }

            if (!inOrder.Select(r => r.At).SequenceEqual(inOrder.Select(r => r.At).Order()))
            {
                yield return At("decisions.csv", "seq and time do not go the same way", account.Key);
            }
        }
    }

    private static IEnumerable<Finding> Order(CloseView view)
    {
        var close = view.Close;
        var references = view.References;
        var issued = view.All.Numbered.DistinctBy(i => i.InvoiceNumber).ToDictionary(i => i.InvoiceNumber!, i => i.IssuedAt ?? Instant.MinValue, StringComparer.Ordinal);
        return
        [
            .. Sorted("invoices.csv", close.Invoices.Select(r => (r.AccountId, Instant.MinValue, 0))),
            .. Sorted("invoice_lines.csv", close.InvoiceLines.Select(r => (references.AccountOf(r.InvoiceNumber) ?? "", issued.GetValueOrDefault(r.InvoiceNumber, Instant.MinValue), r.LineNumber))),
            .. Sorted("credits_applied.csv", close.CreditsApplied.Select(r => (r.AccountId, r.AppliedAt, 0))),
            .. Sorted("payments.csv", close.Payments.Select(r => (r.AccountId, r.DecidedAt, 0))),
            .. Sorted("holds.csv", close.Holds.Select(r => (r.AccountId, r.PlacedAt, 0))),
            .. Sorted("emails.csv", close.Emails.Select(r => (r.AccountId, r.AsOf, 0))),
            .. Sorted("changes.csv", close.Changes.Select(r => (r.AccountId, r.At, r.Seq))),
            .. Sorted("decisions.csv", close.Decisions.Select(r => (r.AccountId, r.At, r.Seq))),
            .. Sorted("journal.csv", close.Journal.Where(r => references.AccountOf(r.Reference) is not null)
                .Select(r => (references.AccountOf(r.Reference)!, r.At, 0))),
            .. Sorted("gateway_charges.csv", close.GatewayCharges.Where(r => references.AccountOf(r.GatewayReference) is not null)
                .Select(r => (references.AccountOf(r.GatewayReference)!, r.CreatedAt, 0))),
        ];
    }

    private static IEnumerable<Finding> Sorted(string file, IEnumerable<(string Account, Instant At, int Then)> rows)
    {
        var written = rows.ToList();
        var sorted = written.OrderBy(r => r.Account, CodePoints.Order).ThenBy(r => r.At).ThenBy(r => r.Then).ToList();
        var first = written.Zip(sorted).FirstOrDefault(pair => pair.First != pair.Second);
        if (first != default)
        {
            yield return At(file, "its rows are not in order of account, then time, then what happened first", first.First.Account);
        }
    }

    private static IEnumerable<Finding> Payments(CloseView view)
    {
        foreach (var payment in view.Close.Payments)
        {
            var wrong =
                payment.IsTransfer && (payment.Attempt is not null || payment.GatewayReference is not null || payment.Status != "succeeded")
                    ? "a bank transfer has an attempt, a gateway reference or another status than succeeded"
                : payment.Status == "canceled" && payment.Attempt is not null ? "a withdrawn intent counts as an attempt"
                : !payment.IsTransfer && payment.Status != "canceled" && payment.Attempt is null ? "an attempt has no number"
                : !payment.IsTransfer && payment.InvoiceNumber is null ? "an attempt has no invoice"
                : payment.Status == "declined" && payment.DeclineCode is null ? "a decline has no code"
                : payment.Status is "succeeded" or "no_payment_method" && payment.DeclineCode is not null ? $"{payment.Status} with a decline code"
                : payment.Status is "succeeded" or "declined" or "action_required" && payment.SettledAt is null ? "an outcome without settled_at"
                : payment.SettledAt < payment.DecidedAt ? "settled before it was decided"
                : payment.IdempotencyKey is { } key && StepSuffix().IsMatch(key) ? "its key has the suffix of one call"
                : payment.Amount < 0 ? "a negative amount"
                : null;
            if (wrong is not null)
            {
                yield return At("payments.csv", $"line {payment.Line}: {wrong}", payment.AccountId);
            }
        }

        foreach (var id in view.Close.Payments.GroupBy(p => p.PaymentId).Where(g => g.Count() > 1))
        {
            yield return At("payments.csv", $"{id.Count()} rows have the id {id.Key}", id.First().AccountId);
        }
    }

    private static IEnumerable<Finding> Decisions(CloseView view)
    {
        foreach (var decision in view.Close.Decisions)
        {
            var premise = Facts.Names(decision.Premise).ToList();
            var wrong =
                premise.FirstOrDefault(f => !Vocabulary.Facts.Contains(f)) is { } unknown ? $"'{unknown}' is no fact of a premise"
                : decision.Believed is not null && !Facts.Names(decision.Believed).SequenceEqual(premise) ? "believed has other facts than the premise"
                : decision.Found is not null && !Facts.Names(decision.Found).SequenceEqual(premise) ? "found has other facts than the premise"
                : decision.BelievedAsOf > decision.FoundAsOf || decision.FoundAsOf > decision.At ? "what was believed is not older than what was found, or that not than the decision"
                : decision.Decision == "parked" && decision.Reason is null ? "parked without a reason"
                : null;
            if (wrong is not null)
            {
                yield return At("decisions.csv", $"line {decision.Line}: {wrong}", decision.AccountId);
            }
        }

        foreach (var id in view.Close.Changes.GroupBy(c => c.ChangeId).Where(g => g.Count() > 1))
        {
            yield return At("changes.csv", $"{id.Count()} rows have the id {id.Key}", id.First().AccountId);
        }
    }

    private static Finding At(string file, string what, string? account = null) => new(0, file, account, what);

    [GeneratedRegex(":(confirm\\d*|cancel)$")]
    private static partial Regex StepSuffix();
}
