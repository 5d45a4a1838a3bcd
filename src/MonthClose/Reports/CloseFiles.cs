using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>One charge in the gateway's own books, as gateway_charges.csv has it.</summary>
public sealed record GatewayCharge(
    string Reference, string IdempotencyKey, long Amount, string Currency, string PaymentMethod, string Status, string CreatedAt);

/// <summary>Writes what a close did, from the store: docs/formats.md, "What a close writes".</summary>
/// <param name="ledger">The store.</param>
/// <param name="folder">Where to.</param>
/// <param name="period">Which period's invoices.</param>
/// <param name="mailFiles">Whether each mail is a file too; <c>emails.csv</c> has them all in either case.</param>
public sealed class CloseFiles(ILedger ledger, string folder, string period, bool mailFiles = true)
{
    readonly MailFiles mails = new(ledger, Directory.CreateDirectory(Path.Combine(folder, "emails")).FullName, period);

    /// <summary>Writes every file, all from one snapshot.</summary>
    /// <param name="gatewayCharges">The gateway's own books; null: it is not the simulator.</param>
    /// <param name="now">The business instant, in whole seconds.</param>
    /// <exception cref="ReportDisagreesException">A report says something else than the ledger.</exception>
    public void Write(IReadOnlyList<GatewayCharge>? gatewayCharges, DateTimeOffset now) => ledger.Read(tx =>
    {
        WriteMails(tx.Sql);
        WriteBooks(tx.Sql, gatewayCharges, now);
        return true;
    });

