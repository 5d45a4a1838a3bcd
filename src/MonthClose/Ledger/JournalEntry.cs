namespace MonthClose;

/// <summary>One side of one ledger account in an entry.</summary>
/// <param name="Account"><c>receivable</c>, <c>revenue:Compute</c>, ….</param>
/// <param name="Debit">Positive; zero when it is a credit.</param>
/// <param name="Credit">Positive; zero when it is a debit.</param>
public sealed record JournalLine(string Account, decimal Debit, decimal Credit);

/// <summary>A balanced entry of the double-entry journal; never changed, never removed.</summary>
/// <param name="Id">Derived from account, period, kind and ordinal.</param>
/// <param name="At">When.</param>
/// <param name="Period">The posting period.</param>
/// <param name="Currency">Of every line.</param>
/// <param name="Reference">What it is about, for a person.</param>
/// <param name="Lines">Debits equal credits.</param>
public sealed record JournalEntry(
    string Id, DateTimeOffset At, string Period, Currency Currency, string Reference, IReadOnlyList<JournalLine> Lines)
{
    /// <summary>An entry of one debit and one credit; a negative amount swaps them.</summary>
    public static JournalEntry Of(
        string id, DateTimeOffset at, string period, Money amount, string debit, string credit, string reference) =>
        amount.Amount >= 0
            ? new(id, at, period, amount.Currency, reference, [new(debit, amount.Amount, 0), new(credit, 0, amount.Amount)])
            : new(id, at, period, amount.Currency, reference, [new(credit, -amount.Amount, 0), new(debit, 0, -amount.Amount)]);

    /// <summary>Whether debits equal credits.</summary>
    public bool IsBalanced => Lines.Sum(l => l.Debit) == Lines.Sum(l => l.Credit);
}

/// <summary>The names of the ledger accounts.</summary>
public static class LedgerAccount
{
    /// <summary>What customers owe.</summary>
    public const string Receivable = "receivable";

    /// <summary>Tax collected, not ours.</summary>
    public const string TaxPayable = "tax_payable";

    /// <summary>What we owe customers in credits.</summary>
    public const string CustomerCredit = "customer_credit";

    /// <summary>The cost of promo and goodwill credits.</summary>
    public const string Promotions = "promotions";

    /// <summary>Prepaid credits that were imported.</summary>
    public const string OpeningBalance = "opening_balance";

    /// <summary>Money from charges.</summary>
    public const string CashGateway = "cash_gateway";

    /// <summary>Money from bank transfers.</summary>
    public const string CashTransfer = "cash_transfer";

    /// <summary>What is owed no more, or anew: an amount carried forward into another currency.</summary>
    public const string WriteOff = "write_off";

    /// <summary>Income of one service.</summary>
    public static string Revenue(string service) => $"revenue:{service}";
}
