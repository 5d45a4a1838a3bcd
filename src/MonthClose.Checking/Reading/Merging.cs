using NodaTime;

namespace MonthClose.Checking;

/// <summary>
/// The folders of several closes of one store as one: a later folder has everything about its accounts up to then, an
/// earlier one may be as old as its own close. What both have must agree wherever it can never change.
/// </summary>
internal sealed class Merging
{
    private readonly IReadOnlyList<CloseFiles> _folders;
    private readonly Dictionary<(CloseFiles Folder, string Account), int> _rows = [];
    private readonly ILookup<string, CloseFiles> _foldersOfInvoice;
    private readonly List<Finding> _findings = [];

    private Merging(IReadOnlyList<CloseFiles> folders)
    {
        _folders = folders;
        _foldersOfInvoice = folders.SelectMany(f => f.Invoices.Where(i => i.InvoiceNumber is not null).Select(i => (f, i.InvoiceNumber)))
            .ToLookup(x => x.InvoiceNumber!, x => x.f, StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var accounts = folder.Changes.Select(c => c.AccountId).Concat(folder.Decisions.Select(d => d.AccountId))
                .Concat(folder.Payments.Select(p => p.AccountId)).Concat(folder.CreditsApplied.Select(c => c.AccountId))
                .Concat(folder.Emails.Select(e => e.AccountId));
            foreach (var (account, count) in accounts.CountBy(a => a))
            {
                _rows.Add((folder, account), count);
            }
        }
    }

    public static (CloseFiles Files, IReadOnlyList<Finding> Changed) Merge(IReadOnlyList<CloseFiles> folders)
    {
        if (folders.Count == 1)
        {
            return (folders[0], []);
        }

        var merging = new Merging(folders);
        var files = merging.Files();
        return (files, merging._findings);
    }

    private CloseFiles Files()
    {
        var payments = Union(
            f => f.Payments, 2, "payments.csv", p => p.AccountId, p => p.PaymentId,
            p => (p.AccountId, p.InvoiceNumber, p.Attempt, p.Amount, p.Currency, p.PaymentMethodId, p.IdempotencyKey, p.DecidedAt),
            (older, newer) => older.Status == "unknown" || (older.Status, older.SettledAt) == (newer.Status, newer.SettledAt));
        var credits = Union(
            f => f.CreditsApplied, 1, "credits_applied.csv", c => c.AccountId, c => (c.CreditId, c.InvoiceNumber, c.AppliedAt), c => c with { Line = 0 });
        return new CloseFiles
        {
            Invoices = Invoices(payments.ToLookup(p => p.InvoiceNumber), credits.ToLookup(c => c.InvoiceNumber)),
            InvoiceLines = InvoiceLines(),
            CreditsApplied = credits,
            Payments = payments,
            Holds = Union(
                f => f.Holds, 7, "holds.csv", h => h.AccountId, h => h.InvoiceNumber, h => (h.AccountId, h.PlacedAt, h.Reason),
                (older, newer) => older.ReleasedAt is null || older.ReleasedAt == newer.ReleasedAt),
            Emails = Union(
                f => f.Emails, 6, "emails.csv", e => e.AccountId, e => e.MessageId, e => e with { Line = 0, SentAt = null },
                (older, newer) => older.SentAt is null || older.SentAt == newer.SentAt),
            Changes = Union(f => f.Changes, 0, "changes.csv", c => c.AccountId, c => c.ChangeId, c => c with { Line = 0 }),
            Decisions = Union(f => f.Decisions, 0, "decisions.csv", d => d.AccountId, d => (d.AccountId, d.Seq), d => d with { Line = 0 }),
            Journal = Union(f => f.Journal, 8, "journal.csv", null, j => (j.Entry, j.LineNumber), j => j with { Line = 0 }),
            GatewayCharges = Union(
                f => f.GatewayCharges, 9, "gateway_charges.csv", null, g => (g.GatewayReference, g.IdempotencyKey),
                g => g with { Line = 0, Status = "" }, (older, newer) => older.Status != "succeeded" || newer.Status == "succeeded"),
        };
    }

    private IReadOnlyList<InvoiceRow> Invoices(ILookup<string?, PaymentRow> payments, ILookup<string, CreditAppliedRow> credits)
    {
        var rows = Union(
            f => f.Invoices, 4, "invoices.csv", i => i.AccountId, i => (i.InvoiceNumber, i.InvoiceNumber is null ? i.AccountId + i.Period : null),
            i => (i.AccountId, i.Period, i.Currency, i.Subtotal, i.Tax, i.CarriedIn, i.Total, i.IssuedAt));
        var numbered = rows.Where(i => i.InvoiceNumber is not null).Select(i => (i.AccountId, i.Period)).ToHashSet();
        return
        [
            .. rows.Where(i => i.InvoiceNumber is not null || !numbered.Contains((i.AccountId, i.Period)))
                .Select(i => i.InvoiceNumber is { } number && IsOld(i) ? UpToNow(i, [.. payments[number]], [.. credits[number]]) : i),
        ];
    }

