using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>
/// (8) Rules 10 and 11: a close posts its issues, first credits and first charges in its own period, and what comes later
/// in the first open one. When a period was closed is in no file, only when it cannot have been yet.
/// </summary>
internal sealed class PostingPeriods
{
    /// <summary>With a real clock a close ends a while after its last decision.</summary>
    private static readonly Duration CloseMayTake = Duration.FromHours(1);

    /// <summary>A close may begin before the first of its accounts reaches the end of its month.</summary>
    private static readonly Duration CloseMayWait = Duration.FromDays(2);

    private readonly CloseView _view;
    private readonly IReadOnlyList<Closing> _closings;
    private readonly Dictionary<string, InvoiceRow> _invoices;

    private PostingPeriods(CloseView view)
    {
        _view = view;
        _invoices = view.Numbered.DistinctBy(i => i.InvoiceNumber).ToDictionary(i => i.InvoiceNumber!, StringComparer.Ordinal);
        foreach (var payment in view.Close.Payments.Where(p => p.InvoiceNumber is not null && _invoices.ContainsKey(p.InvoiceNumber)))
        {
            foreach (var reference in new[] { payment.PaymentId, payment.GatewayReference, payment.IdempotencyKey }.OfType<string>())
            {
                _invoices.TryAdd(reference, _invoices[payment.InvoiceNumber!]);
            }
        }

        var decided = view.Close.Decisions.Where(d => d is { Step: "charge", Decision: not "deferred" } && d.InvoiceNumber is not null)
            .ToLookup(d => d.InvoiceNumber!, d => d.At, StringComparer.Ordinal);
        _closings =
        [
            .. view.Folders.Select(f => (f.Period, Invoices: view.Numbered.Where(i => i.Period == f.Period && i.IssuedAt is not null).ToList()))
                .Where(f => f.Invoices.Count > 0)
                .Select(f => new Closing(
                    f.Period, f.Invoices.Min(i => i.IssuedAt!.Value), f.Invoices.SelectMany(i => decided[i.InvoiceNumber!].Append(i.IssuedAt!.Value)).Max()))
                .OrderBy(c => c.Begun),
        ];
    }

    private sealed record Closing(string Period, Instant Begun, Instant NotClosedBefore);

    public static IEnumerable<Finding> Check(CloseView view)
    {
        var posting = new PostingPeriods(view);
        return [.. view.Close.Journal.GroupBy(j => j.Entry, StringComparer.Ordinal).SelectMany(e => posting.Entry([.. e])), .. AddedLater(view)];
    }

