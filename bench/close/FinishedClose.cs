using System.Text.Json;
using MonthClose;
using MonthClose.App;
using Stillso.Sqlite;

namespace Bench;

/// <summary>The rows of a table, the statement that writes one, and the place of the account in a row; −1: it names none.</summary>
sealed record Table(string Name, string Insert, int Account, List<object?[]> Rows);

/// <summary>A charge as it was sent.</summary>
sealed record SentCharge(string AccountId, string Name, bool IsNew, ChargeRequest Request)
{
    public async Task SendAsync(IGateway gateway)
    {
        var customer = IsNew ? await gateway.CustomerAsync(AccountId, Name, CancellationToken.None) : Request.CustomerId;
        var reference = await gateway.CreateAsync(Request with { CustomerId = customer }, CancellationToken.None);
        await gateway.ConfirmAsync(reference, Request.MethodId, Request.Key, 1, CancellationToken.None);
    }
}

/// <summary>What a close left behind, in memory: everything that whoever does the same without deciding has to write.</summary>
sealed record FinishedClose(long Accounts, IReadOnlyList<Table> Tables, IReadOnlyList<SentCharge> Charges, IReadOnlyList<(string AccountId, string Name, byte[] Bytes)> Mails)
{
    // In the order of their references; what names an account, where a row has one.
    static readonly (string Name, string? Account)[] Kept =
    [
        ("accounts", "account_id"), ("payment_methods", "account_id"), ("credits", "account_id"), ("usage_files", null), ("usage_blocks", "account_id"), ("ratings", "account_id"),
        ("invoices", "account_id"), ("credit_uses", "account_id"), ("payments", "account_id"), ("holds", "account_id"), ("journal", "account_id"),
        ("emails", "account_id"), ("stillso_subjects", "subject"), ("stillso_decisions", "subject"), ("stillso_intents", "subject"),
    ];

    /// <summary>Closes a world and reads what came of it.</summary>
    public static async Task<FinishedClose> ReadAsync(string world, string folder)
    {
        var figures = await WholeClose.RunAsync(world, folder, pdf: false);
        using var store = new StoreFile(Path.Combine(folder, "store.db")).OpenFile();
        return store.Read(tx => new FinishedClose(
            figures.Accounts, [.. Kept.Select(k => Read(tx.Sql, k.Name, k.Account))], SentCharges(tx.Sql),
            tx.Sql.Query("select account_id, notice from emails order by account_id, ordinal", r =>
            {
                var notice = JsonSerializer.Deserialize<Notice>(r.GetString(1))!;
                using var mail = new MemoryStream();
                NoticeRenderer.Write(NoticeRenderer.Render(notice), mail);
                return (r.GetString(0), $"{notice.MessageId}.eml", mail.ToArray());
            })));
    }

    static Table Read(Stillso.Statements sql, string name, string? account)
    {
        var columns = sql.Query($"select name from pragma_table_info('{name}')", r => r.GetString(0));
        var rows = sql.Query($"select {string.Join(", ", columns)} from {name}", r =>
        {
            var row = new object?[columns.Count];
            for (var i = 0; i < row.Length; i++) row[i] = r.IsDBNull(i) ? null : r.GetValue(i);
            return row;
        });
        return new Table(name, $"insert into {name} ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select((_, n) => $"@p{(char)('a' + n)}"))})", columns.FindIndex(c => c == account), rows);
    }

    static List<SentCharge> SentCharges(Stillso.Statements sql) => sql.Query(
        """
        select p.account_id, a.name, p.idempotency_key, p.amount, p.currency, p.payment_method_id, coalesce(i.invoice_number, ''),
            a.gateway_customer_id, a.loaded ->> 'GatewayCustomerId' is null
        from payments p join accounts a on a.account_id = p.account_id left join invoices i on i.invoice_id = p.invoice_id
        where p.gateway_reference is not null and p.idempotency_key is not null order by p.account_id, p.ordinal
        """,
        r => new SentCharge(
            r.GetString(0), r.GetString(1), r.GetBoolean(8),
            new ChargeRequest(
                r.GetString(2), new Money(decimal.Parse(r.GetString(3), System.Globalization.CultureInfo.InvariantCulture), Currency.Get(r.GetString(4))), r.GetString(7), r.GetString(5),
                r.GetString(0), r.GetString(6))));

    /// <summary>The rows of one account in some tables.</summary>
    public ILookup<string, (string Insert, object?[] Row)> ByAccount(params string[] tables) => Tables.Where(t => tables.Contains(t.Name))
        .SelectMany(t => t.Rows.Select(r => (Account: (string)r[t.Account]!, t.Insert, Row: r)))
        .ToLookup(r => r.Account, r => (r.Insert, r.Row), StringComparer.Ordinal);
}
