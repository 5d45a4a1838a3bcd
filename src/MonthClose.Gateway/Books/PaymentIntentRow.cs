using Microsoft.Data.Sqlite;

namespace MonthClose.Gateway;

/// <summary>A PaymentIntent as the books have it.</summary>
sealed record PaymentIntentRow(
    string Id, string Key, long Amount, string Currency, string? Customer, string? Method, string Status, string? ErrorCode,
    string? DeclineCode, string CreatedAt)
{
    const string Columns = "id, idempotency_key, amount, currency, customer, payment_method, status, error_code, decline_code, created_at";

    public static PaymentIntentRow? Find(GatewayBooks books, string id) =>
        books.Query($"select {Columns} from payment_intents where id = ?1", Read, id).FirstOrDefault();

    public static List<PaymentIntentRow> OfCustomer(GatewayBooks books, string customer, string after, int limit) =>
        books.Query($"select {Columns} from payment_intents where customer = ?1 and id > ?2 order by id limit ?3", Read, customer, after, limit);

    public void Insert(GatewayBooks books) => books.Execute(
        $"insert into payment_intents ({Columns}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        Id, Key, Amount, Currency, Customer, Method, Status, ErrorCode, DeclineCode, CreatedAt);

    public void Cancel(GatewayBooks books) => books.Execute("update payment_intents set status = 'canceled' where id = ?1", Id);

    public void Charge(GatewayBooks books, bool succeeded, string? error, string? decline, string now) => books.Execute(
        "update payment_intents set status = ?1, error_code = ?2, decline_code = ?3, charge_status = ?4, charged_at = ?5, payment_method = ?6 where id = ?7",
        succeeded ? "succeeded" : "requires_payment_method", error, decline, succeeded ? "succeeded" : "failed", now, Method, Id);

    public static List<BookedCharge> Charges(GatewayBooks books, string after, int limit) => books.Query(
        "select id, idempotency_key, amount, currency, payment_method, charge_status, charged_at from payment_intents where charge_status is not null and id > ?1 order by id limit ?2",
        r => new BookedCharge(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6)), after, limit);

    static PaymentIntentRow Read(SqliteDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), Text(r, 4), Text(r, 5), r.GetString(6), Text(r, 7), Text(r, 8), r.GetString(9));

    static string? Text(SqliteDataReader r, int i) => r.IsDBNull(i) ? null : r.GetString(i);
}