    private IEnumerable<Finding> Entry(List<JournalRow> lines)
    {
        var (period, at) = (lines[0].Period, lines[0].At);
        if (lines.Any(l => l.Period != period))
        {
            yield return At(lines[0], $"is posted in {string.Join(" and ", lines.Select(l => l.Period).Distinct())}");
            yield break;
        }

        var invoice = _invoices.GetValueOrDefault(lines[0].Reference ?? "");
        var closing = invoice is null ? null : _closings.FirstOrDefault(c => c.Period == invoice.Period);
        var isIssue = lines.Any(l => l.LedgerAccount == "tax_payable" || l.LedgerAccount.StartsWith("revenue:", StringComparison.Ordinal));
        if (isIssue || IsFirstCharge(lines, invoice, closing) || IsFirstCredit(lines, invoice, closing))
        {
            var own = invoice?.Period;
            if (own is null ? _closings.All(c => c.Period != period) : own != period)
            {
                yield return At(lines[0], $"is posted in {period}: it belongs to the close of {own ?? "a period"}");
            }
        }
        else if (OpenAt(at) is { } open && !open.Contains(period) && !(invoice is null && IsClosing(at) && IsMonthOf(at, period)))
        {
            yield return At(lines[0], $"of {at} is posted in {period}: open was then {string.Join(" or ", open.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>An outcome that was unknown meanwhile kept nothing open: learned in the very second of the last decision, it may come after the lock.</summary>
    private bool IsFirstCharge(List<JournalRow> lines, InvoiceRow? invoice, Closing? closing) =>
        invoice is not null && closing is not null && lines[0].At <= closing.NotClosedBefore && lines.Any(l => l.LedgerAccount == "cash_gateway")
        && _view.PaymentsOfInvoice[invoice.InvoiceNumber!].Any(p => p is { Attempt: 1, Status: "succeeded" } && p.SettledAt == lines[0].At
            && (p.DecidedAt == p.SettledAt || p.SettledAt < closing.NotClosedBefore));

    private static bool IsFirstCredit(List<JournalRow> lines, InvoiceRow? invoice, Closing? closing) =>
        closing is not null && lines[0].At == invoice!.IssuedAt && lines[0].At < closing.NotClosedBefore && lines.Any(l => l.LedgerAccount == "customer_credit");

    /// <summary>
    /// A credit that comes to an account before its invoice is no part of the close under way: the contract does not say
    /// whether it posts with it or in the month that it comes in.
    /// </summary>
    private bool IsClosing(Instant at) => _closings.Any(c => c.Begun - CloseMayWait <= at && at <= c.NotClosedBefore);

    private static bool IsMonthOf(Instant at, string period) =>
        new[] { at - Duration.FromHours(14), at, at + Duration.FromHours(14) }.Any(i => i.ToString("uuuu-MM", CultureInfo.InvariantCulture) == period);

    /// <summary>The periods that can have been the one to post in; null before the first close, when any may be.</summary>
    private HashSet<string>? OpenAt(Instant at)
    {
        if (_closings.Count == 0 || at <= _closings[0].Begun)
        {
            return null;
        }

        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (closing, index) in _closings.Select((c, i) => (c, i)))
        {
            var following = index + 1 < _closings.Count ? _closings[index + 1] : null;
            if (closing.Begun - CloseMayWait <= at && at <= closing.NotClosedBefore + CloseMayTake)
            {
                open.UnionWith([closing.Period, Next(closing.Period)]);
            }

            if (closing.NotClosedBefore <= at && (following is null || at < following.NotClosedBefore))
            {
                open.UnionWith([Next(closing.Period), following?.Period ?? Next(closing.Period)]);
            }
        }

        // What is already closed for sure takes nothing more.
        open.ExceptWith(_closings.Where(c => c.NotClosedBefore + CloseMayTake < at).Select(c => c.Period));
        return open;
    }

    /// <summary>No entry dated in a closed period is added once its folder says that it is closed.</summary>
    private static IEnumerable<Finding> AddedLater(CloseView view)
    {
        foreach (var closed in view.Folders.Where(IsClosed))
        {
            var known = closed.Close.Journal.Select(j => j.Entry).ToHashSet(StringComparer.Ordinal);
            var accounts = closed.Close.Invoices.Select(i => i.AccountId).ToHashSet(StringComparer.Ordinal);
            foreach (var added in view.Folders.Skip(closed.Index + 1).SelectMany(f => f.Close.Journal)
                .Where(j => string.CompareOrdinal(j.Period, closed.Period) <= 0 && !known.Contains(j.Entry)
                    && view.References.AccountOf(j.Reference) is { } account && accounts.Contains(account))
                .DistinctBy(j => j.Entry))
            {
                yield return At(added, $"of {added.At} was added to {added.Period} after {closed.Period} was closed");
            }
        }
    }

    private static bool IsClosed(PeriodFolder folder)
    {
        var summary = Path.Combine(folder.Close.Directory, "reports", "summary.json");
        return !File.Exists(summary) || File.ReadAllText(summary).Contains("\"closed\"", StringComparison.Ordinal);
    }

    private static string Next(string period) =>
        LocalDatePattern.Iso.Parse(period + "-01") is { Success: true } first
            ? first.Value.PlusMonths(1).ToString("uuuu-MM", CultureInfo.InvariantCulture)
            : period;

    private static Finding At(JournalRow line, string what) => new(8, "journal.csv", null, $"entry {line.Entry} {what}");
}