    /// <summary>Writes the files of mails as they are made, on a thread of its own, until it is stopped.</summary>
    public Task FollowMailsAsync(CancellationToken stop) =>
        Task.Factory.StartNew(() => mails.Follow(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Writes the mails: the files of those that were not written before, and <c>emails.csv</c>.</summary>
    public void WriteMails(Statements sql)
    {
        var numbers = Numbers(sql);
        CsvFile.Write(
            Path.Combine(folder, "emails.csv"), "message_id,account_id,invoice_number,kind,to,as_of,balance,currency,sent_at",
            Written(sql.Stream(
                Sql.Text["report_emails"],
                r => (new MailFile(r.GetInt64(10), r.GetString(0), r.GetString(9)), new[]
                {
                    r.GetString(0), r.GetString(1), numbers.GetValueOrDefault(r.GetString(2), ""), r.GetString(3), r.GetString(4), At(r, 5),
                    Amount(r, 6, 7), r.GetString(7), At(r, 8),
                }), period)));
    }

    IEnumerable<string?[]> Written(IEnumerable<(MailFile Mail, string?[] Row)> rows) => mailFiles ? mails.Write(rows) : rows.Select(m => m.Row);

    /// <summary>Writes every other file.</summary>
    public void WriteBooks(Statements sql, IReadOnlyList<GatewayCharge>? gatewayCharges, DateTimeOffset now)
    {
        Directory.CreateDirectory(Path.Combine(folder, "reports"));
        var numbers = Numbers(sql);
        WriteInvoices(sql);
        WriteCredits(sql, numbers);
        WritePayments(sql, numbers);
        WriteRecords(sql, numbers);
        Rows("journal.csv", "entry,line,at,period,ledger_account,debit,credit,currency,reference", sql, "report_journal", r =>
        [
            r.GetString(0), Number(r, 1), At(r, 2), r.GetString(3), r.GetString(4), Amount(r, 5, 7), Amount(r, 6, 7), r.GetString(7),
            numbers.GetValueOrDefault(r.GetString(8)) is { Length: > 0 } number ? number : r.GetString(8),
        ]);
        if (gatewayCharges is not null) WriteCharges(sql, gatewayCharges);
        new PeriodReports(sql, folder, period, now).Write(gatewayCharges);
    }

    static Dictionary<string, string> Numbers(Statements sql) => sql.Stream(Sql.Text["invoice_numbers"], r => (r.GetString(0), BookReader.Text(r, 1)))
        .ToDictionary(n => n.Item1, n => n.Item2 ?? "", StringComparer.Ordinal);

    void WriteCharges(Statements sql, IReadOnlyList<GatewayCharge> charges) =>
        CsvFile.Write(
            Path.Combine(folder, "gateway_charges.csv"), "gateway_reference,idempotency_key,amount,currency,payment_method_id,status,created_at",
            InOrderOfAccounts(sql, charges).Select(c => new string?[]
            {
                c.Reference, c.IdempotencyKey, c.Amount.ToString(CultureInfo.InvariantCulture), c.Currency, c.PaymentMethod, c.Status, c.CreatedAt,
            }));

    // The gateway knows no accounts: its rows stand where the payments of their keys do.
    static IEnumerable<GatewayCharge> InOrderOfAccounts(Statements sql, IReadOnlyList<GatewayCharge> charges)
    {
        var accountOf = sql.Stream(Sql.Text["accounts_of_keys"], r => (Key: r.GetString(0), Account: r.GetString(1)))
            .ToDictionary(k => k.Key, k => k.Account, StringComparer.Ordinal);
        return charges.OrderBy(c => accountOf.GetValueOrDefault(c.IdempotencyKey, ""), CodePoints.Order)
            .ThenBy(c => c.CreatedAt, CodePoints.Order).ThenBy(c => c.IdempotencyKey, CodePoints.Order);
    }

    void WriteInvoices(Statements sql)
    {
        Rows(
            "invoices.csv", "invoice_number,account_id,period,currency,subtotal,tax,carried_in,total,credits_applied,amount_paid,amount_due,status,issued_at",
            sql, "report_invoices", r =>
            {
                var i = BookReader.Invoice(r);
                string? Money(decimal amount) => i.Number is null ? null : new Money(amount, i.Currency).ToFile();
                return
                [
                    i.Number, r.GetString(0), i.Period, i.Currency.Code, Money(i.Subtotal), Money(i.Tax), Money(i.CarriedIn), Money(i.Total),
                    Money(i.CreditsApplied), Money(i.AmountPaid), Money(i.AmountDue), BookWriter.StatusWord(i.Status),
                    i.IssuedAt is { } at ? Instants.ToFile(at) : null,
                ];
            });
        CsvFile.Write(
            Path.Combine(folder, "invoice_lines.csv"), "invoice_number,line,charge_category,service_name,from_period,amount",
            sql.Stream(Sql.Text["report_invoices"], BookReader.Invoice, period).SelectMany(i => i.Lines.Select((l, n) => new[]
            {
                i.Number, (n + 1).ToString(CultureInfo.InvariantCulture), l.Category, l.Service, l.FromPeriod, new Money(l.Amount, i.Currency).ToFile(),
            })));
    }

    void WriteCredits(Statements sql, Dictionary<string, string> numbers) =>
        Rows("credits_applied.csv", "credit_id,account_id,invoice_number,amount,currency,applied_at", sql, "report_credit_uses", r =>
            [r.GetString(0), r.GetString(1), numbers[r.GetString(2)], Amount(r, 3, 4), r.GetString(4), At(r, 5)]);

    void WritePayments(Statements sql, Dictionary<string, string> numbers)
    {
        Rows(
            "payments.csv",
            "payment_id,account_id,invoice_number,attempt,amount,currency,payment_method_id,status,decline_code,gateway_reference,idempotency_key,decided_at,settled_at",
            sql, "output_payments", r =>
            [
                $"{r.GetString(0)}/payment/{r.GetInt64(1)}", r.GetString(0), BookReader.Text(r, 2) is { } id ? numbers[id] : null, Number(r, 3), Amount(r, 4, 5),
                r.GetString(5), BookReader.Text(r, 6), r.GetString(7), BookReader.Text(r, 8), BookReader.Text(r, 9), BookReader.Text(r, 10), At(r, 11), At(r, 13),
            ]);
        Rows("holds.csv", "account_id,invoice_number,placed_at,released_at,reason", sql, "report_holds", r =>
            [r.GetString(0), numbers[r.GetString(1)], At(r, 2), At(r, 3), r.GetString(4)]);
    }

    void WriteRecords(Statements sql, Dictionary<string, string> numbers)
    {
        Rows("changes.csv", "seq,at,change_id,account_id,change,value", sql, "report_changes", r =>
            [Number(r, 0), At(r, 1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5)]);
        Rows(
            "decisions.csv",
            "seq,at,account_id,invoice_number,step,decision,premise,believed,believed_as_of,found,found_as_of,cause,reason",
            sql, "report_decisions", r =>
            {
                var (believed, found) = (FactsOf(r, 6), FactsOf(r, 8));
                return
                [
                    Number(r, 0), At(r, 1), r.GetString(2), numbers.GetValueOrDefault(r.GetString(3), ""), r.GetString(4),
                    r.GetString(5).ToLowerInvariant(), string.Join(';', believed.Select(f => f.Name)), Pairs(believed), At(r, 7), Pairs(found), At(r, 9),
                    r.GetString(10), r.GetString(11),
                ];
            });
    }

    void Rows(string file, string header, Statements sql, string query, Func<DbDataReader, string?[]> row) =>
        CsvFile.Write(Path.Combine(folder, file), header, sql.Stream(Sql.Text[query], row, period));

    static string? At(DbDataReader r, int i) => r.IsDBNull(i) ? null : Instants.ToFile(BookReader.Instant(r, i));

    static string? Number(DbDataReader r, int i) => r.IsDBNull(i) ? null : r.GetInt64(i).ToString(CultureInfo.InvariantCulture);

    static string Amount(DbDataReader r, int amount, int currency) => BookReader.Money(r, amount, currency).ToFile();

    static Fact[] FactsOf(DbDataReader r, int i) => r.GetString(i) is { Length: > 0 } json ? JsonSerializer.Deserialize<Fact[]>(json)! : [];

    static string Pairs(Fact[] facts) => string.Join(';', facts.Select(f => $"{f.Name}={f.Value}"));
}
