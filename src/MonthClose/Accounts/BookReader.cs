using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>Reads books from the store.</summary>
static class BookReader
{
    public static IEnumerable<AccountBook> Read(ILedgerTransaction transaction, IReadOnlySet<string> ids)
    {
        var sql = transaction.Sql;
        var json = JsonSerializer.Serialize(ids);
        var closed = sql.Query(Sql.Text["closed_periods"], r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var books = new Dictionary<string, AccountBook>(StringComparer.Ordinal);
        var rows = new int[6];
        sql.Query(Sql.Text["load_accounts"], r =>
        {
            var account = Account(r);
            for (var kind = 0; kind < rows.Length; kind++) rows[kind] += r.GetInt32(12 + kind);
            return books[account.Id] = new AccountBook(account) { ClosedPeriods = closed, CreditUseCount = r.GetInt32(9), EmailCount = r.GetInt32(10), Seq = r.GetInt64(11) };
        }, json);
        Add(rows[0], "load_methods", Method, book => book.Methods);
        Add(rows[1], "load_credits", Credit, book => book.Credits);
        Add(rows[2], "load_invoices", Invoice, book => book.Invoices);
        Add(rows[3], "load_waiting_transfers", Transfer, book => book.Transfers);
        Add(rows[4], "load_payments", Payment, book => book.Payments);
        Add(rows[5], "load_holds", Hold, book => book.Holds);
        var debts = books.Values.SelectMany(b => b.Invoices.Select(i => i.Id)).ToList();
        foreach (var intent in debts.Count == 0 ? [] : transaction.IntentsOf(debts))
        {
            books[intent.Subject].Intents.Add(intent);
            books[intent.Subject].KnownIntents.Add(intent.Key);
        }
        return books.Values;

        // What nobody has is not asked for: most steps come before there is most of it.
        void Add<T>(int count, string statement, Func<DbDataReader, T> row, Func<AccountBook, List<T>> list)
        {
            if (count == 0) return;
            foreach (var (id, one) in sql.Query(Sql.Text[statement], r => (r.GetString(0), row(r)), json)) list(books[id]).Add(one);
        }
    }

    public static void ReadRatings(Statements sql, IReadOnlySet<string> ids, IReadOnlyDictionary<string, AccountBook> books)
    {
        var json = JsonSerializer.Serialize(ids);
        foreach (var (id, rating) in sql.Query(
            Sql.Text["load_ratings"],
            r => (r.GetString(0), new Rating
            {
                Period = r.GetString(1), Currency = r.GetString(2), Lines = JsonSerializer.Deserialize<RatedLine[]>(r.GetString(3))!, TaxRate = Amount(r, 4),
                ThroughFile = r.GetInt64(5), Priced = r.GetInt64(6) == 1, Problem = Text(r, 7), Import = r.GetInt64(8),
            }), json))
            books[id].Ratings[rating.Period] = rating;
        foreach (var (id, late) in sql.Query(
            Sql.Text["load_late_usage"],
            r => (r.GetString(0), new LateUsage
            {
                ChangeId = r.GetString(1), Period = Text(r, 2), Cost = Money(r, 3, 4), BilledBy = Text(r, 5),
            }), json))
            books[id].LateUsage.Add(late);
    }

    static Account Account(DbDataReader r) => new()
    {
        Id = r.GetString(0), Name = r.GetString(1), Email = Text(r, 2), Currency = Currency.Get(r.GetString(3)), TimeZone = r.GetString(4),
        Closed = r.GetString(5) == "closed", DisplayCurrency = Text(r, 6), GatewayCustomerId = Text(r, 7), Country = Text(r, 8),
    };

    static PaymentMethod Method(DbDataReader r) => new()
    {
        Id = r.GetString(1), IsDefault = r.GetInt64(2) == 1, ExpMonth = r.IsDBNull(3) ? null : r.GetInt32(3), ExpYear = r.IsDBNull(4) ? null : r.GetInt32(4),
    };

    static Credit Credit(DbDataReader r) => new()
    {
        Id = r.GetString(1), Amount = Money(r, 2, 4), Remaining = Money(r, 3, 4), GrantedAt = Instant(r, 5),
        ExpiresAt = r.IsDBNull(6) ? null : Instant(r, 6), Kind = r.GetString(7), Posted = r.GetInt64(8) == 1,
    };

    internal static Invoice Invoice(DbDataReader r) => new()
    {
        Id = r.GetString(1), Number = Text(r, 2), Period = r.GetString(3), Currency = Currency.Get(r.GetString(4)),
        Subtotal = Amount(r, 5), Tax = Amount(r, 6), CarriedIn = Amount(r, 7), Total = Amount(r, 8), CreditsApplied = Amount(r, 9),
        AmountPaid = Amount(r, 10), Status = Enum.Parse<InvoiceStatus>(r.GetString(11).Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        IssuedAt = r.IsDBNull(12) ? null : Instant(r, 12), StoredLines = StoredList<InvoiceLine>.Read(r.GetString(13)),
        Dunning = Enum.Parse<DunningState>(r.GetString(14).Replace("_", "", StringComparison.Ordinal), ignoreCase: true), Retries = r.GetInt32(15),
        TaxRate = Amount(r, 16), CarriedTo = Text(r, 17), StoredNotes = StoredList<string>.Read(r.GetString(18)), PostedIn = Text(r, 19),
    };

    static WaitingTransfer Transfer(DbDataReader r) => new(r.GetString(1), Money(r, 2, 3), Instant(r, 4));

    internal static Payment Payment(DbDataReader r) => new()
    {
        Ordinal = r.GetInt32(1), InvoiceId = Text(r, 2), Attempt = r.IsDBNull(3) ? null : r.GetInt32(3), Amount = Money(r, 4, 5), MethodId = Text(r, 6),
        Status = Text(r, 7), DeclineCode = Text(r, 8), Reference = Text(r, 9), Key = Text(r, 10), DecidedAt = Instant(r, 11),
        DecidedSeq = r.GetInt64(12), SettledAt = r.IsDBNull(13) ? null : Instant(r, 13),
    };

    internal static Hold Hold(DbDataReader r) => new()
    {
        InvoiceId = r.GetString(1), PlacedAt = Instant(r, 2), ReleasedAt = r.IsDBNull(3) ? null : Instant(r, 3), Reason = r.GetString(4),
    };

    internal static string? Text(DbDataReader r, int i) => r.IsDBNull(i) ? null : r.GetString(i);

    internal static DateTimeOffset Instant(DbDataReader r, int i) => DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(i));

    internal static decimal Amount(DbDataReader r, int i) => r.IsDBNull(i) ? 0 : decimal.Parse(r.GetString(i), CultureInfo.InvariantCulture);

    internal static Money Money(DbDataReader r, int amount, int currency) => new(Amount(r, amount), Currency.Get(r.GetString(currency)));
}