    /// <summary>Whether another folder knows more of the account than the one this row is from.</summary>
    private bool IsOld(InvoiceRow invoice)
    {
        var freshest = _foldersOfInvoice[invoice.InvoiceNumber!].Max(f => RowsOf(f, invoice.AccountId));
        return freshest < _folders.Max(f => RowsOf(f, invoice.AccountId));
    }

    /// <summary>The same files as they were at an instant.</summary>
    public static CloseFiles UpTo(CloseFiles files, Instant instant)
    {
        var payments = files.Payments.Where(p => (p.SettledAt ?? p.DecidedAt) <= instant).ToList();
        var credits = files.CreditsApplied.Where(c => c.AppliedAt <= instant).ToList();
        var (paid, credited) = (payments.ToLookup(p => p.InvoiceNumber), credits.ToLookup(c => c.InvoiceNumber));
        return new CloseFiles
        {
            Invoices = [.. files.Invoices.Where(i => i.InvoiceNumber is null || i.IssuedAt <= instant)
                .Select(i => i.InvoiceNumber is { } number ? UpToNow(i, [.. paid[number]], [.. credited[number]]) : i)],
            InvoiceLines = files.InvoiceLines,
            CreditsApplied = credits,
            Payments = payments,
            Holds = files.Holds,
            Emails = files.Emails,
            Changes = [.. files.Changes.Where(c => c.At <= instant)],
            Decisions = [.. files.Decisions.Where(d => d.At <= instant)],
            Journal = [.. files.Journal.Where(j => j.At <= instant)],
            GatewayCharges = [.. files.GatewayCharges.Where(g => g.CreatedAt <= instant)],
        };
    }

    private static InvoiceRow UpToNow(InvoiceRow old, List<PaymentRow> payments, List<CreditAppliedRow> credits)
    {
        var paid = payments.Where(p => p.Status == "succeeded").Sum(p => p.Amount);
        var credited = credits.Sum(c => c.Amount);
        var due = old.Total - credited - paid;
        var status = due == 0 ? "paid"
            : old.Status is "carried_forward" or "parked" ? old.Status
            : due < Currencies.GatewayMinimum(old.Currency!) ? "carried_forward"
            : "open";
        return old with { CreditsApplied = credited, AmountPaid = paid, AmountDue = due, Status = status };
    }

    private List<InvoiceLineRow> InvoiceLines()
    {
        var byInvoice = new Dictionary<string, List<InvoiceLineRow>>(StringComparer.Ordinal);
        foreach (var invoice in _folders.SelectMany(f => f.InvoiceLines.GroupBy(l => l.InvoiceNumber)))
        {
            var lines = invoice.ToList();
            if (byInvoice.TryAdd(invoice.Key, lines))
            {
                continue;
            }

            if (!byInvoice[invoice.Key].Select(l => l with { Line = 0 }).SequenceEqual(lines.Select(l => l with { Line = 0 })))
            {
                _findings.Add(new Finding(4, "invoice_lines.csv", null, $"the lines of {invoice.Key} changed after issue"));
            }
        }

        return [.. byInvoice.Values.SelectMany(lines => lines)];
    }

    private int RowsOf(CloseFiles folder, string account) => _rows.GetValueOrDefault((folder, account));

    /// <summary>All rows of the folder that knows most of an account, and what only the others have.</summary>
    private List<TRow> Union<TRow, TKey, TFixed>(
        Func<CloseFiles, IReadOnlyList<TRow>> rowsOf, int invariant, string file, Func<TRow, string>? accountOf, Func<TRow, TKey> keyOf,
        Func<TRow, TFixed> fixedPart, Func<TRow, TRow, bool>? mayBecome = null)
        where TKey : notnull
    {
        var known = new Dictionary<TKey, (TRow Row, CloseFiles Folder, int Freshness)>();
        var merged = new List<TRow>();
        foreach (var (folder, row, freshness) in _folders
            .SelectMany((folder, index) => rowsOf(folder).Select(row => (folder, row, Freshness: accountOf is null ? index : RowsOf(folder, accountOf(row)), index)))
            .OrderByDescending(r => r.Freshness).ThenByDescending(r => r.index).Select(r => (r.folder, r.row, r.Freshness)))
        {
            var isNew = known.TryAdd(keyOf(row), (row, folder, freshness));
            var newer = known[keyOf(row)];
            if (isNew || newer.Folder == folder)
            {
                merged.Add(row);
            }
            else if (!Equals(fixedPart(row), fixedPart(newer.Row)) || (freshness < newer.Freshness && mayBecome?.Invoke(row, newer.Row) == false))
            {
                _findings.Add(new Finding(invariant, file, accountOf?.Invoke(row), $"{keyOf(row)} is not what an earlier folder said: {row} became {newer.Row}"));
            }
        }

        return merged;
    }
}
