using Stillso;

namespace MonthClose;

/// <summary>One side of an entry as the totals need it.</summary>
readonly record struct PostedLine(string Period, string Account, string Currency, decimal Debit, decimal Credit);

/// <summary>What was posted on one ledger account in one currency, seen from one period.</summary>
sealed class Turnover
{
    /// <summary>Debits less credits of earlier periods.</summary>
    public decimal Opening { get; private set; }

    /// <summary>Debits of the period.</summary>
    public decimal Debit { get; private set; }

    /// <summary>Credits of the period.</summary>
    public decimal Credit { get; private set; }

    /// <summary>Debits less credits of later periods.</summary>
    public decimal Later { get; private set; }

    /// <summary>Whether anything was posted in the period.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>Whether anything was posted up to and including the period.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Debits less credits up to and including the period.</summary>
    public decimal Closing => Opening + Debit - Credit;

    /// <summary>Debits less credits of all periods.</summary>
    public decimal Balance => Closing + Later;

    public void Add(PostedLine line, int order)
    {
        if (order > 0)
        {
            Later += line.Debit - line.Credit;
            return;
        }
        HasBegun = true;
        if (order < 0)
        {
            Opening += line.Debit - line.Credit;
            return;
        }
        HasMoved = true;
        Debit += line.Debit;
        Credit += line.Credit;
    }
}

/// <summary>The journal, added up once: everything that reports say of the ledger comes from here.</summary>
sealed class LedgerTotals
{
    readonly Dictionary<(string Account, string Currency), Turnover> turnovers = [];

    /// <summary>Adds up the store's journal.</summary>
    public static LedgerTotals Read(Statements sql, string period) => Of(
        sql.Stream(
            Sql.Text["report_postings"],
            r => new PostedLine(r.GetString(0), r.GetString(1), r.GetString(2), BookReader.Amount(r, 3), BookReader.Amount(r, 4))), period);

    /// <summary>Adds up lines, seen from a period.</summary>
    public static LedgerTotals Of(IEnumerable<PostedLine> lines, string period)
    {
        var totals = new LedgerTotals();
        foreach (var line in lines)
        {
            var key = (line.Account, line.Currency);
            if (!totals.turnovers.TryGetValue(key, out var turnover)) totals.turnovers.Add(key, turnover = new Turnover());
            turnover.Add(line, string.CompareOrdinal(line.Period, period));
        }
        return totals;
    }

    /// <summary>Every ledger account and currency, in order.</summary>
    public IEnumerable<(string Account, string Currency, Turnover Turnover)> InOrder =>
        turnovers.OrderBy(t => t.Key.Account, CodePoints.Order).ThenBy(t => t.Key.Currency, CodePoints.Order)
            .Select(t => (t.Key.Account, t.Key.Currency, t.Value));

    /// <summary>Debits less credits of all periods.</summary>
    public CurrencySums Balance(string account) => Sum(a => a == account, t => t.Balance);

    /// <summary>Credits less debits of all periods.</summary>
    public CurrencySums CreditBalance(string account) => Sum(a => a == account, t => -t.Balance);

    /// <summary>Credits less debits posted in the period.</summary>
    public CurrencySums Earned(Func<string, bool> accounts) => Sum(accounts, t => t.Credit - t.Debit);

    CurrencySums Sum(Func<string, bool> accounts, Func<Turnover, decimal> of)
    {
        var sums = new CurrencySums();
        foreach (var ((account, currency), turnover) in turnovers)
        {
            if (accounts(account)) sums.Add(currency, of(turnover));
        }
        return sums;
    }
}
