namespace MonthClose.Checking;

/// <summary>(8) The journal balances per entry and currency, and says what the other files say.</summary>
internal static class Invariant08Journal
{
    private const string JournalFile = "journal.csv";

    public static IEnumerable<Finding> Check(CloseView view) =>
        [.. Totals(view), .. ReceivableByAccount(view)];

    /// <summary>Every entry by itself.</summary>
    public static IEnumerable<Finding> CheckEntries(CloseView view) =>
        view.Close.Journal.GroupBy(j => j.Entry, StringComparer.Ordinal).SelectMany(e => Entry([.. e]));

    private static IEnumerable<Finding> Entry(List<JournalRow> lines)
    {
        var entry = lines[0].Entry;
        foreach (var currency in lines.GroupBy(l => l.Currency).Where(g => g.Sum(l => l.Net) != 0))
        {
            yield return At($"entry {entry} is out of balance by {currency.Sum(l => l.Net)} {currency.Key}");
        }

        if (!lines.Select(l => l.LineNumber).SequenceEqual(Enumerable.Range(1, lines.Count)) || lines.Any(l => l.At != lines[0].At))
        {
            yield return At($"entry {entry} has lines out of order or of several instants");
        }

        if (lines.Any(l => l.Debit < 0 || l.Credit < 0 || (l.Debit ?? 0) != 0 == ((l.Credit ?? 0) != 0)))
        {
            yield return At($"entry {entry} has a line that is not one positive debit or credit");
        }

        foreach (var line in lines.Where(l => !Vocabulary.LedgerAccounts.Contains(l.LedgerAccount) && !l.LedgerAccount.StartsWith("revenue:", StringComparison.Ordinal)))
        {
            yield return At($"line {line.Line}: '{line.LedgerAccount}' is no ledger account");
        }
    }

    private static IEnumerable<Finding> Totals(CloseView view)
    {
        var close = view.Close;
        var payments = close.Payments.Where(p => p.Status == "succeeded").ToList();
        var currencyOf = view.Numbered.GroupBy(i => i.InvoiceNumber!).ToDictionary(g => g.Key, g => g.First().Currency!, StringComparer.Ordinal);
        var lines = close.InvoiceLines.Where(l => currencyOf.ContainsKey(l.InvoiceNumber)).ToList();
        var currencies = close.Journal.Select(j => j.Currency).Concat(view.Numbered.Select(i => i.Currency!)).Distinct().Order(StringComparer.Ordinal);
        foreach (var currency in currencies)
        {
            var balance = close.Journal.Where(j => j.Currency == currency)
                .GroupBy(j => j.LedgerAccount).ToDictionary(g => g.Key, g => g.Sum(j => j.Net), StringComparer.Ordinal);
            decimal Of(string account) => balance.GetValueOrDefault(account);
            var due = view.Numbered.Where(i => i.Currency == currency && IsHere(view, i)).Sum(i => i.AmountDue ?? 0);
            var cards = payments.Where(p => p.Currency == currency && !p.IsTransfer).Sum(p => p.Amount);
            var transfers = payments.Where(p => p.Currency == currency && p.IsTransfer).Sum(p => p.Amount);
            var taxes = view.Numbered.Where(i => i.Currency == currency).Sum(i => i.Tax ?? 0);
            var told = new List<(string Account, decimal Expected, string Source)>
            {
                ("receivable", due, "the amounts due"),
                ("cash_gateway", cards, "the succeeded charges"),
                ("cash_transfer", transfers, "the transfers"),
                ("tax_payable", -taxes - lines.Where(l => currencyOf[l.InvoiceNumber] == currency && l.ChargeCategory == "Tax").Sum(l => l.Amount), "the invoices' taxes"),
                ("write_off", WrittenOff(view, currency), "what was carried into another currency"),
            };
            told.AddRange(lines.Where(l => currencyOf[l.InvoiceNumber] == currency && l.ChargeCategory != "Tax").GroupBy(l => l.ServiceName)
                .Select(g => ("revenue:" + g.Key, -g.Sum(l => l.Amount), "the invoice lines")));
            foreach (var (account, expected, source) in told.Where(t => Of(t.Account) != t.Expected))
            {
                yield return At($"{account} in {currency} is {Of(account)}, by {source} {expected}");
            }

            foreach (var account in balance.Keys.Where(k => k.StartsWith("revenue:", StringComparison.Ordinal) && Of(k) != 0
                && lines.All(l => currencyOf[l.InvoiceNumber] != currency || l.ChargeCategory == "Tax" || "revenue:" + l.ServiceName != k)))
            {
                yield return At($"{account} in {currency} is {Of(account)} without an invoice line");
            }

            if (Of("customer_credit") > 0)
            {
                yield return At($"customer_credit in {currency} is overdrawn by {Of("customer_credit")}");
            }
        }
    }

    /// <summary>An amount carried forward is the later invoice's, once there is one.</summary>
    private static bool IsHere(CloseView view, InvoiceRow invoice) => view.CarriedOn(invoice) is null;

    /// <summary>Amounts that left for another currency, less those that came from one.</summary>
    private static decimal WrittenOff(CloseView view, string currency) =>
        view.InvoicesOfAccount.SelectMany(g => g)
            .Select(from => (From: from, To: view.CarriedOn(from))).Where(c => c.To is not null && c.To.Currency != c.From.Currency)
            .Sum(c => (c.From.Currency == currency ? c.From.AmountDue ?? 0 : 0)
                - (c.To!.Currency == currency ? view.Replay(c.From).Facts.Carry(c.From, c.To) ?? 0 : 0));

    /// <summary>By account too: so every receivable must lead to one.</summary>
    private static IEnumerable<Finding> ReceivableByAccount(CloseView view)
    {
        var owners = view.References;
        var receivable = view.Close.Journal.Where(j => j.LedgerAccount == "receivable")
            .Select(j => (Row: j, Owner: owners.AccountOf(j.Reference), j.Currency, j.Net)).ToList();
        foreach (var stray in receivable.Where(r => r.Owner is null))
        {
            yield return At($"line {stray.Row.Line}: '{stray.Row.Reference}' leads to no account");
        }

        var byAccount = receivable.Where(r => r.Owner is not null).ToLookup(r => (r.Owner!, r.Currency), r => r.Net);
        foreach (var account in view.Numbered.GroupBy(i => (i.AccountId, i.Currency)))
        {
            var balance = byAccount[(account.Key.AccountId, account.Key.Currency!)].Sum();
            var due = account.Where(i => IsHere(view, i)).Sum(i => i.AmountDue ?? 0);
            if (balance != due)
            {
                yield return At($"receivable is {balance}, {string.Join(" ", account.Select(i => i.InvoiceNumber))} have {due} due") with { Account = account.Key.AccountId };
            }
        }
    }

    private static Finding At(string what) => new(8, JournalFile, null, what);
}
